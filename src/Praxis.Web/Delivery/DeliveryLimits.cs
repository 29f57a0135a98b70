namespace Praxis.Web.Delivery;

/// <summary>What is kept in memory to answer faster, and for how long.</summary>
internal static class DeliveryLimits
{
    /// <summary>All answers together, in bytes.</summary>
    public const long AllAnswers = 64L << 20;

    /// <summary>One answer, in bytes; a longer one is made each time.</summary>
    public const int LongestAnswer = 2 << 20;

    /// <summary>A path with its query, in characters; for longer ones an answer is made each time.</summary>
    public const int LongestAddress = 600;

    /// <summary>How long an answer is good although the store has not changed, since trends fade and indices catch up.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);

    /// <summary>How long a browser remembers that the site is to be visited over a safe connection only.</summary>
    public static readonly TimeSpan OnlySafe = TimeSpan.FromDays(365);
}
