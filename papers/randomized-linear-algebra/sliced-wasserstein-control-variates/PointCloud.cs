using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>A discrete measure: n points in d dimensions, equally heavy unless weights are given, with the moments the control variates need.</summary>
public sealed class PointCloud
{
    private PointCloud(Tensor points, double[]? weights)
    {
        (Points, Weights) = (points, weights);
        var (n, d) = (points.Rows, points.Columns);
        var mean = new double[d];
        for (var i = 0; i < n; i++) TensorPrimitives.MultiplyAdd(points.RowSpan(i), Weight(i), mean, mean);
        Mean = Tensor.Wrap(mean, d);

        // The moments are those of the empirical measure (weights 1/n, not 1/(n − 1)): only then is a variate's known mean exact.
        for (var i = 0; i < n; i++) TotalVariance += Weight(i) * Math.Pow(TensorPrimitives.Distance<double>(points.RowSpan(i), mean), 2);
    }

    /// <summary>The points: (n, d).</summary>
    public Tensor Points { get; }

    /// <summary>The weights, which sum to 1: (n); null when all are 1/n.</summary>
    public IReadOnlyList<double>? Weights { get; }

    /// <summary>n.</summary>
    public int Count => Points.Rows;

    /// <summary>d.</summary>
    public int Dimension => Points.Columns;

    /// <summary>m, the mean: (d).</summary>
    public Tensor Mean { get; }

    /// <summary>tr Σ, the mean squared distance to the mean.</summary>
    public double TotalVariance { get; }

    /// <summary>Takes points and, if they are not equally heavy, their weights.</summary>
    /// <param name="points">(n, d), n and d at least 1.</param>
    /// <param name="weights">(n), none negative and not all zero; scaled to sum 1.</param>
    /// <exception cref="ArgumentException">No points, a shape that does not fit, or weights that are negative or all zero.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public static PointCloud Of(Tensor points, Tensor? weights = null)
    {
        if (points.Rank != 2 || points.Rows == 0 || points.Columns == 0)
            throw new ArgumentException($"A cloud is a matrix with one point a row; its shape is ({string.Join(", ", points.Shape.ToArray())}).", nameof(points));
        points.EnsureFinite("the cloud");
        var rows = points.To(DType.F64).Contiguous();
        if (weights is null) return new PointCloud(rows, null);

        if (weights.Rank != 1 || weights.Length != points.Rows)
            throw new ArgumentException($"{points.Rows} points need {points.Rows} weights; the weights have shape ({string.Join(", ", weights.Shape.ToArray())}).", nameof(weights));
        weights.EnsureFinite("the weights");
        var masses = weights.ToArray();
        if (Array.FindIndex(masses, mass => mass < 0) is >= 0 and var bad) throw new ArgumentException($"Weight {bad} is negative: {masses[bad]}.", nameof(weights));
        var total = masses.Sum();
        if (total <= 0) throw new ArgumentException("All weights are zero.", nameof(weights));
        return new PointCloud(rows, [.. masses.Select(mass => mass / total)]);
    }

    private double Weight(int i) => Weights is null ? 1.0 / Count : Weights[i];
}
