using System.Net;
using System.Text.Json;
using Praxis.Feed;

namespace Praxis.Site.Tests.People;

[Collection(PeopleCollection.Name)]
public sealed class VoteTests(PeopleFixture people)
{
    [Fact]
    public async Task A_reader_votes_once_and_takes_it_back()
    {
        var (ada, _, id) = await people.JoinAsync();
        using var counts = new PaperCounts(people.Site.Store);
        var before = counts.Of("kaprekar").Votes;
        for (var again = 0; again < 2; again++)
        {
            using var voted = await ada.SendAsync("/papers/kaprekar", "/papers/kaprekar/vote", ("take", "false"), ("returnUrl", "/papers?q=kaprekar"));
            Assert.Equal("/papers?q=kaprekar#paper-kaprekar", voted.Headers.Location!.OriginalString);
            Assert.Equal(before + 1, counts.Of("kaprekar").Votes);
        }
        Assert.True(counts.HasVoted("kaprekar", id));
        Assert.Contains("Take your vote back", await ada.ReadAsync("/papers?q=kaprekar"), StringComparison.Ordinal);
        using var back = await ada.SendAsync("/papers/kaprekar", "/papers/kaprekar/vote", ("take", "true"), ("returnUrl", "https://evil.example/"));
        Assert.Equal("/papers/kaprekar#paper-kaprekar", back.Headers.Location!.OriginalString);
        Assert.Equal(before, counts.Of("kaprekar").Votes);
    }

    [Fact]
    public async Task Without_loading_the_page_the_answer_is_the_count()
    {
        var (ada, _, _) = await people.JoinAsync();
        ada.Client.DefaultRequestHeaders.Add("Accept", "application/json");
        using var voted = await ada.SendAsync("/papers/circular-law-band", "/papers/circular-law-band/vote", ("take", "false"));
        var now = JsonElement.Parse(await voted.Content.ReadAsStringAsync());
        Assert.True(now.GetProperty("voted").GetBoolean());
        Assert.True(now.GetProperty("votes").GetInt32() >= 1);
    }

    [Fact]
    public async Task Only_readers_with_an_account_vote_and_only_for_papers()
    {
        using var nobody = people.Site.Visit();
        Assert.Contains("sign in to vote", await nobody.ReadAsync("/papers/kaprekar"), StringComparison.Ordinal);
        using var refused = await nobody.SendAsync("/account/sign-in", "/papers/kaprekar/vote", ("take", "false"));
        Assert.StartsWith("/account/sign-in", refused.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        var (ada, _, _) = await people.JoinAsync();
        using var missing = await ada.SendAsync("/papers/kaprekar", "/papers/no-such-paper/vote", ("take", "false"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Of_two_papers_that_become_one_nothing_stays_behind_with_a_reader_who_had_both()
    {
        await using var site = await PeopleSite.StartAsync();
        var ada = site.Accounts.Add("ada", null)!.Id;
        var day = new DateOnly(2026, 2, 2);
        var numbered = Import(new PageEntry { Line = 1, Title = "Known by its Number", Abstract = "a", Arxiv = "2601.00001" });
        var titled = Import(new PageEntry { Line = 1, Title = "Known by its Title", Abstract = "a" });
        var lists = new ReadingLists(site.Store);
        foreach (var slug in (string[])[numbered, titled])
        {
            new Votes(site.Store).Add(slug, ada);
            lists.Add(ada, null, slug);
            new AuthorClaims(site.Store).Add(slug, ada, "Ada", "It is me");
        }
        var joined = Import(new PageEntry { Line = 1, Title = "Known by its Title", Abstract = "a", Arxiv = "2601.00001" });
        var gone = joined == numbered ? titled : numbered;
        using var counts = new PaperCounts(site.Store);
        Assert.Equal((1, 0), (counts.Of(joined).Votes, counts.Of(gone).Votes));
        Assert.Equal([joined], new Votes(site.Store).Of(ada));
        Assert.Equal([joined], lists.Papers(lists.Of(ada).Single().Id));
        Assert.Null(new AuthorClaims(site.Store).Find(gone, ada));
        Assert.NotNull(new AuthorClaims(site.Store).Find(joined, ada));

        string Import(PageEntry entry) => new Importer(site.Store).Import(new FeedPage("test", day, [entry], [])).Entries.Single().Address;
    }

    [Fact]
    public async Task Counts_are_those_of_the_tables_whatever_happens_to_accounts_comments_and_slugs()
    {
        await using var site = await PeopleSite.StartAsync();
        var accounts = Enumerable.Range(0, 4).Select(number => site.Accounts.Add($"reader{number}", null)!.Id).ToList();
        var votes = new Votes(site.Store);
        var comments = new Comments(site.Store);
        foreach (var account in accounts) votes.Add("mkor", account);
        var first = comments.Add("mkor", accounts[0], "One.")!.Value;
        comments.Add("mkor", accounts[1], "Two.", first);
        var third = comments.Add("mkor", accounts[2], "Three.")!.Value;
        comments.RemoveOwn(third, accounts[2]);
        comments.RemoveOwn(third, accounts[2]);
        site.Accounts.Remove(accounts[3]);
        using var counts = new PaperCounts(site.Store);
        Assert.Equal(new PaperCount(3, 2), counts.Of("mkor"));

        // The paper gets another slug, then is merged into one that some of the readers have voted for too.
        using var connection = site.Store.Connect();
        Run("UPDATE papers SET slug = 'mkor-2' WHERE slug = 'mkor'");
        Assert.Equal(new PaperCount(3, 2), counts.Of("mkor-2"));
        Assert.Equal(new PaperCount(0, 0), counts.Of("mkor"));
        votes.Add("kaprekar", accounts[0]);
        Run("UPDATE paper_titles SET slug = 'kaprekar' WHERE slug = 'mkor-2'");
        Assert.Equal(new PaperCount(3, 2), counts.Of("kaprekar"));
        Assert.Equal(2, comments.Threads("kaprekar").Sum(thread => 1 + thread.Replies.Count));

        // Two papers of one day turn out to be one: an entry has the number of one and the title of the other.
        var day = new DateOnly(2026, 2, 2);
        var numbered = Import(new PageEntry { Line = 1, Title = "Known by its Number", Abstract = "a", Arxiv = "2601.00001" });
        var titled = Import(new PageEntry { Line = 1, Title = "Known by its Title", Abstract = "a" });
        votes.Add(numbered, accounts[0]);
        votes.Add(titled, accounts[1]);
        comments.Add(titled, accounts[1], "Is this not the same?");
        var joined = Import(new PageEntry { Line = 1, Title = "Known by its Title", Abstract = "a", Arxiv = "2601.00001" });
        Assert.Equal(new PaperCount(2, 1), counts.Of(joined));

        // A room takes the slug of a paper that is known from pages only, which moves away with its days and all that people did.
        Run($"UPDATE papers SET slug = 'moved-away' WHERE slug = '{joined}'");
        Assert.Equal(new PaperCount(2, 1), counts.Of("moved-away"));

        string Import(PageEntry entry) => new Importer(site.Store).Import(new FeedPage("test", day, [entry], [])).Entries.Single().Address;

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}

internal static class Locations
{
    /// <summary>The part of an address that is on this site, whether or not the address names the site.</summary>
    public static string PathAndQuery(this Uri address) => address.IsAbsoluteUri ? address.PathAndQuery : address.OriginalString;
}
