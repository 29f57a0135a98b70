using System.Net;
using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Site.Tests.People;

public sealed class RunLimitTests
{
    private const string Quick = "/papers/kaprekar";
    private const string Long = "/papers/circular-law-band";

    private static Task<PeopleSite> StartAsync(PeopleLimits? limits = null) =>
        PeopleSite.StartAsync(options => options with { IsPublic = true, Limits = limits ?? new PeopleLimits() });

    [Fact]
    public async Task A_visitor_runs_within_the_limits_and_is_told_what_lies_beyond_them()
    {
        await using var site = await StartAsync(new PeopleLimits { Visitor = new RunAllowance(1, Scale.Smoke, 5, 10, 2) });
        using var visitor = site.Visit();
        Assert.Contains("Without an account: up to smoke scale, 5 seeds, 1 run at a time, 10 minutes a day.", await visitor.ReadAsync(Quick), StringComparison.Ordinal);

        await RefusedAsync(visitor, Quick, "Here you may run at smoke scale at most.", ("Form.Scale", "full"));
        await RefusedAsync(visitor, Quick, "Here a run has at most 5 seeds; yours has 6.", ("Form.Scale", "smoke"), ("Form.Seeds", "6"));
        await EndAsync(site, await RunAsync(visitor, Quick, "smoke"));
    }

    [Fact]
    public async Task A_visitor_waits_until_the_run_before_has_ended()
    {
        await using var site = await StartAsync(new PeopleLimits { Visitor = new RunAllowance(1, Scale.Full, 40, 10, 2) });
        using var visitor = site.Visit();
        // Full scale takes far longer than the next request; it is stopped as soon as it has been in the way.
        var first = await RunAsync(visitor, Long, "full");
        await RefusedAsync(visitor, Quick, "A run of yours waits or is at work already; let it finish first.", ("Form.Scale", "smoke"));
        using var stopped = await visitor.SendAsync($"/runs/{first}", $"/runs/{first}?handler=Cancel");
        Assert.Equal(HttpStatusCode.Redirect, stopped.StatusCode);
        await EndAsync(site, first);
        await EndAsync(site, await RunAsync(visitor, Quick, "smoke"));
    }

