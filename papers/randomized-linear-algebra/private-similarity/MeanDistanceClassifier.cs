using MathNet.Numerics;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>
/// A private classifier without training: for each class noisy n, Σx and Σ‖x‖² are released, which answer the average squared distance
/// ‖y‖² − 2⟨y, Σx⟩/n + Σ‖x‖²/n of y to the class; the class with the smallest wins. Gaussian noise, (ε, δ)-differential privacy for one labelled point
/// added or removed; classes are disjoint, so each may spend all of ε.
/// </summary>
public sealed class MeanDistanceClassifier
{
    // The shares of the three parts in the squared length of the sensitivity; chosen on seeds that no study reports.
    private const double CountShare = 0.1;
    private const double SumShare = 0.7;
    private const double SquareShare = 0.2;

    private readonly double _centre;
    private readonly double[] _counts;
    private readonly Tensor _sums;       // (classes, d)
    private readonly double[] _squares;

    private MeanDistanceClassifier(double centre, double[] counts, Tensor sums, double[] squares) => (_centre, _counts, _sums, _squares) = (centre, counts, sums, squares);

    /// <summary>Releases the summaries of all classes.</summary>
    /// <param name="points">(n, d).</param>
    /// <param name="labels">The class of each point, 0 to classes − 1.</param>
    /// <param name="classes">How many classes there are; public.</param>
    /// <param name="centre">A public number subtracted from every coordinate.</param>
    /// <param name="radius">A public radius about the centre; farther points are moved to it.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="delta">δ in (0, 1).</param>
    /// <param name="random">Noise from a seed: for studies, not for a release.</param>
    public static MeanDistanceClassifier Train(
        Tensor points, IReadOnlyList<int> labels, int classes, double centre, double radius, double epsilon, double delta, RandomStream random)
    {
        if (labels.Count != points.Rows) throw new ArgumentException($"There are {points.Rows} points but {labels.Count} labels.", nameof(labels));
        points.EnsureFinite("points");
        var d = points.Columns;
        var (counts, sums, squares) = (new double[classes], Tensor.Zeros(classes, d), new double[classes]);
        var shifted = new double[d];
        for (var i = 0; i < points.Rows; i++)
        {
            var row = points.RowSpan(i);
            var squared = 0.0;
            for (var j = 0; j < d; j++)
            {
                shifted[j] = row[j] - centre;
                squared += shifted[j] * shifted[j];
            }
            var shrink = Math.Min(1, radius / Math.Sqrt(squared));
            counts[labels[i]]++;
            squares[labels[i]] += squared * shrink * shrink;
            var sum = sums.RowSpan(labels[i]);
            for (var j = 0; j < d; j++) sum[j] += shrink * shifted[j];
        }
        var sigma = GaussianDeviation(epsilon, delta);
        for (var c = 0; c < classes; c++)
        {
            counts[c] = Math.Max(1, counts[c] + sigma / Math.Sqrt(CountShare) * random.NextNormal());
            squares[c] += radius * radius * sigma / Math.Sqrt(SquareShare) * random.NextNormal();
            foreach (ref var entry in sums.RowSpan(c)) entry += radius * sigma / Math.Sqrt(SumShare) * random.NextNormal();
        }
        return new MeanDistanceClassifier(centre, counts, sums, squares);
    }

    /// <summary>The class of each query: (queries).</summary>
    public int[] Predict(Tensor queries)
    {
        var products = LinearAlgebra.MatMul(queries - _centre, _sums, false, true); // (queries, classes)
        var labels = new int[queries.Rows];
        for (var i = 0; i < labels.Length; i++)
        {
            var least = double.PositiveInfinity;
            for (var c = 0; c < _counts.Length; c++)
            {
                var distance = (_squares[c] - 2 * products[i, c]) / _counts[c]; // ‖y‖² is the same for all classes
                if (distance < least) (least, labels[i]) = (distance, c);
            }
        }
        return labels;
    }

    /// <summary>
    /// The standard deviation with which normal noise makes a vector of sensitivity 1 (Euclidean) (ε, δ)-private: the smallest one with
    /// Φ(1/(2σ) − εσ) − e^ε·Φ(−1/(2σ) − εσ) ≤ δ (Balle and Wang 2018).
    /// </summary>
    public static double GaussianDeviation(double epsilon, double delta)
    {
        Privacy.RequireEpsilon(epsilon);
        if (!(delta > 0 && delta < 1)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "δ must lie between 0 and 1.");
        var (low, high) = (1e-3, 1e6);
        for (var step = 0; step < 100; step++)
        {
            var middle = Math.Sqrt(low * high);
            var reached = Normal(1 / (2 * middle) - epsilon * middle) - Math.Exp(epsilon) * Normal(-1 / (2 * middle) - epsilon * middle);
            if (reached > delta) low = middle;
            else high = middle;
        }
        return high;
    }

    private static double Normal(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
}
