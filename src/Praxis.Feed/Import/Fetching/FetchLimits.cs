namespace Praxis.Feed;

/// <summary>What is waited for and taken of an address.</summary>
public sealed record FetchLimits
{
    /// <summary>Until the whole answer is there.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of the answer, unpacked.</summary>
    public int Bytes { get; init; } = FeedInput.LargestInput;

    /// <summary>The most redirects that are followed.</summary>
    public int Redirects { get; init; } = 5;

    /// <summary>Whether addresses of this machine and of private networks may be asked.</summary>
    public bool AllowPrivate { get; init; }
}
