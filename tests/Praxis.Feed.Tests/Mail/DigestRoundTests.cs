namespace Praxis.Feed.Tests.Mail;

public sealed class DigestRoundTests : IDisposable
{
    private readonly MailFixture _mail = new();

    public void Dispose() => _mail.Dispose();

    [Fact]
    public async Task A_day_has_one_digest_however_often_and_by_however_many_it_is_made()
    {
        _mail.Subscribe("ada@example.org");
        _mail.Import("First Paper");
        _mail.Clock.GoToNow();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _mail.Round.Run())));
        Assert.Equal(1, made.Sum());
        await _mail.SendAsync();
        Assert.Equal("First Paper", Assert.Single(_mail.Server.Received).Field("Subject"));
    }

    [Fact]
    public void Every_paper_is_told_once_and_what_came_before_the_subscription_is_not()
    {
        _mail.Import("Old Paper");
        _mail.Clock.GoToNow();
        var ada = _mail.Subscribe("ada@example.org");
        _mail.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(0, _mail.Round.Run());
        var told = new List<string>();
        for (var day = 0; day < 4; day++)
        {
            _mail.Clock.Now += TimeSpan.FromDays(1);
            Came($"paper-{day}", _mail.Clock.Now.AddHours(-3));
            told.AddRange(_mail.Round.Next(_mail.Subscriptions.Find(ada.Id)!).Select(paper => paper.Slug));
            Assert.Equal(1, _mail.Round.Run());
            // What comes after the day's digest waits for the next.
            Came($"late-{day}", _mail.Clock.Now.AddSeconds(1));
            _mail.Clock.Now += TimeSpan.FromSeconds(3);
            Assert.Equal(0, _mail.Round.Run());
        }
        Assert.Equal(["late-0", "late-1", "late-2", "paper-0", "paper-1", "paper-2", "paper-3"], told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_digest_has_the_papers_of_its_topics_in_any_family_or_search()
    {
        _mail.Import("Low Rank Adapters", "Conformal Sets");
        Came("a-third", DateTimeOffset.UtcNow, "theory");
        var slugs = _mail.Round.Papers(DigestTopics.Everything, _mail.Topics.Came(0, long.MaxValue, 10)).ToDictionary(paper => paper.Title, paper => paper.Slug);
        IReadOnlyList<string> Titles(DigestTopics topics) => [.. _mail.Round.Papers(topics, [.. slugs.Values]).Select(paper => paper.Title).Order(StringComparer.Ordinal)];
        Assert.Equal(3, Titles(DigestTopics.Everything).Count);
        Assert.Equal(["Low Rank Adapters"], Titles(new DigestTopics([], ["rank"])));
        Assert.Equal(["Low Rank Adapters", "a-third"], Titles(new DigestTopics(["theory"], ["\"low rank\""])));
        Assert.Empty(Titles(new DigestTopics(["nets"], ["zebra' OR 1=1 --", "\"zebra AND *", "zebra) OR (rank", "!!!"])));
    }

    [Fact]
    public void A_weekly_digest_is_made_on_monday_or_the_next_day_of_the_week_and_not_in_the_week_it_was_asked_for()
    {
        // A Wednesday.
        _mail.Clock.Now = new DateTimeOffset(2026, 1, 7, 9, 0, 0, TimeSpan.Zero);
        _mail.Subscribe("ada@example.org", DigestRhythm.Weekly);
        List<string> made = [];
        for (var day = 0; day < 21; day++)
        {
            Came($"paper-{day}", _mail.Clock.Now.AddHours(-2));
            // Nothing runs on the second Monday.
            if (_mail.Clock.Now.Day != 19 && _mail.Round.Run() > 0) made.Add(_mail.Clock.Now.ToString("MM-dd"));
            _mail.Clock.Now += TimeSpan.FromDays(1);
        }
        Assert.Equal(["01-12", "01-20", "01-26"], made);
    }

    [Fact]
    public void A_day_without_papers_has_no_mail()
    {
        _mail.Subscribe("ada@example.org");
        _mail.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(0, _mail.Round.Run());
        Assert.Equal("1", _mail.Scalar("SELECT count(*) FROM digests"));
        Assert.Equal("0", _mail.Scalar("SELECT count(*) FROM outbox"));
    }

    private void Came(string slug, DateTimeOffset time, string? family = null)
    {
        using var connection = _mail.Store.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO papers (slug, title, has_room, family, added) VALUES ($slug, $slug, 0, $family, $added)";
        command.Parameters.AddWithValue("$slug", slug);
        command.Parameters.AddWithValue("$family", (object?)family ?? DBNull.Value);
        command.Parameters.AddWithValue("$added", time.ToUnixTimeSeconds());
        command.ExecuteNonQuery();
    }
}
