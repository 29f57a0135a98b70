namespace Praxis.Numerics;

/// <summary>
/// A product of reflections H₁ H₂ … H_k with H_i = I − 2 v_i v_iᵀ / (v_iᵀ v_i): an orthogonal matrix with nk parameters and
/// 4nk flops. Its inverse is its transpose.
/// </summary>
public sealed class HouseholderOperator : LinearOperator, ISolvable
{
    private readonly double[][] _units;

    /// <summary>Creates the product from the vectors v₁ … v_k, the columns of a matrix; their lengths do not matter.</summary>
    /// <param name="vectors">n × k.</param>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="ArgumentException">A vector is zero.</exception>
    /// <exception cref="NonFiniteException">A vector has NaN or infinite entries.</exception>
    public HouseholderOperator(Tensor vectors)
        : base("Householder", vectors.Rows, vectors.Rows)
    {
        var given = OperatorParts.Own(vectors, 2, "HouseholderOperator: the vectors");
        _units = new double[given.Columns][];
        for (int i = 0; i < _units.Length; i++)
        {
            // Scaled by the largest entry first, so that a subnormal length is no division by almost nothing.
            var vector = given.Column(i);
            double largest = Rows == 0 ? 0 : vector.MaxAbs();
            if (largest == 0)
                throw new ArgumentException($"HouseholderOperator: vector {i} is zero and names no reflection.", nameof(vectors));
            var scaled = vector / largest;
            _units[i] = (scaled / scaled.FrobeniusNorm()).ToArray();
        }
    }

    /// <inheritdoc/>
    public override long ParameterCount => (long)Rows * _units.Length;

    /// <inheritdoc/>
    public override long Flops => 4 * ParameterCount;

    /// <inheritdoc/>
    public Tensor Solve(Tensor b) => SolveBlocks(b, ApplyTransposedBlock);

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x)
    {
        var result = x.Clone();
        for (int i = _units.Length - 1; i >= 0; i--)
            Reflect(_units[i], result);
        return result;
    }

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y)
    {
        var result = y.Clone();
        foreach (double[] unit in _units)
            Reflect(unit, result);
        return result;
    }

    private static void Reflect(double[] unit, Tensor block)
    {
        int width = block.Columns;
        var values = block.AsSpan();
        var products = new double[width];
        for (int i = 0; i < unit.Length; i++)
            for (int j = 0; j < width; j++)
                products[j] += unit[i] * values[(i * width) + j];
        for (int i = 0; i < unit.Length; i++)
            for (int j = 0; j < width; j++)
                values[(i * width) + j] -= 2 * unit[i] * products[j];
    }
}
