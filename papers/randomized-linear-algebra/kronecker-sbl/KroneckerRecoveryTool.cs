using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>Recovers a tensor with a grid-like support from the reader's separable measurements.</summary>
[Paper("kronecker-sbl")]
public sealed class KroneckerRecoveryTool : ITool<KroneckerRecoveryToolOptions>
{
    private const long MostEntries = 50_000_000;

    /// <inheritdoc/>
    public string Says => "Recover a sparse tensor with a grid-like support from measurements that are separable by mode.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "y.npy a1.npy a2.npy a3.npy -o x.npy",
        "blurred.csv rows.csv columns.csv --noise-variance 0.01 --update alternating",
    ];

    /// <inheritdoc/>
    public ToolReport Use(KroneckerRecoveryToolOptions options, ToolContext context, CancellationToken cancel)
    {
        if (options.Files.Count < 2) throw new ToolException("Name the measurements and at least one factor matrix: Y A1 A2 ….");
        InputTable[] tables = [.. options.Files.Skip(1).Select(file => file.Table())];
        Tensor[] factors = [.. tables.Select(table => table.Values)]; // A_q (M_q, N_q)
        var measured = options.Files[0].Table();
        var y = measured.Values.Reshape(measured.Values.Length); // a matrix is read row by row: last mode fastest
        var expected = factors.Aggregate(1L, (product, factor) => product * factor.Rows);
        if (y.Length != expected)
            throw new ToolException($"{measured.Source}: {y.Length} measurements, but the factors have {string.Join(" × ", factors.Select(f => f.Rows))} = {expected} rows. Give the factors in the order of y's modes, last mode fastest.");
        var entries = factors.Aggregate(1L, (product, factor) => product * factor.Columns);
        if (entries > MostEntries) throw new ToolException($"The tensor to recover has {entries:N0} entries; at most {MostEntries:N0} are taken. Use factors with fewer columns.");
        if (y.MaxAbs() == 0) throw new ToolException($"{measured.Source}: all measurements are zero; there is nothing to recover.");
        foreach (var table in tables)
            for (var j = 0; j < table.Values.Columns; j++)
                if (table.Values.Column(j).MaxAbs() == 0) throw new ToolException($"{table.Source}: {table.NameOf(j)} is zero throughout, so nothing can be known of its entries. Leave the column out.");

        var estimate = KroneckerSparseBayes.Recover(factors, y, new KroneckerSblOptions
        {
            Update = options.Update,
            NoiseVariance = options.NoiseVariance,
            Pruning = options.Pruning ?? (options.Update == KroneckerUpdate.Svd ? 1e-3 : 1e-2),
            MostIterations = options.Iterations,
        }, watch: (iteration, posterior, _) =>
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"iteration {iteration}", (double)iteration / options.Iterations, ("cost", posterior.Cost));
        });
        var residual = Tensor.Wrap(ModeProducts.Apply(factors, estimate.X.AsSpan()), y.Length) - y;
        var share = residual.Square().Sum() / y.Square().Sum();
        int[][] supports = [.. estimate.Gammas.Select(gamma => Enumerable.Range(0, gamma.Length).Where(i => gamma[i] > 1e-3 * gamma.Max()).ToArray())];
        var shape = factors.Select(factor => factor.Columns).ToArray();
        // Files hold rows and columns: the first mode against all others.
        var x = estimate.X.Reshape(shape[0], estimate.X.Length / shape[0]);
        return new ToolReport
        {
            Headline = $"A support of {string.Join(" × ", supports.Select(support => support.Length))} on the {string.Join(" × ", shape)} grid explains all but {Numbers.Short(100 * share)} % of the measurements' energy.",
            Guarantee = "The alternating variant ends at a stationary point of the cost; no variant promises the true support, and none applies when the non-zeros do not lie on a grid: then the bounding grid is recovered.",
            Measures =
            [
                new("residual", share, Note: "‖y − A x̂‖²/‖y‖²"),
                new("noise variance", estimate.NoiseVariance, Note: options.NoiseVariance is null ? "learnt" : "given"),
                new("iterations", estimate.Iterations, Note: estimate.Converged ? "γ stopped changing" : "γ was still changing; raise --iterations"),
                new("entries above 1 % of the largest", estimate.X.ToArray().Count(value => Math.Abs(value) > 0.01 * estimate.X.MaxAbs())),
            ],
            Tables =
            [
                new FindingsTable("Support of each mode (variance above 0.1 % of its largest)", ["mode", "of", "places, from 1"],
                    [.. supports.Select((support, q) => (IReadOnlyList<string>)[$"{q + 1}", $"{shape[q]}", string.Join(", ", support.Take(40).Select(i => i + 1)) + (support.Length > 40 ? ", …" : "")])]),
            ],
            Remarks = [$"x̂ is written as a matrix of {shape[0]} rows (first mode) and {estimate.X.Length / shape[0]} columns (the other modes, last fastest); with two modes that is the recovered image."],
            Outputs = [new MatrixOutput("x", $"the recovered tensor as {shape[0]} × {estimate.X.Length / shape[0]}", x)],
        };
    }
}
