using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>A sparse regression problem y = X w* + noise whose signal is known.</summary>
public sealed record SparseProblem
{
    /// <summary>The noise's standard deviation in all problems of the study.</summary>
    public const double Noise = 0.3;

    /// <summary>X: (n, d), columns of norm √n.</summary>
    public required Tensor X { get; init; }

    /// <summary>T: the positions of the k non-zeros.</summary>
    public required int[] Support { get; init; }

    /// <summary>X w*: (n), of mean square 1.</summary>
    public required Tensor Signal { get; init; }

    /// <summary>‖w*‖₁.</summary>
    public required double CoefficientSize { get; init; }

    /// <summary>y: (n).</summary>
    public required Tensor Y { get; init; }

    /// <summary>
    /// Puts a signal on the support whose energy is spread evenly over all directions that the columns of X_T span, also those in
    /// which they hardly differ: w_T = √n V Σ⁻¹ a from the SVD of X_T with a random unit vector a, hence X w* = √n U a.
    /// </summary>
    public static SparseProblem Of(Tensor x, int[] support, RandomStream random)
    {
        var n = x.Rows;
        var svd = LinearAlgebra.Svd(x.TakeColumns(support));
        var a = random.Fork("directions").Normal(support.Length);
        a /= LinearAlgebra.Norm(a);
        var signal = Math.Sqrt(n) * LinearAlgebra.MatVec(svd.U, a);                               // (n)
        var w = Math.Sqrt(n) * LinearAlgebra.MatVec(svd.Vt.Transpose(), a / svd.S);               // (k)
        return new SparseProblem
        {
            X = x,
            Support = support,
            Signal = signal,
            CoefficientSize = w.Abs().Sum(),
            Y = signal + Noise * random.Fork("noise").Normal(n),
        };
    }

    /// <summary>‖X w* − f‖²/n.</summary>
    public double Error(Tensor fitted) => (fitted - Signal).Square().Mean();
}

/// <summary>The design matrices of the study; every column has norm √n.</summary>
public static class Designs
{
    /// <summary>Independent normal entries.</summary>
    public static Tensor Independent(int n, int d, RandomStream random) => Scaled(random.Normal(n, d));

    /// <summary>Half of the columns independent, the other half u + δ·gᵢ around one direction u.</summary>
    public static Tensor HalfCluster(int n, int d, double difference, RandomStream random)
    {
        var x = random.Fork("columns").Normal(n, d);
        var centre = random.Fork("centre").Normal(n, 1);
        var cluster = x.Slice(1, d / 2, d - d / 2);
        cluster.CopyFrom(centre + difference * cluster);
        return Scaled(x);
    }

    /// <summary>Every column of the first half has a twin in the second: x + δ·g.</summary>
    public static Tensor Twins(int n, int d, double difference, RandomStream random)
    {
        var first = random.Fork("columns").Normal(n, d / 2);
        return Scaled(Tensor.Concat(1, first, first + difference * random.Fork("differences").Normal(n, d / 2)));
    }

    /// <summary>Random singular vectors and singular values that fall geometrically over so many decades.</summary>
    public static Tensor Geometric(int n, int d, double decades, RandomStream random)
    {
        var svd = LinearAlgebra.Svd(random.Normal(n, d)); // U (n, r), Vᵀ (r, d)
        var r = svd.S.Length;
        var spectrum = Tensor.Wrap([.. Enumerable.Range(0, r).Select(i => Math.Pow(10, -decades * i / (r - 1)))], r);
        return Scaled(LinearAlgebra.MatMul(svd.U * spectrum, svd.Vt));
    }

    private static Tensor Scaled(Tensor x) => (x * (Math.Sqrt(x.Rows) / x.Square().Sum(0).Sqrt())).Contiguous();
}
