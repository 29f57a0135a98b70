namespace Praxis.Learning.Tests;

internal static partial class OperationCases
{
    private static void Factorizations()
    {
        Add("solve triangular", x => Decompositions.SolveTriangular(x[0], x[1], lower: true), Steep(1, 3), Normal(2, 3, 2));
        Add("solve upper triangular, transposed", x => Decompositions.SolveTriangular(x[0], x[1], lower: false, transpose: true), Steep(1, 3), Normal(2, 3, 2));
        Add("solve", x => Decompositions.Solve(x[0], x[1]), Steep(1, 3), Normal(2, 3, 2));
        Add("inverse", x => Decompositions.Inverse(x[0]), Steep(1, 3));
        Add("log determinant", x => Decompositions.LogDeterminant(x[0]), Steep(1, 3));
        Add("cholesky", x => Decompositions.Cholesky(Positive(x[0])), Steep(1, 3));
        Add("qr", x => Joined(Decompositions.Qr(x[0])), Steep(1, 4).Slice(1, 0, 3));
        Add("eigenvalues and vectors", x => Joined(Decompositions.SymmetricEigen(Positive(x[0]))), Steep(1, 3));
        Add("svd, tall", x => Joined(Decompositions.Svd(x[0])), Steep(1, 4).Slice(1, 0, 3));
        Add("svd, wide", x => Joined(Decompositions.Svd(x[0])), Steep(1, 4).Slice(0, 0, 3));
        Empty("solve triangular", x => Decompositions.SolveTriangular(x[0], x[1], lower: true), [0, 2], Normal(1, 0, 0), Normal(2, 0, 2));
        Empty("solve triangular, right side", x => Decompositions.SolveTriangular(x[0], x[1], lower: true), [3, 0], Steep(1, 3), Normal(2, 3, 0));
        Empty("solve", x => Decompositions.Solve(x[0], x[1]), [0, 2], Normal(1, 0, 0), Normal(2, 0, 2));
        Empty("solve, right side", x => Decompositions.Solve(x[0], x[1]), [3, 0], Steep(1, 3), Normal(2, 3, 0));
        Empty("inverse", x => Decompositions.Inverse(x[0]), [0, 0], Normal(1, 0, 0));
        Empty("log determinant", x => Decompositions.LogDeterminant(x[0]), [], Normal(1, 0, 0));
        Empty("cholesky", x => Decompositions.Cholesky(x[0]), [0, 0], Normal(1, 0, 0));
        Empty("qr", x => Joined(Decompositions.Qr(x[0])), [0], Normal(1, 3, 0));
        Empty("eigenvalues and vectors", x => Joined(Decompositions.SymmetricEigen(x[0])), [0], Normal(1, 0, 0));
        Empty("svd, tall", x => Joined(Decompositions.Svd(x[0])), [0], Normal(1, 3, 0));
        Empty("svd, wide", x => Joined(Decompositions.Svd(x[0])), [0], Normal(1, 0, 3));
    }

    private static void Transforms()
    {
        Add("real Fourier, even", x => RealFourier.Forward(x[0]).Square(), Normal(1, 2, 6));
        Add("real Fourier, odd", x => RealFourier.Forward(x[0]).Square(), Normal(1, 5));
        Add("inverse real Fourier, even", x => RealFourier.Inverse(x[0], 6).Square(), Normal(1, 2, 4, 2));
        Add("inverse real Fourier, odd", x => RealFourier.Inverse(x[0], 5).Square(), Normal(1, 3, 2));
        Empty("real Fourier", x => RealFourier.Forward(x[0]), [0, 4, 2], Normal(1, 0, 6));
        Empty("inverse real Fourier", x => RealFourier.Inverse(x[0], 6), [2, 0, 6], Normal(1, 2, 0, 4, 2));
    }

    private static Variable Positive(Variable x) => x.MatMul(x.Transpose());

    private static Variable Joined((Variable A, Variable B) parts) => Variable.Concatenate(0, parts.A.Reshape(-1), parts.B.Reshape(-1));

    private static Variable Joined((Variable A, Variable B, Variable C) parts) =>
        Variable.Concatenate(0, parts.A.Reshape(-1), parts.B.Reshape(-1), parts.C.Reshape(-1));

    // Regular, with eigenvalues and singular values well apart.
    private static Tensor Steep(int seed, int n) => (Normal(seed, n, n) * 0.3) + Tensor.Diagonal(Tensor.Arange(n) + 1.5);
}
