using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>The rows of a reader's file, one at a time, as often as they are needed, with progress.</summary>
internal sealed class RowStream
{
    private const int NumbersAtOnce = 1 << 20;

    private readonly InputFile _file;
    private readonly ToolContext _context;
    private readonly CancellationToken _cancel;

    public RowStream(InputFile file, ToolContext context, CancellationToken cancel)
    {
        (_file, _context, _cancel) = (file, context, cancel);
        context.Report("counting rows", 0);
        Rows = file.CountRows();
        var first = file.Blocks(1).First(); // (1, d)
        Columns = first.Columns;
        RowsAtOnce = Math.Clamp(NumbersAtOnce / Columns, 1, 4096);
    }

    /// <summary>n.</summary>
    public long Rows { get; }

    /// <summary>d.</summary>
    public int Columns { get; }

    /// <summary>Rows in one read, about 8 MB.</summary>
    private int RowsAtOnce { get; }

    /// <summary>The columns' names where the file has them.</summary>
    public IReadOnlyList<string>? Names => _file.Format == InputFormat.Csv && !_file.File.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? CsvFile.ReadBlocks(_file.File, 1).First().Columns : null;

    /// <summary>All rows in the order of the file; each array is the caller's.</summary>
    public IEnumerable<double[]> Read(string stage, int pass, int passes)
    {
        long read = 0;
        foreach (var block in _file.Blocks(RowsAtOnce))
        {
            _cancel.ThrowIfCancellationRequested();
            _context.Report(stage, (pass + ((double)read / Rows)) / passes, ("rows", read));
            for (var i = 0; i < block.Rows; i++) yield return block.AsSpan().Slice(i * Columns, Columns).ToArray();
            read += block.Rows;
        }
    }

    /// <summary>All rows of a .npy in an order drawn from the seed, by one read a row.</summary>
    public IEnumerable<double[]> Shuffled(string stage, int pass, int passes)
    {
        if (Rows > Array.MaxLength) throw new ToolException($"{_file.Path}: {Rows} rows are too many to draw an order for; shuffle the file itself.");
        using var rows = NpyRows.Open(_file.File);
        var order = _context.Random("order").Permutation((int)Rows);
        for (var i = 0; i < order.Length; i++)
        {
            if (i % RowsAtOnce == 0)
            {
                _cancel.ThrowIfCancellationRequested();
                _context.Report(stage, (pass + ((double)i / Rows)) / passes, ("rows", i));
            }
            rows.Position = order[i];
            var row = rows.ReadBlock(1)!.To(DType.F64).Contiguous().Reshape(Columns); // (d)
            new InputTable(_file.Path, null, row.Reshape(1, Columns)) { RowsBefore = order[i] }.EnsureFinite();
            yield return row.ToArray();
        }
    }
}
