using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// Independent entries N(0, 1/m): the dense reference, without a fast multiply. For full-rank A and m > d + 1 the sketched solution
/// is unbiased with covariance ‖A x* − b‖²·(AᵀA)⁻¹/(m − d − 1), which is a yardstick for all others.
/// </summary>
public sealed class GaussianSketch : ISketch
{
    private readonly Tensor _entries; // (m, n)

    private GaussianSketch(Tensor entries) => _entries = entries;

    /// <inheritdoc/>
    public int Rows => _entries.Rows;

    /// <inheritdoc/>
    public int Columns => _entries.Columns;

    /// <summary>Draws a sketch.</summary>
    /// <param name="rows">m, at least 1.</param>
    /// <param name="columns">n, at least 1.</param>
    /// <param name="random">Where the entries come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows or no columns.</exception>
    public static GaussianSketch Draw(int rows, int columns, RandomStream random)
    {
        SketchShapes.Require(rows, columns);
        return new GaussianSketch(random.Normal(rows, columns) * (1 / Math.Sqrt(rows)));
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor a) => SketchShapes.Like(a, LinearAlgebra.MatMul(_entries, SketchShapes.AsMatrix(a, Columns)));
}
