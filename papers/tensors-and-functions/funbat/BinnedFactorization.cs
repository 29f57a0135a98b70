using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>How a tensor is made discrete and factorised.</summary>
/// <param name="Cells">The number of cells of each mode.</param>
/// <param name="Rank">The rank of every mode; for CP the number of terms.</param>
/// <param name="Ridge">What a squared number of a factor or of the core costs, for values of variance 1.</param>
/// <param name="Canonical">CP instead of Tucker.</param>
public sealed record BinnedFactorizationOptions(IReadOnlyList<int> Cells, int Rank, double Ridge, bool Canonical)
{
    /// <summary>Fits from so many random starts; the one with the smallest objective is kept.</summary>
    public int Starts { get; init; } = 4;
}

/// <summary>The baseline: coordinates put into cells of equal width, and Tucker or CP fitted to the present entries by alternating ridge regressions.</summary>
/// <remarks>A cell without entries is taken for the nearest one that has some.</remarks>
public sealed class BinnedFactorization
{
    private readonly IReadOnlyList<int[]> _nearest; // for each mode and cell the nearest cell with entries
    private readonly double[] _low, _high;
    private readonly double _shift, _scale;
    private readonly ITensorFormat? _fit;

    /// <summary>Fits the factors and, for Tucker, the core.</summary>
    /// <param name="data">The entries.</param>
    /// <param name="options">Cells, rank, ridge.</param>
    /// <param name="centre">Whether the mean of the values is taken off first.</param>
    /// <param name="random">Where the start comes from.</param>
    public BinnedFactorization(ScatteredData data, BinnedFactorizationOptions options, bool centre, RandomStream random)
    {
        (_low, _high) = ([.. data.Modes.Select(mode => mode.Low)], [.. data.Modes.Select(mode => mode.High)]);
        _nearest = [.. options.Cells.Select(cells => Enumerable.Range(0, cells).ToArray())];
        var indices = Cells(data.Coordinates);
        _nearest = [.. options.Cells.Select((cells, mode) =>
        {
            int[] filled = [.. indices[mode].Distinct().Order()];
            return Enumerable.Range(0, cells).Select(cell => filled.MinBy(other => Math.Abs(other - cell))).ToArray();
        })];
        _shift = centre ? data.Values.Mean() : 0;
        _scale = (data.Values - _shift).FrobeniusNorm() / Math.Sqrt(data.Count);
        var entries = new TensorEntries(options.Cells, indices, ((data.Values - _shift) / _scale).ToArray());
        var completion = new CompletionOptions { Ridge = options.Ridge, Sweeps = 200 };
        int[] ranks = [.. options.Cells.Select(_ => options.Rank)];
        var best = double.PositiveInfinity;
        for (var start = 0; start < options.Starts; start++)
        {
            var (fit, objective) = options.Canonical
                ? Kept(CpCompletion.Fit(entries, options.Rank, random.Fork(start), completion))
                : Kept(TuckerCompletion.Fit(entries, ranks, random.Fork(start), completion));
            if (_fit is null || objective < best) (_fit, best) = (fit, objective);
        }

        static (ITensorFormat Fit, double Objective) Kept<T>(Completion<T> completion) where T : ITensorFormat => (completion.Tensor, completion.Objectives[^1]);
    }

    /// <summary>Values at coordinates: (P, K) to (P).</summary>
    public double[] Predict(Tensor coordinates) => (_fit!.Entries(Cells(coordinates)) * _scale + _shift).ToArray();

    private int[][] Cells(Tensor coordinates) => [.. _nearest.Select((nearest, mode) => Enumerable.Range(0, coordinates.Rows).Select(n =>
        nearest[Math.Clamp((int)Math.Floor((coordinates[n, mode] - _low[mode]) / (_high[mode] - _low[mode]) * nearest.Length), 0, nearest.Length - 1)]).ToArray())];
}
