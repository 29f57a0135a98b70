using System.Globalization;
using System.Text.Json;

namespace Praxis.Site.Tests.CommandLine;

public sealed class DigestCommandTests
{
    [Fact]
    public async Task A_digest_is_previewed_as_text_and_as_the_whole_mail_and_nothing_is_sent_without_a_server()
    {
        using var praxis = new PraxisProcess();
        // A day of the feed on which a paper with recorded verdicts stands.
        var (_, listed, _) = await praxis.RunAsync(["papers", "list", "--json"]);
        var paper = JsonDocument.Parse(listed).RootElement.EnumerateArray().First(one => one.GetProperty("verdicts").EnumerateObject().Any(verdict => verdict.Value.ValueKind == JsonValueKind.String)
            && DateOnly.TryParseExact(one.GetProperty("published").GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        var day = paper.GetProperty("published").GetString()!;
        var slug = paper.GetProperty("slug").GetString()!;

        var (code, text, error) = await praxis.RunAsync(["digest", "preview", "--day", day, "--family", paper.GetProperty("family").GetString()!]);
        Assert.True(code == 0, error);
        Assert.StartsWith("Subject: Praxis: ", text, StringComparison.Ordinal);
        Assert.Contains($"/papers/{slug}", text, StringComparison.Ordinal);
        Assert.Contains("measured ", text, StringComparison.Ordinal);

        var mail = Path.Combine(praxis.Folder, "digest.eml");
        Assert.Equal(0, (await praxis.RunAsync(["digest", "preview", "--day", day, "--public", "https://papers.example.org", "--out", mail])).ExitCode);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", await File.ReadAllTextAsync(mail), StringComparison.Ordinal);

        var (refused, _, told) = await praxis.RunAsync(["digest", "send", "--public", "https://papers.example.org"]);
        Assert.Equal(1, refused);
        Assert.Contains("PRAXIS_SMTP_HOST", told, StringComparison.Ordinal);
        Assert.Contains("no family 'nothing'", (await praxis.RunAsync(["digest", "preview", "--family", "nothing"])).Error, StringComparison.Ordinal);
    }
}
