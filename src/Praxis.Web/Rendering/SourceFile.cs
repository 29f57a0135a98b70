namespace Praxis.Web.Rendering;

/// <summary>A file of a room's source, as it is shown.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Role">What it is to the room: method, study, figures or tests.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string Name, string Role, string Text)
{
    private const int LargestFile = 512 * 1024;

    /// <summary>How many lines it has.</summary>
    public int Lines => Text.AsSpan().TrimEnd().Count('\n') + 1;

    /// <summary>The room's files: the method first, then the study, its figures, the tests.</summary>
    public static IReadOnlyList<SourceFile> Of(Lab.Room room) =>
        [.. room.Sources.Concat(room.Tests).Select(Read).OrderBy(file => file.Role switch { "method" => 0, "study" => 1, "figures" => 2, _ => 3 })];

    private static SourceFile Read(string path)
    {
        var name = Path.GetFileName(path);
        var role = name.EndsWith("Tests.cs", StringComparison.Ordinal) ? "tests"
            : name.EndsWith("Study.cs", StringComparison.Ordinal) ? "study"
            : name.EndsWith("Figures.cs", StringComparison.Ordinal) ? "figures"
            : "method";
        var text = new FileInfo(path).Length <= LargestFile ? File.ReadAllText(path) : $"// {name} is too long to be shown here.";
        return new(name, role, text);
    }
}
