using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>Similarities that fall with the distance r = ‖x − y‖₂ in units of the bandwidth σ.</summary>
public enum SimilarityKernel
{
    /// <summary>e^(−r²/σ²).</summary>
    Gaussian,
    /// <summary>e^(−r/σ).</summary>
    Exponential,
    /// <summary>1/(1 + r²/σ²).</summary>
    Cauchy,
    /// <summary>1/(1 + r/σ).</summary>
    Inverse,
}

/// <summary>
/// Random Fourier features of a kernel, z_i(x) = √2·cos(⟨ω_i, x⟩ + b_i) with E z_i(x)·z_i(y) = k(x, y), after an optional random projection to m dimensions.
/// They depend on public coins only. The kernels 1/(1 + ·) are mixtures ∫ e^(−t)·e^(−t·) dt: each feature draws its own t, in place of a short sum of exponentials.
/// </summary>
public sealed class KernelFeatures
{
    private readonly Tensor? _projection;  // (m, d), entries N(0, 1/m)
    private readonly Tensor _frequencies;  // ω: (I, m)
    private readonly double[] _phases;     // b: (I)

    private KernelFeatures(Tensor? projection, Tensor frequencies, double[] phases) => (_projection, _frequencies, _phases) = (projection, frequencies, phases);

    /// <summary>I.</summary>
    public int Count => _phases.Length;

    /// <summary>d.</summary>
    public int Dimension => (_projection ?? _frequencies).Columns;

    /// <summary>Draws features.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bandwidth">σ, above 0 and public.</param>
    /// <param name="count">I.</param>
    /// <param name="projected">m, below d, or null for no projection.</param>
    /// <param name="random">Public coins.</param>
    public static KernelFeatures Draw(int dimension, SimilarityKernel kernel, double bandwidth, int count, int? projected, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(bandwidth > 0 && double.IsFinite(bandwidth))) throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "The bandwidth must be a number above 0.");
        if (projected is { } m && (m < 1 || m >= dimension)) throw new ArgumentOutOfRangeException(nameof(projected), m, $"A projection of {dimension} dimensions has 1 to {dimension - 1}.");
        var projection = projected is { } rows ? random.Fork("projection").Normal(rows, dimension) * (1 / Math.Sqrt(rows)) : null;
        var frequencies = random.Fork("frequencies").Normal(count, projected ?? dimension); // (I, m)
        var spread = random.Fork("spread");
        var phases = new double[count];
        for (var i = 0; i < count; i++)
        {
            phases[i] = 2 * Math.PI * spread.NextDouble();
            var t = kernel is SimilarityKernel.Cauchy or SimilarityKernel.Inverse ? -Math.Log(1 - spread.NextDouble()) : 1;
            // e^(−t r²/σ²) has normal frequencies of variance 2t/σ²; e^(−t r/σ) multivariate Cauchy ones, a normal vector over |N(0, 1)|, times t/σ.
            var scale = kernel is SimilarityKernel.Gaussian or SimilarityKernel.Cauchy
                ? Math.Sqrt(2 * t) / bandwidth
                : t / bandwidth / Math.Abs(spread.NextNormal());
            foreach (ref var entry in frequencies.RowSpan(i)) entry *= scale;
        }
        return new KernelFeatures(projection, frequencies, phases);
    }

    /// <summary>z(x) of every point: (n, I).</summary>
    public Tensor Of(Tensor points)
    {
        if (points.Rank != 2 || points.Columns != Dimension) throw new ArgumentException($"The points must be a matrix of {Dimension} columns.", nameof(points));
        var low = _projection is null ? points : LinearAlgebra.MatMul(points, _projection, false, true); // (n, m)
        var z = LinearAlgebra.MatMul(low, _frequencies, false, true); // (n, I)
        for (var i = 0; i < z.Rows; i++)
        {
            var row = z.RowSpan(i);
            TensorPrimitives.Add<double>(row, _phases, row);
            TensorPrimitives.Cos<double>(row, row);
            TensorPrimitives.Multiply(row, Math.Sqrt(2), row);
        }
        return z;
    }
}

/// <summary>Answers the average similarity of a private data set to any y: noisy sums of features, and a noisy number of points.</summary>
public sealed class KernelSummary
{
    /// <summary>Units of the grid for one unit of a feature.</summary>
    public const long Grid = 1 << 20;

