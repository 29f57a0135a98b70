namespace Praxis.Numerics;

/// <summary>D + U Vᵀ with a diagonal D: n + 2nr parameters, 2n + 4nr flops.</summary>
public sealed class DiagonalPlusLowRankOperator : LinearOperator, ISolvable
{
    private readonly DiagonalOperator _diagonal;
    private readonly LowRankOperator _lowRank;
    private readonly Tensor _v;
    private readonly Lazy<(Tensor ScaledU, LuDecomposition Capacitance)> _woodbury;

    /// <summary>Creates the operator D + U Vᵀ.</summary>
    /// <param name="diagonal">The diagonal of D, n entries.</param>
    /// <param name="u">n × r.</param>
    /// <param name="v">n × r.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="NonFiniteException">A part has NaN or infinite entries.</exception>
    public DiagonalPlusLowRankOperator(Tensor diagonal, Tensor u, Tensor v)
        : base("diagonal-plus-low-rank", diagonal.Length, diagonal.Length)
    {
        _diagonal = new DiagonalOperator(diagonal);
        _lowRank = new LowRankOperator(u, v);
        if (u.Rows != Rows || v.Rows != Rows)
            throw ShapeException.Between("DiagonalPlusLowRankOperator", u.Shape, v.Shape, $"both factors need {Rows} rows, as the diagonal");
        var ownU = u.To(DType.F64).Clone();
        _v = v.To(DType.F64).Clone();
        _woodbury = new(() =>
        {
            var scaled = _diagonal.Solve(ownU); // (n, r)
            var capacitance = Tensor.Identity(_v.Columns) + LinearAlgebra.MatMul(_v, scaled, true, false); // (r, r)
            return (scaled, LinearAlgebra.WellConditioned($"Solve with {this}: I + Vᵀ D⁻¹ U", capacitance));
        });
    }

    /// <inheritdoc/>
    public override long ParameterCount => _diagonal.ParameterCount + _lowRank.ParameterCount;

    /// <inheritdoc/>
    public override long Flops => _diagonal.Flops + _lowRank.Flops + Rows;

    /// <summary>
    /// Solves by the Woodbury identity, x = D⁻¹ b − D⁻¹ U (I + Vᵀ D⁻¹ U)⁻¹ Vᵀ D⁻¹ b. A zero on the diagonal is an error even where
    /// D + U Vᵀ is regular; so large a U Vᵀ beside D that the two terms cancel costs as many digits as they cancel.
    /// </summary>
    /// <inheritdoc/>
    public Tensor Solve(Tensor b) => SolveBlocks(b, block =>
    {
        var scaled = _diagonal.Solve(block); // (n, k)
        (var scaledU, var capacitance) = _woodbury.Value;
        var inner = capacitance.Solve(LinearAlgebra.MatMul(_v, scaled, true, false)); // (r, k)
        return scaled - LinearAlgebra.MatMul(scaledU, inner);
    });

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) => _diagonal.Apply(x) + _lowRank.Apply(x);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) => _diagonal.Apply(y) + _lowRank.ApplyTransposed(y);
}
