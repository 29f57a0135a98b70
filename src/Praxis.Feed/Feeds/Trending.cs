namespace Praxis.Feed;

/// <summary>What people do with a paper.</summary>
public enum FeedAction
{
    /// <summary>A vote.</summary>
    Vote,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A finished run.</summary>
    Run,
}

/// <summary>Something that happened with a paper.</summary>
/// <param name="Slug">The paper.</param>
/// <param name="Action">What.</param>
/// <param name="Who">Whose doing: an account, or empty where nobody is known, as with runs.</param>
/// <param name="Time">When.</param>
public readonly record struct FeedEvent(string Slug, FeedAction Action, string Who, DateTimeOffset Time);

/// <summary>
/// How much happens with a paper now. Each vote counts 1, each comment 2, each run 3, and what is h days old counts 2^(−h/3) of that: half after three days, a quarter after six:
/// <c>score = Σ weight · 2^(−age / 3 days)</c>. Of one person's comments on a paper, and of a paper's runs, only the newest of each day (UTC) counts, so that nobody talks or runs a
/// paper up. What is older than 30 days, a thousandth, is left out.
/// </summary>
public static class Trending
{
    /// <summary>After this time an action counts half.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(3);

    /// <summary>What is older does not count.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(30);

    /// <summary>What an action counts at once.</summary>
    public static double Weight(FeedAction action) => action switch
    {
        FeedAction.Vote => 1,
        FeedAction.Comment => 2,
        FeedAction.Run => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary>The scores of all papers with which something happened; always above 0.</summary>
    /// <param name="events">What happened, in any order; what lies after <paramref name="now"/> counts as happening now.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyDictionary<string, double> Scores(IEnumerable<FeedEvent> events, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(events);
        var newest = new Dictionary<(string, FeedAction, string, DateOnly), FeedEvent>();
        foreach (var one in events)
        {
            if (now - one.Time > Horizon) continue;
            var key = (one.Slug, one.Action, one.Who, DateOnly.FromDateTime(one.Time.UtcDateTime));
            if (!newest.TryGetValue(key, out var other) || other.Time < one.Time) newest[key] = one;
        }

        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        // Sums in one order, so that equal histories have equal scores to the last bit.
        foreach (var one in newest.Values.OrderBy(one => one.Time).ThenBy(one => one.Action))
        {
            double age = Math.Max(0, (now - one.Time) / HalfLife);
            scores[one.Slug] = scores.GetValueOrDefault(one.Slug) + (Weight(one.Action) * Math.Pow(2, -age));
        }

        return scores;
    }
}
