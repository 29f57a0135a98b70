namespace Praxis.Numerics;

/// <summary>A matrix of rank at most r, U Vᵀ: (m + n) r parameters, 2 (m + n) r flops.</summary>
public sealed class LowRankOperator : LinearOperator
{
    private readonly Tensor _u;
    private readonly Tensor _v;

    /// <summary>Creates the operator U Vᵀ.</summary>
    /// <param name="u">m × r.</param>
    /// <param name="v">n × r.</param>
    /// <exception cref="ShapeException">A tensor is no matrix or the numbers of columns differ.</exception>
    /// <exception cref="NonFiniteException">A factor has NaN or infinite entries.</exception>
    public LowRankOperator(Tensor u, Tensor v)
        : base("low-rank", u.Rows, v.Rows)
    {
        if (u.Columns != v.Columns)
            throw ShapeException.Between("LowRankOperator", u.Shape, v.Shape, "both factors need the same number of columns, the rank");
        _u = OperatorParts.Own(u, 2, "LowRankOperator: U");
        _v = OperatorParts.Own(v, 2, "LowRankOperator: V");
    }

    /// <summary>The number r of columns of the factors.</summary>
    public int FactorColumns => _u.Columns;

    /// <inheritdoc/>
    public override long ParameterCount => ((long)Rows + Columns) * FactorColumns;

    /// <inheritdoc/>
    public override long Flops => 2 * ParameterCount;

    /// <inheritdoc/>
    public override Tensor ToDense() => LinearAlgebra.MatMul(_u, _v, transposeA: false, transposeB: true);

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) => Chain(_u, _v, x);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) => Chain(_v, _u, y);

    private static Tensor Chain(Tensor left, Tensor right, Tensor block) =>
        LinearAlgebra.MatMul(left, LinearAlgebra.MatMul(right, block, transposeA: true, transposeB: false));
}
