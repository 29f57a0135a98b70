using System.IO.Compression;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>A file the reader brought. Nothing is read before a tool asks; what is wrong with it names file, row and column.</summary>
/// <param name="Path">The path; <c>file.npz#name</c> names one array of several.</param>
public sealed record InputFile(string Path)
{
    private const long LongestText = 256L << 20;

    /// <summary>The file without the name of an array.</summary>
    public string File => Path.LastIndexOf('#') is > 0 and var mark && InputFormats.Of(Path[..mark]) == InputFormat.Npz ? Path[..mark] : Path;

    /// <summary>The format that the file's ending promises.</summary>
    public InputFormat Format => InputFormats.Of(File);

    /// <summary>Reads a table of numbers: (rows, columns). A vector becomes one column.</summary>
    /// <param name="missing">Whether empty cells of CSV and NaN are allowed, as missing values; otherwise NaN and infinities are errors.</param>
    /// <exception cref="ToolException">NaN or an infinity, more than two axes, no rows, or an unknown ending.</exception>
    /// <exception cref="MatrixFileException">The file is missing, damaged, or has a cell that is no number.</exception>
    public InputTable Table(bool missing = false)
    {
        var table = Format switch
        {
            InputFormat.Csv => ReadCsv(missing),
            InputFormat.Npy => new InputTable(File, null, NpyFile.Read(File)),
            InputFormat.Npz => new InputTable(Path, null, NpzFile.Read(File, ArrayName())),
            InputFormat.MatrixMarket => new InputTable(File, null, MatrixMarketFile.ReadDense(File)),
            _ => throw Unknown(),
        };
        var values = table.Values;
        if (values.Rank is 0 or > 2) throw new ToolException($"{Path}: the array has {values.Rank} axes; a table has rows and columns. Save a matrix.");
        if (values.Length == 0) throw new ToolException($"{Path}: the array of shape ({string.Join(", ", values.Shape.ToArray())}) is empty. Give at least one row and one column.");
        values = values.To(DType.F64).Contiguous();
        if (values.Rank == 1) values = values.Reshape(values.Length, 1);
        table = table with { Values = values };
        table.EnsureFinite(missing);
        return table;
    }

    /// <summary>Reads a vector of numbers: a table of one column or one row.</summary>
    /// <exception cref="ToolException">The table has several rows and columns, or what <see cref="Table"/> throws.</exception>
    public Tensor Vector()
    {
        var table = Table();
        return table.Values.Rows == 1 || table.Values.Columns == 1
            ? table.Values.Reshape(table.Values.Length)
            : throw new ToolException($"{Path}: a single row or column is needed; this table has {table.Values.Rows} rows and {table.Values.Columns} columns.");
    }

    /// <summary>Reads a sparse matrix from MatrixMarket.</summary>
    /// <exception cref="ToolException">The file is of another format.</exception>
    public SparseMatrix Sparse() => Format == InputFormat.MatrixMarket
        ? MatrixMarketFile.ReadSparse(File)
        : throw new ToolException($"{Path}: a sparse matrix is read from MatrixMarket (.mtx).");

    /// <summary>Reads rows block by block, for files larger than memory: .npy and CSV; other formats are read whole first.</summary>
    /// <param name="rows">Rows in a block, at least 1.</param>
    /// <returns>Blocks of shape (rows, columns), the last one shorter; every value is finite.</returns>
    /// <exception cref="ToolException">NaN or an infinity, named by row and column; rows that are no vectors.</exception>
    public IEnumerable<Tensor> Blocks(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return Format switch
        {
            InputFormat.Npy => NpyBlocks(rows),
            InputFormat.Csv when !IsPacked => CsvBlocks(rows),
            _ => TableBlocks(rows),
        };
    }

    /// <summary>The number of rows: from the header where the format has one, else counted in one pass.</summary>
    /// <exception cref="ToolException">The file has no rows that are vectors.</exception>
    public long CountRows()
    {
        if (Format == InputFormat.Npy)
        {
            using var file = NpyRows.Open(File);
            return file.RowCount;
        }
        return Blocks(64).Sum(block => (long)block.Rows);
    }

    /// <summary>Reads the whole text of a small file, such as a summary that a tool wrote.</summary>
    /// <exception cref="ToolException">The file is missing or longer than 256 MiB.</exception>
    public string Text()
    {
        var info = new FileInfo(File);
        if (!info.Exists) throw new ToolException($"{File}: there is no such file.");
        if (info.Length > LongestText) throw new ToolException($"{File}: the file has {info.Length >> 20} MiB; a text of at most {LongestText >> 20} MiB is read.");
        return System.IO.File.ReadAllText(File);
    }

    private bool IsPacked => InputFormats.IsPacked(File);

    private InputTable ReadCsv(bool missing)
    {
        var options = new CsvOptions { EmptyAsNaN = missing };
        var table = IsPacked ? WithUnpacked(stream => CsvFile.Read(stream, File, options)) : CsvFile.Read(File, options);
        return new InputTable(File, table.Columns, table.Values);
    }

    private T WithUnpacked<T>(Func<Stream, T> read)
    {
        if (!System.IO.File.Exists(File)) throw new ToolException($"{File}: there is no such file.");
        using var packed = System.IO.File.OpenRead(File);
        using var stream = new GZipStream(packed, CompressionMode.Decompress);
        try
        {
            return read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new ToolException($"{File}: the packed file is damaged ({e.Message.TrimEnd('.')}). Pack it again.", e);
        }
    }

    private IEnumerable<Tensor> NpyBlocks(int rows)
    {
        using var file = NpyRows.Open(File);
        if (file.RowShape.Length > 1) throw new ToolException($"{Path}: the array has {file.RowShape.Length + 1} axes; a table has rows and columns. Save a matrix.");
        var columns = file.RowShape.Length == 0 ? 1 : file.RowShape[0];
        long before = 0;
        while (file.ReadBlock(rows) is { } block)
        {
            var table = new InputTable(Path, null, block.To(DType.F64).Contiguous().Reshape(block.Shape[0], columns)) { RowsBefore = before };
            table.EnsureFinite();
            yield return table.Values;
            before += block.Shape[0];
        }
        if (before == 0) throw new ToolException($"{Path}: the array has no rows.");
    }

    private IEnumerable<Tensor> CsvBlocks(int rows)
    {
        long before = 0;
        foreach (var block in CsvFile.ReadBlocks(File, rows))
        {
            new InputTable(Path, null, block.Values) { RowsBefore = before }.EnsureFinite();
            yield return block.Values;
            before += block.Values.Rows;
        }
    }

    private IEnumerable<Tensor> TableBlocks(int rows)
    {
        var whole = Table().Values;
        for (var start = 0; start < whole.Rows; start += rows) yield return whole.Slice(0, start, Math.Min(rows, whole.Rows - start)).Contiguous();
    }

    private string ArrayName()
    {
        if (File != Path) return Path[(File.Length + 1)..];
        var names = NpzFile.Names(File);
        return names.Count == 1 ? names[0] : throw new ToolException($"{Path}: the file holds {names.Count} arrays ({string.Join(", ", names)}). Name one: {Path}#{names.FirstOrDefault() ?? "name"}");
    }

    private ToolException Unknown() => System.IO.File.Exists(File)
        ? new($"{Path}: the ending says nothing of the format. Tables are read from .csv, .tsv, .txt, .csv.gz, .npy, .npz and .mtx.")
        : new($"{Path}: there is no such file.");
}
