using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>
/// What each direction gives: the transport cost of the projections and the values of the two control variates, less their known means.
/// </summary>
/// <param name="Transport">W_l = W_p^p(θ_l♯X, θ_l♯Y): (L).</param>
/// <param name="Lower">(θ_lᵀ(m_X − m_Y))² − ‖m_X − m_Y‖²/d: (L), or empty when not asked for.</param>
/// <param name="Upper">(θ_lᵀ(m_X − m_Y))² + s_X² + s_Y² − (‖m_X − m_Y‖² + tr Σ_X + tr Σ_Y)/d: (L), or empty when not asked for.</param>
public sealed record SliceSample(double[] Transport, double[] Lower, double[] Upper)
{
    private const int DirectionsAtOnce = 256;

    /// <summary>L.</summary>
    public int Count => Transport.Length;

    /// <summary>Projects both clouds on every direction.</summary>
    /// <param name="x">X: n points.</param>
    /// <param name="y">Y: m points of the same dimension.</param>
    /// <param name="directions">θ: (L, d), rows of unit length.</param>
    /// <param name="variate">Which control variates are needed.</param>
    /// <param name="order">p, at least 1. For p ≠ 2 the variates are the same: they need not bound W_p^p to be correlated with it.</param>
    /// <param name="cancel">Asked between blocks of directions.</param>
    /// <exception cref="ArgumentException">Clouds or directions of different dimensions, or p below 1.</exception>
    public static SliceSample Measure(PointCloud x, PointCloud y, Tensor directions, ControlVariate variate, double order = 2, CancellationToken cancel = default)
    {
        var d = x.Dimension;
        if (y.Dimension != d) throw new ArgumentException($"The clouds have {d} and {y.Dimension} dimensions; they must have the same.", nameof(y));
        if (directions.Rank != 2 || directions.Rows == 0 || directions.Columns != d)
            throw new ArgumentException($"Directions for {d} dimensions must have shape (L, {d}), not ({string.Join(", ", directions.Shape.ToArray())}).", nameof(directions));
        if (!(order >= 1 && double.IsFinite(order))) throw new ArgumentOutOfRangeException(nameof(order), order, "The order p must be a number from 1 on.");

        var count = directions.Rows;
        var transport = new double[count];
        var lower = variate is ControlVariate.None ? [] : new double[count];
        var upper = variate is ControlVariate.Upper or ControlVariate.Both ? new double[count] : [];
        var shift = x.Mean - y.Mean;                                     // m_X − m_Y: (d)
        var lowerMean = Math.Pow(shift.FrobeniusNorm(), 2) / d;          // E(θᵀv)² = ‖v‖²/d
        var upperMean = lowerMean + (x.TotalVariance + y.TotalVariance) / d;
        for (var first = 0; first < count; first += DirectionsAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            var block = directions.Slice(0, first, Math.Min(DirectionsAtOnce, count - first)); // (l, d)
            var slicesX = LinearAlgebra.MatMul(block, x.Points, transposeA: false, transposeB: true); // (l, n)
            var slicesY = LinearAlgebra.MatMul(block, y.Points, transposeA: false, transposeB: true); // (l, m)
            var slicesOfShift = variate is ControlVariate.None ? null : LinearAlgebra.MatVec(block, shift); // (l)
            for (var l = 0; l < block.Rows; l++)
            {
                if (slicesOfShift is not null) lower[first + l] = slicesOfShift[l] * slicesOfShift[l];
                if (upper.Length > 0) upper[first + l] = lower[first + l] + Variance(slicesX.RowSpan(l), x.Weights) + Variance(slicesY.RowSpan(l), y.Weights) - upperMean;
                if (slicesOfShift is not null) lower[first + l] -= lowerMean;
                transport[first + l] = Transported(slicesX.RowSpan(l), x.Weights, slicesY.RowSpan(l), y.Weights, order);
            }
        }
        return new SliceSample(transport, lower, upper);
    }

    /// <summary>The part of the sample from some directions only.</summary>
    /// <param name="first">The first direction.</param>
    /// <param name="count">How many.</param>
    public SliceSample Part(int first, int count) => new(
        Transport[first..(first + count)],
        Lower.Length == 0 ? [] : Lower[first..(first + count)],
        Upper.Length == 0 ? [] : Upper[first..(first + count)]);

    private static double Variance(ReadOnlySpan<double> values, IReadOnlyList<double>? weights)
    {
        if (weights is null)
        {
            var mean = TensorPrimitives.Sum(values) / values.Length;
            double squares = 0;
            foreach (var value in values) squares += (value - mean) * (value - mean);
            return squares / values.Length;
        }
        double weightedMean = 0, weightedSquares = 0;
        for (var i = 0; i < values.Length; i++) weightedMean += weights[i] * values[i];
        for (var i = 0; i < values.Length; i++) weightedSquares += weights[i] * Math.Pow(values[i] - weightedMean, 2);
        return weightedSquares;
    }

    /// <summary>Sorts both slices in place and matches their quantiles.</summary>
    private static double Transported(Span<double> x, IReadOnlyList<double>? weightsX, Span<double> y, IReadOnlyList<double>? weightsY, double order)
    {
        if (weightsX is null && weightsY is null && x.Length == y.Length)
        {
            x.Sort();
            y.Sort();
            return LineTransport.Sorted(x, y, order);
        }
        // Equal weights on both sides: whole numbers, m for each of n points and n for each of m, add up without rounding.
        var whole = weightsX is null && weightsY is null;
        var massX = SortWithMasses(x, weightsX, whole ? y.Length : 1.0 / x.Length);
        var massY = SortWithMasses(y, weightsY, whole ? x.Length : 1.0 / y.Length);
        return LineTransport.Merged(x, massX, y, massY, order);
    }

    private static double[] SortWithMasses(Span<double> values, IReadOnlyList<double>? weights, double equal)
    {
        var masses = new double[values.Length];
        if (weights is null)
        {
            values.Sort();
            Array.Fill(masses, equal);
            return masses;
        }
        for (var i = 0; i < masses.Length; i++) masses[i] = weights[i];
        values.Sort(masses.AsSpan());
        return masses;
    }
}
