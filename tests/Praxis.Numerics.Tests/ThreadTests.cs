using System.Numerics;

namespace Praxis.Numerics.Tests;

public class ThreadTests
{
    public static TheoryData<string> Computations => [.. Named.Keys];

    private static readonly Dictionary<string, Func<double[]>> Named = new()
    {
        ["product"] = () => LinearAlgebra.MatMul(Draw(777, 301), Draw(301, 533)).ToArray(),
        ["product in single precision"] = () => LinearAlgebra.MatMul(Draw(300, 301).To(DType.F32), Draw(301, 513).To(DType.F32)).ToArray(),
        ["matrix times vector"] = () => LinearAlgebra.MatVec(Draw(900, 700), Draw(700)).ToArray(),
        ["transpose times vector"] = () => LinearAlgebra.MatVec(Draw(700, 9000).Transpose(), Draw(700)).ToArray(),
        ["dot"] = () => [LinearAlgebra.Dot(Draw(300_001), Draw(300_001))],
        ["norm"] = () => [Draw(1000, 301).FrobeniusNorm()],
        ["exp"] = () => Draw(100_003).Exp().ToArray(),
        ["qr"] = () => LinearAlgebra.Qr(Draw(300, 120)).Q.ToArray(),
        ["svd"] = () => LinearAlgebra.Svd(Draw(140, 90)).U.ToArray(),
        ["symmetric eigenvectors"] = () => LinearAlgebra.SymmetricEigen(Symmetric(150)).Vectors.ToArray(),
        ["eigenvalues"] = () => [.. LinearAlgebra.Eigenvalues(Draw(90, 90)).Select(value => value.Imaginary)],
        ["solution"] = () => LinearAlgebra.Solve(Draw(400, 400), Draw(400, 20)).ToArray(),
        ["least squares"] = () => LinearAlgebra.LeastSquares(Draw(300, 60), Draw(300)).Solution.ToArray(),
        ["cholesky"] = () => LinearAlgebra.Cholesky(Symmetric(300) + (Tensor.Identity(300) * 100)).ToArray(),
        ["large qr"] = () => LinearAlgebra.Qr(Draw(700, 410)).Q.ToArray(),
        ["tall qr"] = () => LinearAlgebra.Qr(Draw(1100, 330)).Q.ToArray(),
        ["large svd"] = () => LinearAlgebra.Svd(Draw(430, 400)).U.ToArray(),
        ["large symmetric eigenvectors"] = () => LinearAlgebra.SymmetricEigen(Symmetric(430)).Vectors.ToArray(),
        ["large cholesky"] = () => LinearAlgebra.Cholesky(Symmetric(900) + (Tensor.Identity(900) * 200)).ToArray(),
        ["pivoted qr"] = () => LinearAlgebra.PivotedQr(Draw(420, 330)).Q.ToArray(),
        ["triangular solution"] = () => LinearAlgebra.SolveTriangular(Draw(300, 300) + (Tensor.Identity(300) * 100), Draw(300, 500), lower: true).ToArray(),
        ["transposed sparse product"] = () => Sparse().MultiplyTransposed(Draw(3000)).ToArray(),
        ["sparse times sparse"] = () => (Sparse() * Sparse().Transpose()).Values.ToArray(),
        ["truncated svd"] = () => TruncatedSvd.Compute(Sparse(), 3, new TruncatedOptions { Tolerance = 1e-3, SubspaceSize = 12 }).U.ToArray(),
        ["truncated eigenvectors"] = () => TruncatedSymmetricEigen.Compute(Symmetric(150), 3, options: new TruncatedOptions { SubspaceSize = 20 }).Vectors.ToArray(),
        ["randomized svd"] = () => RandomizedSvd.Compute(Draw(3000, 120), 10).U.ToArray(),
        ["adaptive svd"] = () => RandomizedSvd.ToTolerance(Draw(600, 80), 0.5).Vt.ToArray(),
        ["sobol points"] = () => new SobolSequence(3).Points(5000).ToArray(),
        ["fourier"] = () => Transformed(5040),
        ["long fourier"] = () => Transformed(1 << 17),
        ["fourier by a chirp"] = () => Transformed(40_009),
        ["fourier over an axis"] = OverAxis,
        ["real fourier"] = () => [.. Fourier.ForwardReal(Draw(200, 120)).Select(term => term.Imaginary)],
        ["walsh-hadamard"] = () => WalshHadamard.Transform(Draw(1 << 17)).ToArray(),
        ["cosine transforms"] = () => CosineTransform.Forward(Draw(300, 100)).ToArray(),
        ["toeplitz product"] = () => new ToeplitzOperator(Tensor.Ones(9000) + Draw(9000), Tensor.Ones(9000) + Draw(9000)).Apply(Draw(9000, 21)).ToArray(),
        ["softmax of rows"] = () => Draw(500, 301).Softmax().ToArray(),
        ["softmax of a long row"] = () => Draw(300_001).Softmax().ToArray(),
        ["tanh"] = () => Draw(100_003).Tanh().ToArray(),
        ["sparse product"] = () => SparseMatrix.FromDense(Draw(600, 20)).Multiply(Draw(20, 3)).ToArray(),
    };

    [Theory]
    [MemberData(nameof(Computations))]
    public void Results_are_the_same_bits_on_one_thread_and_on_many(string name)
    {
        int before = Backend.Threads;
        try
        {
            Backend.Threads = 1;
            double[] one = Named[name]();
            foreach (int threads in new[] { 2, 3 })
            {
                Backend.Threads = threads;
                Assert.Equal(one, Named[name]());
            }
        }
        finally
        {
            Backend.Threads = before;
        }
    }

    private static Tensor Draw(params int[] shape) => new RandomStream(shape.Length + shape[0]).Normal(shape);

    private static SparseMatrix Sparse() => new RandomStream(9).SparseSigns(3000, 4000, 8);

    private static Tensor Symmetric(int n)
    {
        var a = Draw(n, n);
        return a + a.Transpose();
    }

    private static double[] Transformed(int length)
    {
        Complex[] values = [.. Draw(length).ToArray().Select(value => new Complex(value, 1))];
        Fourier.Forward(values);
        return [.. values.Select(value => value.Real)];
    }

    private static double[] OverAxis()
    {
        Complex[] values = [.. Draw(300, 210).ToArray().Select(value => new Complex(value, 1))];
        Fourier.Forward(values, [300, 210], 0);
        return [.. values.Select(value => value.Real)];
    }
}