    [Fact]
    public async Task Minutes_of_a_day_are_used_up_and_come_back()
    {
        await using var site = await StartAsync();
        using var visitor = site.Visit();
        var run = await RunAsync(visitor, Quick, "smoke");
        await EndAsync(site, run);
        using var connection = site.Store.Connect();
        Execute($"UPDATE runs SET seconds = 601 WHERE id = {run}");
        await RefusedAsync(visitor, Quick, "Your runs have taken 10 of 10 minutes in the last 24 hours; come back later. With an account you may run more", ("Form.Scale", "smoke"));

        // With an account there are minutes of its own.
        using var ada = await site.JoinAsync("ada");
        await EndAsync(site, await RunAsync(ada, Quick, "smoke"));
        // A day later they are there again.
        Execute($"UPDATE run_visits SET created = created - 86401 WHERE run = {run}");
        await EndAsync(site, await RunAsync(visitor, Quick, "smoke"));

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_it_may_is_stopped_and_its_page_says_why()
    {
        await using var site = await StartAsync(new PeopleLimits { Visitor = new RunAllowance(1, Scale.Full, 40, 10, 0.01) });
        using var visitor = site.Visit();
        var run = await RunAsync(visitor, Long, "full");
        await EndAsync(site, run);
        Assert.Equal(RunState.Cancelled, new RunStore(site.Store).Find(run)!.State);
        Assert.Contains("On this site a run takes at most 0.01 minutes", await visitor.ReadAsync($"/runs/{run}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_whoever_asked_for_a_run_and_the_admin_stop_it()
    {
        await using var site = await StartAsync();
        using var ada = await site.JoinAsync("ada");
        using var visitor = site.Visit();
        using var admin = await site.SignInAsync("admin");
        foreach (var stopper in (Visitor[])[ada, admin])
        {
            var run = await RunAsync(ada, Long, "full");
            Assert.DoesNotContain("Cancel this run", await visitor.ReadAsync($"/runs/{run}"), StringComparison.Ordinal);
            using var refused = await visitor.SendAsync(Quick, $"/runs/{run}?handler=Cancel");
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            using var stopped = await stopper.SendAsync($"/runs/{run}", $"/runs/{run}?handler=Cancel");
            Assert.Equal(HttpStatusCode.Redirect, stopped.StatusCode);
            await EndAsync(site, run);
        }
        // Running a report's input again is asking for a run like any other.
        var last = new RunStore(site.Store).List()[0];
        using var again = await visitor.SendAsync(Quick, $"/runs/{last.Id}?handler=Again");
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Contains("Here you may run at small scale at most.", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_local_use_and_for_the_admin_there_are_no_limits()
    {
        var none = new PeopleLimits { Visitor = new RunAllowance(0, Scale.Smoke, 1, 0, 0) };
        await using var local = await PeopleSite.StartAsync(options => options with { Limits = none });
        using var reader = local.Visit();
        Assert.DoesNotContain("Without an account", await reader.ReadAsync(Quick), StringComparison.Ordinal);
        await EndAsync(local, await RunAsync(reader, Quick, "smoke"));

        await using var site = await StartAsync(new PeopleLimits { Visitor = none.Visitor, Member = none.Visitor });
        using var admin = await site.SignInAsync("admin");
        await EndAsync(site, await RunAsync(admin, Quick, "small"));
    }

    [Fact]
    public async Task Addresses_of_visitors_are_not_in_the_store()
    {
        await using var site = await StartAsync();
        var visits = new RunVisits(site.Store);
        var visitor = visits.Visitor("203.0.113.77");
        Assert.DoesNotContain("203", visitor[..3], StringComparison.Ordinal);
        Assert.Equal(visitor, new RunVisits(site.Store).Visitor("203.0.113.77"));
        Assert.NotEqual(visitor, visits.Visitor("203.0.113.78"));
        await using var other = await StartAsync();
        Assert.NotEqual(visitor, new RunVisits(other.Store).Visitor("203.0.113.77"));
    }

    [Fact]
    public async Task Behind_a_proxy_on_this_machine_visitors_are_told_apart_by_what_it_says()
    {
        await using var site = await StartAsync(new PeopleLimits { SignInsPerMinute = 1 });
        using var visitor = site.Visit();
        async Task<HttpStatusCode> TryAsync(string from)
        {
            visitor.Client.DefaultRequestHeaders.Remove("X-Forwarded-For");
            visitor.Client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
            using var answer = await visitor.SignInAsync("nobody", "no such password");
            return answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync("203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("203.0.113.1"));
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync("203.0.113.2"));
        // One reader has a whole /64.
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync("2001:db8::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("2001:db8::ffff:2"));
        // Only the last hop is the proxy's word; what a visitor sends before it is not believed.
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("198.51.100.9, 203.0.113.1"));
    }

    [Fact]
    public async Task Writing_has_a_rate_on_a_public_site_and_none_at_home()
    {
        await using var site = await StartAsync(new PeopleLimits { WritesPerMinute = 2 });
        using var ada = await site.JoinAsync("ada");
        var answers = new List<HttpStatusCode>();
        for (var count = 0; count < 3; count++)
        {
            using var answer = await ada.SendAsync(Quick, "/papers/kaprekar/comments", ("Text", $"Comment {count}."));
            answers.Add(answer.StatusCode);
        }
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.TooManyRequests], answers);
    }

    private static async Task RefusedAsync(Visitor visitor, string paper, string says, params (string, string)[] fields)
    {
        using var answer = await visitor.SendAsync(paper, paper, fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private static async Task<long> RunAsync(Visitor visitor, string paper, string scale)
    {
        using var answer = await visitor.SendAsync(paper, paper, ("Form.Scale", scale));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        return long.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    private static async Task EndAsync(PeopleSite site, long run)
    {
        var runs = new RunStore(site.Store);
        for (var waited = 0; waited < 600 && !runs.Find(run)!.HasEnded; waited++) await Task.Delay(100);
        Assert.True(runs.Find(run)!.HasEnded);
        // The page says so a moment after the store does.
        await Task.Delay(200);
    }
}
