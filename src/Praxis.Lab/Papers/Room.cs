using System.Security.Cryptography;
using System.Text;

namespace Praxis.Lab;

/// <summary>The folder of one paper: its text, its method, its study, its tests.</summary>
/// <param name="Paper">What paper.md says.</param>
/// <param name="Folder">The folder's full path.</param>
public sealed record Room(Paper Paper, string Folder)
{
    /// <summary>The file of the recorded evidence; it need not exist.</summary>
    public string RecordedPath => Path.Combine(Folder, "recorded.json");

    /// <summary>The source files of method and study, in order of name; tests are left out.</summary>
    public IReadOnlyList<string> Sources =>
        [.. Directory.EnumerateFiles(Folder, "*.cs")
            .Where(path => !path.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>The files with the room's tests.</summary>
    public IReadOnlyList<string> Tests => [.. Directory.EnumerateFiles(Folder, "*Tests.cs").Order(StringComparer.Ordinal)];

    /// <summary>
    /// A hash of what decides the evidence: the checks of all claims and the source of method and study.
    /// A recorded run is out of date when this has changed; edits to the text, the tests, the tool or the bench entry leave it as it is.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var claim in Paper.Claims)
            foreach (var check in claim.Checks)
                hash.AppendData(Encoding.UTF8.GetBytes($"{claim.Id}/{check}\n"));
        foreach (var path in Sources.Where(DecidesEvidence))
            hash.AppendData(Encoding.UTF8.GetBytes(File.ReadAllText(path).ReplaceLineEndings("\n")));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    // What brings the method to readers and into benches is told by its name: MyPaperTool.cs, MyPaperToolOptions.cs, MyPaperEntry.cs.
    private static bool DecidesEvidence(string path) => !ReaderSideEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    private static readonly string[] ReaderSideEndings = ["Tool.cs", "ToolOptions.cs", "Entry.cs"];
}