    /// <summary>The share of ε that the number of points takes.</summary>
    public const double CountShare = 0.1;

    /// <summary>A released summary.</summary>
    /// <param name="features">The features.</param>
    /// <param name="sums">Noisy Σ_x z_i(x) in units of 1/<see cref="Grid"/>: (I).</param>
    /// <param name="count">Noisy n.</param>
    public KernelSummary(KernelFeatures features, long[] sums, long count)
    {
        if (sums.Length != features.Count) throw new ArgumentException($"There are {sums.Length} sums for {features.Count} features.", nameof(sums));
        (Features, Sums, Count) = (features, sums, count);
    }

    /// <summary>The features.</summary>
    public KernelFeatures Features { get; }

    /// <summary>Noisy Σ_x z_i(x) in units of 1/<see cref="Grid"/>: (I).</summary>
    public IReadOnlyList<long> Sums { get; }

    /// <summary>Noisy n.</summary>
    public long Count { get; }

    /// <summary>How much one point changes all sums together, in units of the grid: √2·I, each rounded up.</summary>
    public static long Sensitivity(int features) => features * ((long)Math.Ceiling(Math.Sqrt(2) * Grid) + 1);

    /// <summary>The standard deviation of the noise in an average over n points, on average over queries: 2√I/(0.9·ε·n).</summary>
    public static double NoiseDeviation(int features, double epsilon, double count) => 2 * Math.Sqrt(features) / ((1 - CountShare) * epsilon * count);

    /// <summary>Releases a summary that is ε-differentially private (one point added or removed).</summary>
    /// <param name="points">(n, d), finite.</param>
    /// <param name="features">Features drawn with public coins.</param>
    /// <param name="epsilon">ε; a tenth of it goes to the number of points.</param>
    /// <param name="noise">The noise.</param>
    public static KernelSummary Release(Tensor points, KernelFeatures features, double epsilon, INoise noise)
    {
        Privacy.RequireEpsilon(epsilon);
        points.EnsureFinite("points");
        var sums = new long[features.Count];
        for (var i = 0; i < points.Rows; i++)
        {
            // Each point by itself, so that the last digits of its features do not depend on who else is there; rounded before it is summed, as
            // integers add up exactly. So one point changes a sum by no more than the sensitivity says.
            var z = features.Of(points.Slice(0, i, 1).Contiguous()).RowSpan(0); // (I)
            for (var f = 0; f < sums.Length; f++) sums[f] += (long)Math.Round(z[f] * Grid);
        }
        var scale = Sensitivity(sums.Length) / ((1 - CountShare) * epsilon);
        for (var f = 0; f < sums.Length; f++) sums[f] += noise.Laplace(scale);
        return new KernelSummary(features, sums, points.Rows + noise.Laplace(1 / (CountShare * epsilon)));
    }

    /// <summary>The average similarity of the data to each query: (queries). n is floored at 1.</summary>
    /// <param name="queries">(queries, d).</param>
    public double[] Averages(Tensor queries)
    {
        var z = Features.Of(queries); // (queries, I)
        double[] means = [.. Sums.Select(sum => (double)sum / Grid / Sums.Count / Math.Max(1, Count))];
        var answers = new double[queries.Rows];
        for (var i = 0; i < answers.Length; i++) answers[i] = TensorPrimitives.Dot<double>(z.RowSpan(i), means);
        return answers;
    }

    /// <summary>The average similarity without privacy, for measuring errors: (queries).</summary>
    public static double[] Exact(Tensor points, Tensor queries, SimilarityKernel kernel, double bandwidth)
    {
        var answers = new double[queries.Rows];
        for (var q = 0; q < answers.Length; q++)
            for (var i = 0; i < points.Rows; i++)
            {
                var r = TensorPrimitives.Distance<double>(points.RowSpan(i), queries.RowSpan(q)) / bandwidth;
                answers[q] += kernel switch
                {
                    SimilarityKernel.Gaussian => Math.Exp(-r * r),
                    SimilarityKernel.Exponential => Math.Exp(-r),
                    SimilarityKernel.Cauchy => 1 / (1 + r * r),
                    _ => 1 / (1 + r),
                } / points.Rows;
            }
        return answers;
    }
}
