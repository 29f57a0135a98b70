using Dapper;
using Praxis.Lab;

namespace Praxis.Feed.Tests;

public sealed class TrendingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void What_happens_now_counts_its_weight_and_half_of_it_after_three_days()
    {
        Assert.Equal(1, Score(Vote("a", 0)), 12);
        Assert.Equal(2, Score(Comment("a", 0)), 12);
        Assert.Equal(3, Score(Run(0)), 12);
        Assert.Equal(0.5, Score(Vote("a", 3)), 12);
        Assert.Equal(0.25, Score(Vote("a", 6)), 12);
        Assert.Equal(1 + (2 * Math.Pow(2, -1.0 / 3)) + 1.5, Score(Vote("a", 0), Comment("b", 1), Run(3)), 12);
    }

    [Fact]
    public void Three_votes_of_today_stand_above_five_of_last_week()
    {
        var scores = Trending.Scores([.. Enumerable.Range(0, 3).Select(i => Vote($"{i}", 0.1) with { Slug = "today" }), .. Enumerable.Range(0, 5).Select(i => Vote($"{i}", 7) with { Slug = "week" })], Now);
        Assert.True(scores["today"] > scores["week"]);
    }

    [Fact]
    public void Two_papers_with_the_same_history_keep_their_order_for_all_time()
    {
        FeedEvent[] history = [Vote("a", 2), Comment("b", 1)];
        foreach (int days in (int[])[0, 5, 20])
        {
            var scores = Trending.Scores(history.Concat(history.Select(one => one with { Slug = "other" })).Concat([Vote("c", 0.5) with { Slug = "other" }]), Now.AddDays(days));
            Assert.True(scores["other"] > scores["paper"]);
        }
    }

    [Fact]
    public void Nobody_talks_or_runs_a_paper_up()
    {
        Assert.Equal(Score(Comment("a", 0.1)), Score(Comment("a", 0.4), Comment("a", 0.3), Comment("a", 0.2), Comment("a", 0.1)), 12);
        Assert.Equal(Score(Run(0.1)), Score([.. Enumerable.Range(1, 4).Select(i => Run(i / 10.0))]), 12);
        Assert.True(Score(Comment("a", 0.1), Comment("b", 0.1)) > Score(Comment("a", 0.1)));
        Assert.True(Score(Run(0.1), Run(1.1)) > Score(Run(0.1)));
    }

    [Fact]
    public void What_is_older_than_thirty_days_is_left_out() => Assert.Empty(Trending.Scores([Vote("a", 30.1)], Now));

    [Fact]
    public void A_clock_that_runs_ahead_gains_nothing() => Assert.Equal(1, Score(Vote("a", -400)), 12);

    [Fact]
    public void The_order_of_events_does_not_matter()
    {
        FeedEvent[] history = [Vote("a", 0.3), Vote("b", 1.7), Comment("a", 2.2), Run(4.9), Comment("b", 0.3)];
        Assert.Equal(BitConverter.DoubleToInt64Bits(Score(history)), BitConverter.DoubleToInt64Bits(Score([.. history.Reverse()])));
    }

    [Fact]
    public void Votes_comments_and_runs_of_the_store_make_the_orders()
    {
        PraxisStore.Open(_store.Folder, Catalogue.Module, RunStore.Module, People.Module);
        _store.Importer.Import(Pages.Of("Apr 1", "Old and Loved", "Talked Of", "Checked Often", "Forgotten"));
        using (var connection = _store.Store.Connect())
        {
            long now = Now.ToUnixTimeSeconds(), day = 86_400;
            connection.Execute("INSERT INTO accounts (id, name, name_key, created) VALUES (1, 'a', 'a', 0), (2, 'b', 'b', 0)");
            connection.Execute("INSERT INTO votes (slug, account, created) VALUES ('old-and-loved', 1, @old), ('old-and-loved', 2, @old), ('talked-of', 1, @now)", new { now, old = now - (9 * day) });
            connection.Execute("INSERT INTO comments (slug, account, text, created, removed) VALUES ('talked-of', 1, 'x', @now, NULL), ('talked-of', 2, 'y', @now, NULL), ('old-and-loved', 2, 'z', @now, 'admin')", new { now });
            foreach (string ended in (string[])["2026-05-10T11:00:00.0000000+00:00", "2026-05-10T10:00:00.0000000+00:00", "2026-05-09T10:00:00.0000000+00:00"])
                connection.Execute("INSERT INTO runs (slug, scale, seeds, state, created, ended, owner, owner_started) VALUES ('checked-often', 'small', '1', 'finished', @ended, @ended, 1, '1')", new { ended });
            connection.Execute("INSERT INTO runs (slug, scale, seeds, state, created, ended, owner, owner_started) VALUES ('forgotten', 'small', '1', 'failed', '2026-05-10', '2026-05-10', 1, '1')");
        }

        var activity = new PaperActivity(_store.Store, new FixedClock(Now));
        Assert.Equal(["checked-often", "talked-of", "old-and-loved"], activity.Ranked(FeedOrder.Trending).Select(paper => paper.Slug));
        Assert.Equal([("talked-of", 2.0)], activity.Ranked(FeedOrder.Discussed).Select(paper => (paper.Slug, paper.Value)));
        Assert.Equal([("checked-often", 3.0)], activity.Ranked(FeedOrder.Checked).Select(paper => (paper.Slug, paper.Value)));
        Assert.Throws<ArgumentOutOfRangeException>(() => activity.Ranked(FeedOrder.Newest));
    }

    [Theory]
    [InlineData("2026-01-06", SpanLength.Day, "2026-01-06", "2026-01-06")]
    [InlineData("2026-W02", SpanLength.Week, "2026-01-05", "2026-01-11")]
    [InlineData("2026-W01", SpanLength.Week, "2025-12-29", "2026-01-04")]
    [InlineData("2020-W53", SpanLength.Week, "2020-12-28", "2021-01-03")]
    [InlineData("2024-02", SpanLength.Month, "2024-02-01", "2024-02-29")]
    public void A_span_is_read_from_its_name_and_knows_its_days(string name, SpanLength length, string first, string last)
    {
        var span = FeedSpan.Parse(name)!.Value;
        Assert.Equal((length, DateOnly.Parse(first), DateOnly.Parse(last), name), (span.Length, span.First, span.Last, span.Name));
        Assert.Equal(span, FeedSpan.Of(length, span.Last));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-W00")]
    [InlineData("2026-W54")]
    [InlineData("2021-W53")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("0001-W01")]
    [InlineData("9999-12-31")]
    [InlineData("2026-w02")]
    [InlineData("２０２６-W02")]
    public void What_names_no_span_is_none(string? name) => Assert.Null(FeedSpan.Parse(name));

    private static double Score(params FeedEvent[] history) => Trending.Scores(history, Now)["paper"];

    private static FeedEvent Vote(string who, double daysAgo) => new("paper", FeedAction.Vote, who, Now.AddDays(-daysAgo));

    private static FeedEvent Comment(string who, double daysAgo) => new("paper", FeedAction.Comment, who, Now.AddDays(-daysAgo));

    private static FeedEvent Run(double daysAgo) => new("paper", FeedAction.Run, "", Now.AddDays(-daysAgo));

    private sealed class FixedClock(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
