using System.Numerics.Tensors;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>The leading direction of a stream of rows that need not fit in memory, with its residual measured in a second pass.</summary>
[Paper("streaming-top-eigenvector")]
public sealed class TopDirectionTool : ITool<TopDirectionToolOptions>
{
    private const int RowsInABlock = 256;
    private const int WidestCheck = 4096;

    /// <inheritdoc/>
    public string Says => "Find the leading direction of rows that do not fit in memory, in one pass.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "rows.npy -o direction.npy",
        "data/breast-cancer.csv --center --check",
        "sorted.npy --shuffle --one-pass",
    ];

    /// <inheritdoc/>
    public ToolReport Use(TopDirectionToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var stream = new RowStream(options.Table, context, cancel);
        var d = stream.Columns;
        if (d < 2) throw new ToolException($"{options.Table.Path}: the rows have one number each; a direction needs at least two columns.");
        if (options.Check && d > WidestCheck) throw new ToolException($"--check: the exact answer needs a {d} × {d} matrix; it is computed up to {WidestCheck} columns. Leave --check out: the residual is measured anyway.");
        if (options.Shuffle && options.Table.Format != InputFormat.Npy) throw new ToolException($"{options.Table.Path}: --shuffle reads rows by their place, which .npy allows. Save the table as .npy, or shuffle the file.");

        var passes = (options.Center ? 1 : 0) + 1 + (options.OnePass ? 0 : 1) + (options.Check ? 1 : 0);
        var pass = 0;
        var mean = options.Center ? Mean(stream, pass++, passes) : null; // (d)
        var method = new BlockPowerMethod(d, stream.Rows, context.Random("start"), new BlockPowerOptions { Blocks = options.Blocks });
        var order = options.Shuffle ? stream.Shuffled("in random order", pass++, passes) : stream.Read("power method", pass++, passes);
        foreach (var row in order) method.Add(Centred(row, mean));
        var found = Finish(method, options.Table.Path);

        List<ToolMeasure> measures = [];
        if (options.Check)
        {
            var (error, ratio) = Exact(stream, mean, found.Direction, pass++, passes);
            measures.Add(new("1 − ⟨v, v₁⟩²", error, Note: "against the exact direction"));
            measures.Add(new("R = σ₁²/σ₂²", ratio, Note: "exact; the guarantee needs R above a constant"));
        }
        if (!options.OnePass)
        {
            var (quotient, residual) = Residual(stream, mean, found.Direction, pass, passes);
            measures.Add(new("relative residual", residual / quotient, Note: "‖AᵀA v − λ v‖/λ with λ = ‖A v‖², measured in a second pass; an eigenvalue of AᵀA lies this close to λ"));
            measures.Add(new("λ = ‖A v‖²", quotient));
        }
        var telling = measures.FirstOrDefault();
        measures.AddRange(
        [
            new("estimate of σ₁²", found.SquaredSingularValue, Note: "largest eigenvalue of AᵀA, from the stream"),
            new("Ritz ratio", found.RitzRatio, Note: "of the two largest Ritz values where heavy rows were kept, else ∞; near 1 the direction is not determined"),
            new("blocks", method.Blocks),
            new("heavy rows kept", found.HeavyRows),
            new("memory of the method", found.StoredFloats * sizeof(double) / 1e6, "MB"),
        ]);
        return new ToolReport
        {
            Headline = $"The leading direction of {Numbers.Short(stream.Rows)} rows with {d} columns, {(telling is null ? "in one pass" : $"{telling.Name} = {Numbers.Short(telling.Value)}")}.",
            Guarantee = options.Shuffle
                ? "For rows in random order, as here: ⟨v, v₁⟩² ≥ 1 − O(1/√R), R = σ₁²/σ₂², once R is above a constant and every block has O(d·log d) rows of small norm (theorem of the paper; constants are not stated there)."
                : "Only if the rows are in random order, which is not checked: ⟨v, v₁⟩² ≥ 1 − O(1/√R), R = σ₁²/σ₂², once R is above a constant (theorem of the paper). On a sorted file use --shuffle.",
            Measures = measures,
            Remarks = options.Center ? [] : ["The mean was not subtracted: this is the direction of the largest sum of squares. Add --center for the first principal component."],
            Outputs = [new MatrixOutput("direction", $"the direction (1 × {d})", Tensor.Wrap(found.Direction, 1, d), stream.Names)],
        };
    }

    private static TopDirection Finish(BlockPowerMethod method, string path)
    {
        try
        {
            return method.Finish();
        }
        catch (InvalidOperationException e)
        {
            throw new ToolException($"{path}: {e.Message}", e);
        }
    }

    private static double[] Mean(RowStream stream, int pass, int passes)
    {
        var sum = new double[stream.Columns];
        foreach (var row in stream.Read("mean", pass, passes)) TensorPrimitives.Add(sum, row, sum);
        TensorPrimitives.Divide(sum, stream.Rows, sum);
        return sum;
    }

    // λ = ‖A v‖² and ‖AᵀA v − λ v‖ in one pass: AᵀA v = Σ a⟨a, v⟩.
    private static (double Quotient, double Residual) Residual(RowStream stream, double[]? mean, double[] v, int pass, int passes)
    {
        var product = new double[v.Length];
        foreach (var row in stream.Read("measuring the residual", pass, passes))
        {
            var a = Centred(row, mean);
            TensorPrimitives.MultiplyAdd(a, TensorPrimitives.Dot<double>(a, v), product, product);
        }
        var quotient = TensorPrimitives.Dot<double>(product, v);
        TensorPrimitives.MultiplyAdd(v, -quotient, product, product);
        return (quotient, TensorPrimitives.Norm<double>(product));
    }

    private static (double Error, double Ratio) Exact(RowStream stream, double[]? mean, double[] v, int pass, int passes)
    {
        var d = v.Length;
        var products = Tensor.Zeros(d, d); // AᵀA
        var block = new List<double>();
        foreach (var row in stream.Read("exact direction", pass, passes))
        {
            block.AddRange(Centred(row, mean));
            if (block.Count >= RowsInABlock * d) Flush();
        }
        if (block.Count > 0) Flush();
        var eigen = LinearAlgebra.SymmetricEigen(products);
        var cosine = TensorPrimitives.Dot<double>(v, eigen.Vectors.Column(d - 1).ToArray());
        return (Math.Max(0, 1 - (cosine * cosine)), eigen.Values[d - 1] / Math.Max(eigen.Values[d - 2], double.Epsilon));

        void Flush()
        {
            var a = Tensor.Wrap([.. block], block.Count / d, d); // (rows, d)
            products += LinearAlgebra.MatMul(a, a, transposeA: true, transposeB: false);
            block.Clear();
        }
    }

    private static double[] Centred(double[] row, double[]? mean)
    {
        if (mean is not null) TensorPrimitives.Subtract(row, mean, row);
        return row;
    }
}

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
    public IReadOnlyList<string>? Names => _file.Format == InputFormat.Csv && !InputFormats.IsPacked(_file.File) ? CsvFile.ReadBlocks(_file.File, 1).First().Columns : null;

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
