using Praxis.Lab;

namespace Praxis.Feed.Tests;

/// <summary>A papers folder with made-up rooms that is gone after the test.</summary>
public sealed class TestRooms : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("praxis-rooms-").FullName;

    /// <summary>The rooms of the repository.</summary>
    public static string Real { get; } = PaperLibrary.FindFolder();

    /// <summary>Adds a room, or writes it anew.</summary>
    public TestRooms Add(string slug, string title, string family = "nets", string published = "2024-05", string more = "", string summary = "Summary.")
    {
        var room = Directory.CreateDirectory(Path.Combine(Folder, family, slug)).FullName;
        File.WriteAllText(Path.Combine(room, "paper.md"), $"""
            ---
            slug: {slug}
            title: '{title.Replace("'", "''", StringComparison.Ordinal)}'
            published: {published}
            family: {family}
            kind: method
            {more}
            claims:
              - id: C1
                says: "It holds."
                published: "theorem"
                paper_used: "proof"
                reach: none
                reach_because: "It is made up."
            ---

            {summary}
            """);
        return this;
    }

    /// <summary>Writes recorded verdicts beside a room's paper.md, among other things a report has.</summary>
    public TestRooms Record(string slug, string claims, string family = "nets")
    {
        File.WriteAllText(Path.Combine(Folder, family, slug, "recorded.json"), $$"""
            { "slug": "{{slug}}", "scale": "full", "claims": [{{claims}}], "findings": { "evidence": [1, 2, 3] } }
            """);
        return this;
    }

    public TestRooms Remove(string slug, string family = "nets")
    {
        Directory.Delete(Path.Combine(Folder, family, slug), recursive: true);
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
