using System.IO.Compression;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>
/// The data sets: files of the repository's data folder, listed in datasets.yaml with origin, licence and checksums, and those
/// the reader added. A listed file is checked when it is first opened.
/// </summary>
/// <param name="path">The folder's path.</param>
/// <param name="added">The reader's own data sets; none if left out.</param>
public sealed class DataFolder(string path, AddedData? added = null)
{
    private readonly Lazy<DataSets> _sets = new(() => DataSets.Open(path));

    /// <summary>The data sets there are.</summary>
    /// <exception cref="DataSetException">The list cannot be read.</exception>
    public DataSets Sets => _sets.Value;

    /// <summary>The folder beside the papers folder, and the sets that the reader added.</summary>
    /// <param name="store">The folder of the store, which also holds the sets that the reader added; the user's if left out.</param>
    public static DataFolder Find(string? store = null) => BesideFolder(PaperLibrary.FindFolder(), store ?? PraxisStore.DefaultFolder());

    /// <summary>The folder beside a library's papers folder.</summary>
    /// <param name="library">The rooms.</param>
    /// <param name="store">The folder of the store, which also holds the sets that the reader added; the user's if left out.</param>
    public static DataFolder Beside(PaperLibrary library, string? store = null) => BesideFolder(library.Folder, store ?? PraxisStore.DefaultFolder());

    private static DataFolder BesideFolder(string papers, string store) =>
        new(PaperLibrary.Beside(papers, "data"), AddedData.In(store));

    /// <summary>Whether a set's files are here: bundled ones always, others once the reader added them.</summary>
    public bool IsHere(DataSet set) => set.Bundled || added?.Find(set.Name) is not null;

    /// <summary>The paths of a set's files.</summary>
    /// <exception cref="DataSetException">The set is neither bundled nor added; the message says how to get it.</exception>
    public IReadOnlyList<string> Paths(DataSet set) =>
        set.Bundled ? [.. set.Files.Select(file => Path.Combine(path, file.Path))]
        : added?.Find(set.Name) is { } copy ? [copy.Path]
        : throw new DataSetException($"'{set.Name}' does not come with Praxis: its licence is {set.Licence}. {set.Get} Then: praxis data add FILE --name {set.Name}");

    /// <summary>Reads all files of a set, and fails when one is not what it was.</summary>
    /// <exception cref="DataSetException">A file has changed; the message names it and the cure.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public void Verify(DataSet set)
    {
        if (set.Bundled)
            foreach (var file in set.Files) _ = Checked(file.Path);
        else OpenAdded(set).Dispose();
    }

    /// <summary>Opens a file; one that ends in .gz is unpacked while it is read.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the folder.</exception>
    /// <exception cref="DataSetException">The file has changed since it was listed; the message names the cure.</exception>
    public Stream Open(string name)
    {
        var stream = File.OpenRead(Checked(name));
        return name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    /// <summary>Opens the file of a set that the reader added.</summary>
    /// <exception cref="DataSetException">It was not added, or has changed since; the message says the cure.</exception>
    public Stream OpenAdded(DataSet set)
    {
        var file = Paths(set)[0];
        added!.Verify(set.Name);
        return File.OpenRead(file);
    }

    /// <summary>The whole text of a file.</summary>
    public string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    /// <summary>A table of numbers with one line of column names, separated by commas: (rows, columns).</summary>
    /// <exception cref="MatrixFileException">A cell is no number, or a row has another length; the message names the place.</exception>
    public DataTable Table(string name)
    {
        using var stream = Open(name);
        var table = CsvFile.Read(stream, name, new CsvOptions { Separator = ',', HasHeader = true });
        return new DataTable(table.Columns!, table.Values);
    }

    /// <summary>The set of a name, which must be of a kind.</summary>
    /// <exception cref="DataSetException">There is no such set, or it is of another kind.</exception>
    internal DataSet Find(string name, DataSetKind kind) => Sets.Find(name) is var set && set.Kind == kind
        ? set
        : throw new DataSetException($"'{name}' is of the kind {set.Kind}, not {kind}. Of that kind are {string.Join(", ", Sets.All.Where(other => other.Kind == kind).Select(other => other.Name))}.");

    private string Checked(string name)
    {
        var file = Path.Combine(path, name);
        if (!File.Exists(file)) throw new FileNotFoundException($"There is no data set '{name}' in {path}.", file);
        if (Sets.FindFile(name) is { } told)
            FileChecks.Verify(file, told, $"Bring it back with 'git checkout -- data/{name}', or make it anew with data/make/make.sh.");
        return file;
    }
}

/// <summary>A table of numbers.</summary>
/// <param name="Columns">The column names.</param>
/// <param name="Values">The cells: (rows, columns).</param>
public sealed record DataTable(IReadOnlyList<string> Columns, Tensor Values);
