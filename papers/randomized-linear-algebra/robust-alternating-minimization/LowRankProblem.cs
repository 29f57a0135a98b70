using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>A random low-rank matrix with a known column space and some of its entries observed.</summary>
internal sealed record LowRankProblem(Tensor Matrix, Tensor ColumnSpace, SparseMatrix Observed)
{
    /// <summary>M = U* diag(s) V*ᵀ with uniformly random orthonormal factors and singular values from 1 down to 1/κ in equal ratios.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="rank">k.</param>
    /// <param name="condition">κ.</param>
    /// <param name="oversampling">c: c·k·2n entries are observed, uniformly at random.</param>
    /// <param name="random">Where all of it comes from.</param>
    public static LowRankProblem Draw(int n, int rank, double condition, double oversampling, RandomStream random)
    {
        var u = LinearAlgebra.Qr(random.Fork("u").Normal(n, rank)).Q; // (n, k)
        var v = LinearAlgebra.Qr(random.Fork("v").Normal(n, rank)).Q; // (n, k)
        var values = Tensor.Zeros(rank);
        for (var i = 0; i < rank; i++) values[i] = Math.Pow(condition, rank > 1 ? -(double)i / (rank - 1) : 0);
        var matrix = LinearAlgebra.MatMul(u * values, v, transposeA: false, transposeB: true); // (n, n)
        var count = (int)Math.Min((long)n * n, (long)Math.Round(oversampling * rank * 2 * n));
        var cells = random.Fork("observed").Choose(count, n * n);
        return new LowRankProblem(matrix, u, SparseMatrix.FromTriplets(n, n, cells.Select(cell => (cell / n, cell % n, matrix[cell / n, cell % n]))));
    }

    /// <summary>dist(U, U*): the sine of the largest principal angle, ‖(I − U*U*ᵀ)U‖₂.</summary>
    public double DistanceOf(Tensor basis) =>
        LinearAlgebra.SpectralNorm(basis - LinearAlgebra.MatMul(ColumnSpace, LinearAlgebra.MatMul(ColumnSpace, basis, transposeA: true, transposeB: false)));

    /// <summary>‖M − U Vᵀ‖_F / ‖M‖_F over all entries.</summary>
    public double ErrorOf(Completion completion) => (Matrix - completion.Rebuild()).FrobeniusNorm() / Matrix.FrobeniusNorm();
}
