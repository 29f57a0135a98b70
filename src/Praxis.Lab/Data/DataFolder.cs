using System.IO.Compression;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>The bundled data sets: files of the repository's data folder, each with origin and licence in its README.md.</summary>
/// <param name="path">The folder's path.</param>
public sealed class DataFolder(string path)
{
    /// <summary>The folder beside the papers folder.</summary>
    public static DataFolder Find() => BesideFolder(PaperLibrary.FindFolder());

    /// <summary>The folder beside a library's papers folder.</summary>
    public static DataFolder Beside(PaperLibrary library) => BesideFolder(library.Folder);

    private static DataFolder BesideFolder(string papers) =>
        new(Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(papers)))!, "data"));

    /// <summary>Opens a file; one that ends in .gz is unpacked while it is read.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the folder.</exception>
    public Stream Open(string name)
    {
        var file = Path.Combine(path, name);
        if (!File.Exists(file)) throw new FileNotFoundException($"There is no data set '{name}' in {path}.", file);
        var stream = File.OpenRead(file);
        return name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
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
}

/// <summary>A table of numbers.</summary>
/// <param name="Columns">The column names.</param>
/// <param name="Values">The cells: (rows, columns).</param>
public sealed record DataTable(IReadOnlyList<string> Columns, Tensor Values);
