using System.Text.RegularExpressions;
using Praxis.Lab;

namespace Praxis.Site.Tests.Security;

/// <summary>What can be read off the project's own files.</summary>
public sealed class SourceTests
{
    private static readonly string[] Elsewhere = ["bin", "obj", ".git", ".build", ".vs", ".idea", "TestResults", ".training", "node_modules"];

    private static readonly string[] Texts =
        [".cs", ".cshtml", ".js", ".css", ".json", ".yaml", ".yml", ".md", ".txt", ".props", ".csproj", ".slnx", ".sh", ".py", ".lua", ".config", ".env", ".pem", ".key", ".pfx", ""];

    // Shapes of keys that are given out by others, and private keys.
    private static readonly (string What, Regex Shape)[] Secrets =
    [
        ("a private key", Pattern("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")),
        ("a key of a cloud", Pattern(@"\b(AKIA|ASIA)[0-9A-Z]{16}\b")),
        ("a token of GitHub", Pattern(@"\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})")),
        ("a token of Slack", Pattern(@"\bxox[abprs]-[0-9A-Za-z-]{10}")),
        ("a token of Hugging Face", Pattern(@"\bhf_[A-Za-z]{34}\b")),
        ("a key of an interface", Pattern(@"\bsk-(live|proj|ant|test)[A-Za-z0-9_-]{16}")),
        ("a signed token", Pattern(@"\beyJ[A-Za-z0-9_-]{15}[A-Za-z0-9_-]*\.eyJ[A-Za-z0-9_-]{10}")),
        ("a password in an address", Pattern(@"\b(smtp|smtps|https?|ftp|postgres)://[^\s/:@""'<>{}]+:[^\s/@""'<>{}]+@")),
    ];

    private static string Root => Path.GetDirectoryName(PaperLibrary.FindFolder())!;

    [Fact]
    public void Every_pattern_of_the_program_cannot_run_away()
    {
        var patterns = 0;
        foreach (var file in Files().Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && file.StartsWith(Path.Combine(Root, "src"), StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            foreach (Match made in Regex.Matches(text, @"\[GeneratedRegex\((?<how>.*)\)\]|\bnew Regex\((?<how>[^;]*);|\bRegex\.(IsMatch|Match|Matches|Replace|Split|Count|EnumerateMatches)\((?<how>[^;]*);"))
            {
                patterns++;
                // Linear by its engine, or stopped by the clock.
                Assert.True(Regex.IsMatch(made.Groups["how"].Value, "NonBacktracking|Timeout|TimeSpan|LongestMatch"), $"{Path.GetRelativePath(Root, file)}: this pattern has neither a limit of time nor RegexOptions.NonBacktracking: {made.Value}");
            }
        }
        Assert.True(patterns >= 3, $"only {patterns} patterns were found");
    }

    [Fact]
    public void No_file_of_the_project_holds_a_secret()
    {
        var read = 0;
        foreach (var file in Files())
        {
            if (!Texts.Contains(Path.GetExtension(file)) || new FileInfo(file).Length > 4 << 20) continue;
            read++;
            var text = File.ReadAllText(file);
            foreach (var (what, shape) in Secrets)
            {
                var found = shape.Match(text);
                // Addresses of documentation and of tests name hosts that nobody has.
                if (found.Success && !text.AsSpan(found.Index, Math.Min(120, text.Length - found.Index)).Contains("example", StringComparison.Ordinal) && !found.Value.EndsWith("word@", StringComparison.Ordinal))
                    Assert.Fail($"{Path.GetRelativePath(Root, file)} holds {what}");
            }
        }
        Assert.True(read > 500, $"only {read} files were read");
    }

    [Fact]
    public void The_search_for_secrets_finds_what_it_is_for()
    {
        string[] examples = ["-----BEGIN RSA PRIVATE " + "KEY-----", "AKIA" + "ABCDEFGHIJKLMNOP", "ghp_" + new string('a', 36), "xoxb-" + "0123456789", "hf_" + new string('a', 34), "sk-live" + new string('1', 16), "smtp://ada:" + "lovelace@mail"];
        Assert.All(examples, example => Assert.Contains(Secrets, secret => secret.Shape.IsMatch(example)));
    }

    private static IEnumerable<string> Files() => Directory
        .EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)[..^1].Any(part => Elsewhere.Contains(part)));

    private static Regex Pattern(string shape) => new(shape, RegexOptions.NonBacktracking);
}
