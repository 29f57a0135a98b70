using System.Globalization;
using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What an order puts papers by.</summary>
/// <param name="Slug">The paper.</param>
/// <param name="Value">The score or the count; above 0.</param>
public readonly record struct RankedPaper(string Slug, double Value);

/// <summary>
/// Papers in the orders that depend on people: trending, most discussed, most checked. What was computed is good for some seconds, so that many readers at once cost no more than one.
/// </summary>
/// <param name="store">The store, opened with the modules of catalogue, people and runs.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class PaperActivity(PraxisStore store, TimeProvider? clock = null)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<FeedOrder, (DateTimeOffset Made, IReadOnlyList<RankedPaper> Papers)> _made = [];

    /// <summary>All papers with a value above 0, the highest first, equal ones by the newest day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is <see cref="FeedOrder.Newest"/>, which depends on nobody.</exception>
    public IReadOnlyList<RankedPaper> Ranked(FeedOrder order)
    {
        // One computes, the others wait for it.
        lock (_made)
        {
            var now = _clock.GetUtcNow();
            if (_made.TryGetValue(order, out var known) && now - known.Made < GoodFor && now >= known.Made) return known.Papers;
            var papers = Compute(order, now);
            _made[order] = (now, papers);
            return papers;
        }
    }

    private IReadOnlyList<RankedPaper> Compute(FeedOrder order, DateTimeOffset now)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        IEnumerable<RankedPaper> values = order switch
        {
            FeedOrder.Trending => Trending.Scores(Events(), now).Select(score => new RankedPaper(score.Key, score.Value)),
            FeedOrder.Discussed => connection.Query<(string Slug, long Value)>("""
                SELECT slug, sum(comments) FROM (
                    SELECT slug, comments FROM paper_counts WHERE comments > 0
                    UNION ALL SELECT slug, max(comments) FROM feed_entries WHERE comments > 0 GROUP BY slug
                ) GROUP BY slug
                """, transaction: transaction).Select(row => new RankedPaper(row.Slug, row.Value)),
            FeedOrder.Checked => connection.Query<(string Slug, long Value)>("SELECT slug, count(*) FROM runs WHERE state = 'finished' GROUP BY slug", transaction: transaction)
                .Select(row => new RankedPaper(row.Slug, row.Value)),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
        var days = connection.Query<(string Slug, string Day)>("SELECT slug, max(day) FROM feed_entries GROUP BY slug", transaction: transaction).ToDictionary(row => row.Slug, row => row.Day, StringComparer.Ordinal);
        return [.. values.OrderByDescending(paper => paper.Value).ThenByDescending(paper => days.GetValueOrDefault(paper.Slug, ""), StringComparer.Ordinal).ThenBy(paper => paper.Slug, StringComparer.Ordinal)];

        IEnumerable<FeedEvent> Events()
        {
            long since = (now - Trending.Horizon).ToUnixTimeSeconds();
            foreach (var (slug, account, created) in connection.Query<(string, long, long)>("SELECT slug, account, created FROM votes WHERE created >= @since", new { since }, transaction))
                yield return new FeedEvent(slug, FeedAction.Vote, account.ToString(CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeSeconds(created));
            foreach (var (slug, account, created) in connection.Query<(string, long?, long)>("SELECT slug, account, created FROM comments WHERE created >= @since AND removed IS NULL", new { since }, transaction))
                yield return new FeedEvent(slug, FeedAction.Comment, account?.ToString(CultureInfo.InvariantCulture) ?? "", DateTimeOffset.FromUnixTimeSeconds(created));
            // Times of runs are texts that sort as they follow one another.
            string from = (now - Trending.Horizon).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var (slug, ended) in connection.Query<(string, string)>("SELECT slug, ended FROM runs WHERE state = 'finished' AND ended >= @from", new { from }, transaction))
                if (DateTimeOffset.TryParse(ended, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                    yield return new FeedEvent(slug, FeedAction.Run, "", time);
        }
    }
}
