namespace Praxis.Feed;

/// <summary>Time as the people's tables hold it.</summary>
internal static class Clock
{
    /// <summary>Seconds since 1970 by a clock, or by the system's for null.</summary>
    public static long Now(this TimeProvider? clock) => (clock ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds();
}
