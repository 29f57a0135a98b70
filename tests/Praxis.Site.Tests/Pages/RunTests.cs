using System.Net;
using System.Text.Json;
using Praxis.Lab;

namespace Praxis.Site.Tests.Pages;

[Collection(SiteCollection.Name)]
public sealed class RunTests(SiteFixture site)
{
    [Fact]
    public async Task A_run_ends_in_a_report_with_verdicts_figures_and_a_file_to_keep()
    {
        var id = await site.RunAsync();
        var html = await site.Client.GetStringAsync($"/runs/{id}");
        Assert.Contains("Does it hold here?", html, StringComparison.Ordinal);
        Assert.Contains(">holds</span>", html, StringComparison.Ordinal);
        Assert.Contains("full reach", html, StringComparison.Ordinal);
        Assert.Contains("class=\"chart\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]* style=|<style|<script(?! src=)", html);

        using var file = await site.Client.GetAsync($"/runs/{id}/report.html");
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.StartsWith("<!DOCTYPE html>", await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var paper = await site.Client.GetStringAsync("/papers/kaprekar");
        Assert.Contains($"/runs/{id}\"", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_starts_nothing()
    {
        var before = new RunStore(site.Store).List().Count;
        using var response = await site.Client.PostAsync("/papers/kaprekar", new FormUrlEncodedContent([new("Form.Scale", "smoke")]));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("The form could not be taken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, new RunStore(site.Store).List().Count);
    }

    [Theory]
    [InlineData("/runs/1?handler=Cancel")]
    [InlineData("/runs/1?handler=Again")]
    public async Task No_form_is_taken_without_its_token(string action)
    {
        using var response = await site.Client.PostAsync(action, new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("huge", "", "", "Choose a scale")]
    [InlineData("1", "", "", "Choose a scale")]
    [InlineData("smoke", "0", "", "from 1 to 1000")]
    [InlineData("smoke", "1001", "", "from 1 to 1000")]
    [InlineData("smoke", "many", "", "from 1 to 1000")]
    [InlineData("smoke", "5", "-1", "The first seed")]
    [InlineData("smoke", "5", "99999999999999999999", "The first seed")]
    public async Task A_form_that_asks_for_what_is_not_to_be_had_is_shown_again_with_the_reason(string scale, string seeds, string first, string says)
    {
        using var response = await site.SendAsync("/papers/kaprekar", "/papers/kaprekar", ("Form.Scale", scale), ("Form.Seeds", seeds), ("Form.First", first));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_without_a_study_cannot_be_run()
    {
        using var response = await site.SendAsync("/papers/kaprekar", "/papers/mkor", ("Form.Scale", "smoke"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Those_who_follow_a_run_hear_of_its_end_and_then_nothing_more()
    {
        using var started = await site.SendAsync("/papers/kaprekar", "/papers/kaprekar", ("Form.Scale", "smoke"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var response = await site.Client.GetAsync($"{started.Headers.Location}/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        var told = new List<JsonElement>();
        while (await reader.ReadLineAsync(limit.Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) told.Add(JsonElement.Parse(line[6..]));
        Assert.Equal("finished", told[^1].GetProperty("state").GetString());
        Assert.True(told[^1].GetProperty("ended").GetBoolean());
        Assert.All(told, now => Assert.InRange(now.GetProperty("fraction").GetDouble(), 0, 1));
    }

    [Fact]
    public async Task A_run_at_work_can_be_cancelled_and_run_again()
    {
        // A study that takes a minute on any machine, so that there is time to look and to stop it.
        using var started = await site.SendAsync("/papers/circular-law-band", "/papers/circular-law-band", ("Form.Scale", "full"));
        var page = started.Headers.Location!.OriginalString;
        var id = long.Parse(page.Split('/')[^1]);
        Assert.Contains("http-equiv=\"refresh\"", await site.Client.GetStringAsync(page), StringComparison.Ordinal);

        using var cancelled = await site.SendAsync(page, $"{page}?handler=Cancel");
        Assert.Equal(HttpStatusCode.Redirect, cancelled.StatusCode);
        var runs = new RunStore(site.Store);
        for (var waited = 0; waited < 300 && !runs.Find(id)!.HasEnded; waited++) await Task.Delay(100);
        Assert.Equal(RunState.Cancelled, runs.Find(id)!.State);
        Assert.Contains("Run it again", await site.Client.GetStringAsync(page), StringComparison.Ordinal);
    }
}
