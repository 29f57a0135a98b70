namespace Praxis.Lab;

/// <summary>All rooms under a papers folder: <c>papers/&lt;family&gt;/&lt;slug&gt;/paper.md</c>.</summary>
public sealed class PaperLibrary
{
    private readonly Dictionary<string, Room> _rooms;

    private PaperLibrary(string folder, IReadOnlyList<Room> rooms)
    {
        Folder = folder;
        Rooms = rooms;
        _rooms = rooms.ToDictionary(room => room.Paper.Slug, StringComparer.Ordinal);
    }

    /// <summary>The papers folder.</summary>
    public string Folder { get; }

    /// <summary>All rooms in order of their slugs.</summary>
    public IReadOnlyList<Room> Rooms { get; }

    /// <summary>Reads every paper.md under <paramref name="folder"/>.</summary>
    /// <exception cref="PaperFileException">A paper.md cannot be read, or its slug or family is not that of its folder.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static PaperLibrary Load(string folder)
    {
        var rooms = Files(folder)
            .Select(path =>
            {
                var paper = PaperFile.Read(path);
                var room = Path.GetDirectoryName(path)!;
                if (paper.Slug != Path.GetFileName(room))
                    throw new PaperFileException(path, 2, $"the slug is '{paper.Slug}' but the folder is '{Path.GetFileName(room)}'; make them equal");
                if (paper.Family != Path.GetFileName(Path.GetDirectoryName(room)))
                    throw new PaperFileException(path, 2, $"the family is '{paper.Family}' but the parent folder is '{Path.GetFileName(Path.GetDirectoryName(room))}'; make them equal");
                return new Room(paper, room);
            })
            .OrderBy(room => room.Paper.Slug, StringComparer.Ordinal)
            .ToList();
        foreach (var (first, second) in rooms.Zip(rooms.Skip(1)))
            if (first.Paper.Slug == second.Paper.Slug)
                throw new PaperFileException(Path.Combine(second.Folder, "paper.md"), 2, $"the slug '{second.Paper.Slug}' is taken by {first.Folder}; choose another");
        return new PaperLibrary(folder, rooms);
    }

    /// <summary>The paths of all paper.md files, without reading them.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateDirectories(folder)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(room => Path.Combine(room, "paper.md"))
            .Where(File.Exists);

    /// <summary>The room of a paper, or null when there is none.</summary>
    public Room? Find(string slug) => _rooms.GetValueOrDefault(slug);

    /// <summary>
    /// Finds the papers folder: <c>PRAXIS_PAPERS</c> when set, else the nearest <c>papers</c> folder beside or above the program
    /// that stands next to a <c>Praxis.slnx</c> (a clone), else the one beside the program (an installation).
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string FindFolder()
    {
        if (Environment.GetEnvironmentVariable("PRAXIS_PAPERS") is { Length: > 0 } chosen)
            return Directory.Exists(chosen) ? chosen : throw new DirectoryNotFoundException($"PRAXIS_PAPERS names '{chosen}', which is no folder.");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Praxis.slnx")))
                return Path.Combine(at.FullName, "papers");
        var beside = Path.Combine(AppContext.BaseDirectory, "papers");
        return Directory.Exists(beside) ? beside : throw new DirectoryNotFoundException($"No papers folder was found above {AppContext.BaseDirectory}; set PRAXIS_PAPERS to it.");
    }

    /// <summary>A folder beside a papers folder: data, models.</summary>
    public static string Beside(string papers, string name) =>
        Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(papers)))!, name);
}
