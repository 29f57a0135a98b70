namespace Praxis.Numerics;

/// <summary>
/// The k largest singular triplets of a matrix, to a tolerance, by Golub–Kahan–Lanczos bidiagonalisation with thick restarts
/// (J. Baglama, L. Reichel, SIAM J. Sci. Comput. 27, 2005). The vectors of the shorter side are kept orthogonal always, those of the longer
/// side whenever they are seen to lose it (H. Simon, H. Zha, SIAM J. Sci. Comput. 21, 2000).
/// </summary>
/// <remarks>
/// A singular value of high multiplicity may be found fewer times than it is there, as with every method that starts from one vector, when
/// its copies have not yet appeared by rounding; <see cref="RandomizedSvd"/>, which starts from a block, does not miss up to that many.
/// </remarks>
public static class TruncatedSvd
{
    private const string Name = "TruncatedSvd";

    /// <summary>The k largest singular triplets of a dense matrix.</summary>
    /// <param name="a">m × n.</param>
    /// <param name="k">At most min(m, n).</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above min(m, n), or an option is out of range.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TruncatedSvdResult Compute(Tensor a, int k, TruncatedOptions? options = null) => Compute(MatrixProducts.Of(Name, a), k, options);

    /// <summary>The k largest singular triplets of a sparse matrix, whose transpose is made and kept.</summary>
    /// <inheritdoc cref="Compute(Tensor, int, TruncatedOptions?)"/>
    public static TruncatedSvdResult Compute(SparseMatrix a, int k, TruncatedOptions? options = null) => Compute(MatrixProducts.Of(Name, a), k, options);

    /// <summary>The k largest singular triplets of an operator.</summary>
    /// <inheritdoc cref="Compute(Tensor, int, TruncatedOptions?)"/>
    public static TruncatedSvdResult Compute(LinearOperator a, int k, TruncatedOptions? options = null) => Compute(MatrixProducts.Of(Name, a), k, options);

    private static TruncatedSvdResult Compute(MatrixProducts a, int k, TruncatedOptions? options)
    {
        options ??= new TruncatedOptions();
        int shorter = Math.Min(a.Rows, a.Columns);
        TruncatedBounds.Check(Name, k, shorter, options);
        int subspace = TruncatedBounds.Subspace(k, shorter, options);
        if (subspace >= shorter || k == 0)
            return Whole(a, k, options);

        // The method's short vectors lie on the right.
        bool flipped = a.Rows < a.Columns;
        var tall = flipped ? a.Transpose() : a;
        var process = new LanczosBidiagonalization(tall, k, subspace, options);
        process.Run();
        return Finish(tall, flipped, process, options);
    }

    // A v = u s holds for what is returned to rounding, by one more product; what remains is ‖Aᵀu − s v‖.
    private static TruncatedSvdResult Finish(MatrixProducts tall, bool flipped, LanczosBidiagonalization process, TruncatedOptions options)
    {
        var right = process.RightVectors(); // (n, k)
        (var q, var r) = TallFactors.Qr(tall.Apply(right));
        var small = LinearAlgebra.Svd(r);
        var u = LinearAlgebra.MatMul(q, small.U); // (m, k)
        var v = LinearAlgebra.MatMul(right, small.Vt, transposeA: false, transposeB: true); // (n, k)
        var residuals = TruncatedBounds.ColumnNorms(tall.ApplyTransposed(u) - (v * small.S));
        var factors = flipped ? Signed(v, small.S, u) : Signed(u, small.S, v);
        bool converged = TruncatedBounds.Within(residuals, small.S.MaxAbs(), options);
        return new TruncatedSvdResult(factors, residuals, process.Restarts, process.Steps, converged);
    }

    private static TruncatedSvdResult Whole(MatrixProducts a, int k, TruncatedOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        var dense = a.ToDense();
        var svd = LinearAlgebra.Svd(dense);
        var u = svd.U.Slice(1, 0, k).Contiguous();
        var s = svd.S.Slice(0, 0, k).Clone();
        var vt = svd.Vt.Slice(0, 0, k).Contiguous();
        var left = TruncatedBounds.ColumnNorms(LinearAlgebra.MatMul(dense, vt, false, true) - (u * s));
        var right = TruncatedBounds.ColumnNorms(LinearAlgebra.MatMul(dense, u, true, false) - (vt.Transpose() * s));
        var residuals = Tensor.Zeros(k);
        for (int i = 0; i < k; i++)
            residuals[i] = Math.Max(left[i], right[i]);
        return new TruncatedSvdResult(new SvdDecomposition(u, s, vt), residuals, 0, 0, TruncatedBounds.Within(residuals, k == 0 ? 0 : s.MaxAbs(), options));
    }

    private static SvdDecomposition Signed(Tensor u, Tensor s, Tensor v)
    {
        var signs = TruncatedSigns.Of(u);
        return new SvdDecomposition(u * signs, s, (v * signs).Transpose().Contiguous());
    }
}
