using System.Text.Json;

namespace Praxis.Site.Tests.CommandLine;

public sealed class AccountsCommandTests : IDisposable
{
    private readonly PraxisProcess _praxis = new();

    public void Dispose() => _praxis.Dispose();

    [Fact]
    public async Task Accounts_are_made_listed_given_passwords_and_links()
    {
        var (made, _, _) = await _praxis.RunAsync(["accounts", "add", "ada", "--admin"], "seven wise marmots\n");
        Assert.Equal(0, made);
        var (_, list, _) = await _praxis.RunAsync(["accounts", "list", "--json"]);
        using var accounts = JsonDocument.Parse(list);
        Assert.Equal("ada", accounts.RootElement[0].GetProperty("name").GetString());
        Assert.True(accounts.RootElement[0].GetProperty("isAdmin").GetBoolean());
        Assert.DoesNotContain("hash", list, StringComparison.OrdinalIgnoreCase);

        var (_, link, _) = await _praxis.RunAsync(["accounts", "reset", "ada", "--site", "https://papers.example.org/"]);
        Assert.Matches("^https://papers\\.example\\.org/account/reset\\?t=[A-Za-z0-9_-]{43}\\s*$", link);

        var (weak, _, error) = await _praxis.RunAsync(["accounts", "password", "ada"], "short\n");
        Assert.Equal(1, weak);
        Assert.Contains("at least 10", error, StringComparison.Ordinal);
        var (unknown, _, missing) = await _praxis.RunAsync(["accounts", "reset", "nobody"]);
        Assert.Equal(1, unknown);
        Assert.Contains("There is no account nobody", missing, StringComparison.Ordinal);
        var (last, _, stays) = await _praxis.RunAsync(["accounts", "admin", "ada", "--off"]);
        Assert.Equal(1, last);
        Assert.Contains("last admin", stays, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_start_makes_the_admin_and_writes_no_password_where_output_is_kept()
    {
        using var process = _praxis.Start(["serve", "--address", "http://127.0.0.1:0"]);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            Assert.StartsWith("Praxis listens on", await process.StandardOutput.ReadLineAsync(limit.Token), StringComparison.Ordinal);
            var told = await process.StandardOutput.ReadLineAsync(limit.Token);
            Assert.Equal("The account admin was made for you. It has no password yet: 'praxis accounts password admin' sets one.", told);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        var (set, _, _) = await _praxis.RunAsync(["accounts", "password", "admin"], "seven wise marmots\n");
        Assert.Equal(0, set);
    }
}
