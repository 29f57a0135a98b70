using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Praxis.Feed;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Security;

public sealed class LogTests
{
    private const string Wrong = "a password that is wrong 4711";

    [Fact]
    public async Task No_secret_gets_into_the_log()
    {
        await using var site = await PeopleSite.StartAsync();
        using var log = new LogLines();
        site.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var ada = await site.JoinAsync("ada");
        using (await ada.SendAsync("/account", "/account?handler=Email", ("email", "ada@example.org"), ("current", PeopleSite.Password))) { }
        var link = Regex.Match(site.Mail.Sent[^1].Text, "\\?t=([A-Za-z0-9_-]+)").Groups[1].Value;
        using var stranger = site.Visit();
        using (await stranger.SignInAsync("ada", Wrong)) { }
        using (await stranger.SendAsync("/account/forgot", "/account/forgot", ("Who", "ada"))) { }
        using (await stranger.Client.GetAsync($"/account/reset?t={link}x")) { }
        var token = new ApiTokens(site.Store).Make(site.Accounts.Find("ada")!.Id, "writing")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = new StringContent("{ no json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using (await stranger.Client.SendAsync(request)) { }
        var session = ada.Session!;
        // An error of the site itself, which is logged with all its detail.
        using (var connection = site.Store.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "ALTER TABLE account_sessions RENAME TO elsewhere";
            command.ExecuteNonQuery();
        }
        using (var answer = await stranger.SignInAsync("ada", PeopleSite.Password)) Assert.Equal(500, (int)answer.StatusCode);

        Assert.NotEmpty(log.Lines);
        var all = string.Join('\n', log.Lines);
        Assert.Contains("account_sessions", all, StringComparison.Ordinal);
        foreach (var secret in (string[])[PeopleSite.Password, Wrong, link, token, session, .. site.Mail.Sent.Select(mail => Regex.Match(mail.Text, "\\?t=([A-Za-z0-9_-]+)").Groups[1].Value)])
        {
            Assert.True(secret.Length > 8, $"a secret of this test is missing; the mails: {string.Join(" | ", site.Mail.Sent.Select(mail => mail.Text))}");
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        }
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
