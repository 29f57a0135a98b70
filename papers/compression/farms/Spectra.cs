using Praxis.Numerics;

namespace Praxis.Papers.Compression.Farms;

/// <summary>Eigenvalues of WᵀW of a matrix, whole or through windows.</summary>
public static class Spectra
{
    /// <summary>The squared singular values of a matrix: min(rows, columns) of them.</summary>
    /// <param name="weight">(rows, columns), finite.</param>
    public static double[] Whole(Tensor weight)
    {
        var w = weight.To(DType.F64).Contiguous();
        bool wide = w.Rows <= w.Columns;
        return LinearAlgebra.SymmetricEigenvalues(LinearAlgebra.MatMul(w, w, transposeA: !wide, transposeB: wide)).ToArray();
    }

    /// <summary>The eigenvalues of all windows together. They are pooled before a tail is fitted: averaging the windows' exponents would give another number.</summary>
    /// <param name="weight">(rows, columns), finite.</param>
    /// <param name="grid">The windows.</param>
    public static double[] ThroughWindows(Tensor weight, WindowGrid grid) =>
        [.. grid.Windows(weight.Rows, weight.Columns).SelectMany(window => Whole(weight.Slice(0, window.Row, window.Height).Slice(1, window.Column, window.Width)))];

    /// <summary>α of a matrix.</summary>
    /// <param name="weight">(rows, columns), finite.</param>
    /// <param name="grid">FARMS's windows; null: the whole matrix at once.</param>
    /// <returns>α; null where there are too few eigenvalues.</returns>
    public static double? Exponent(Tensor weight, WindowGrid? grid) =>
        TailExponent.OfUpperHalf(grid is null ? Whole(weight) : ThroughWindows(weight, grid));
}
