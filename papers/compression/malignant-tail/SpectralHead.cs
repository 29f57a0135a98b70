using Praxis.Numerics;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>
/// A linear classifier in principal coordinates. Because these are orthogonal on the training inputs, a classifier on the first d of them,
/// or on any band, is this one with the other coefficients left out: one fit serves every d.
/// </summary>
/// <param name="Offset">The scores at the mean of the training features: (classes).</param>
/// <param name="Coefficients">What one unit along each direction adds to the scores: (rank, classes).</param>
public sealed record SpectralHead(Tensor Offset, Tensor Coefficients)
{
    /// <summary>The number of directions.</summary>
    public int Rank => Coefficients.Rows;

    /// <summary>
    /// The head that least squares (with a ridge) fits to labels: of direction j it takes σ_j/(σ_j² + λ) · u_jᵀ Y, with Y the labels as
    /// rows of zeros with a one.
    /// </summary>
    /// <param name="spectrum">Of the training features.</param>
    /// <param name="labels">Labels of the same inputs, which may be noisy: (count), whole numbers from 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="ridge">λ as a share of the largest σ².</param>
    /// <exception cref="ArgumentException">Labels that do not belong to the features, or a negative ridge.</exception>
    public static SpectralHead Refitted(FeatureSpectrum spectrum, Tensor labels, int classes, double ridge = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        if (labels.Length != spectrum.Left.Rows)
            throw new ArgumentException($"There are {labels.Length} labels for {spectrum.Left.Rows} inputs.", nameof(labels));
        var targets = LabelNoise.OneHot(labels, classes);                                          // (count, classes)
        double strength = ridge * spectrum.SingularValues[0] * spectrum.SingularValues[0];
        var scale = spectrum.SingularValues.Map(value => value / ((value * value) + strength));     // (rank)
        var coefficients = LinearAlgebra.MatMul(spectrum.Left, targets, transposeA: true, transposeB: false);
        return new SpectralHead(targets.Mean(0), coefficients * scale.Reshape(-1, 1));              // (rank, classes)
    }

    /// <summary>The network's own last layer, to be used on truncated features.</summary>
    /// <param name="spectrum">Of the training features.</param>
    /// <param name="weight">V: (classes, features).</param>
    /// <param name="bias">(classes).</param>
    public static SpectralHead Reused(FeatureSpectrum spectrum, Tensor weight, Tensor bias)
    {
        var own = weight.To(DType.F64);
        return new SpectralHead(
            LinearAlgebra.MatVec(own, spectrum.Mean) + bias.To(DType.F64),
            LinearAlgebra.MatMul(spectrum.Directions, own, transposeA: true, transposeB: true));     // (rank, classes)
    }

    /// <summary>The scores from a band of directions.</summary>
    /// <param name="coordinates">(count, rank).</param>
    /// <param name="first">The first direction, from 0.</param>
    /// <param name="end">The direction after the last.</param>
    /// <returns>(count, classes).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The band is empty or goes beyond the numerical rank.</exception>
    public Tensor Scores(Tensor coordinates, int first, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(first, end);
        return LinearAlgebra.MatMul(
            coordinates.Slice(1, first, end - first).Contiguous(),
            Coefficients.Slice(0, first, end - first).Contiguous()) + Offset;
    }

    /// <summary>The share of inputs whose highest score is their label's, from a band of directions.</summary>
    /// <param name="coordinates">(count, rank).</param>
    /// <param name="labels">(count).</param>
    /// <param name="first">The first direction, from 0.</param>
    /// <param name="end">The direction after the last; all when left out.</param>
    public double Accuracy(Tensor coordinates, Tensor labels, int first = 0, int? end = null) =>
        LabelNoise.Agreement(Scores(coordinates, first, end ?? Rank).ArgMax(1), labels);

    /// <summary>The accuracy with the first d directions, for d = 1, 2, … up to all.</summary>
    /// <param name="coordinates">(count, rank).</param>
    /// <param name="labels">(count).</param>
    public double[] Curve(Tensor coordinates, Tensor labels)
    {
        int classes = Offset.Length;
        var right = new int[Rank];
        Span<double> scores = stackalloc double[classes];
        for (int i = 0; i < coordinates.Rows; i++)
        {
            Offset.AsSpan().CopyTo(scores);
            var place = coordinates.RowSpan(i);
            long label = labels.AsSpan<long>()[i];
            for (int j = 0; j < Rank; j++)
            {
                var row = Coefficients.RowSpan(j);
                for (int c = 0; c < classes; c++)
                    scores[c] += place[j] * row[c];
                right[j] += Largest(scores) == label ? 1 : 0;
            }
        }

        return [.. right.Select(count => (double)count / coordinates.Rows)];
    }

    private static int Largest(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
            if (scores[c] > scores[best])
                best = c;
        return best;
    }
}
