using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

/// <summary>Other ways to the directions in which a function varies; each gives k columns of length d.</summary>
public static class Directions
{
    /// <summary>Sliced inverse regression (Li, 1991): the spread of the means of x in ten slices of y, relative to the spread of x.</summary>
    /// <param name="x">(n, d), standardised.</param>
    /// <param name="y">(n).</param>
    /// <param name="k">How many directions.</param>
    public static Tensor SlicedInverseRegression(Tensor x, Tensor y, int k)
    {
        const int slices = 10;
        var order = Enumerable.Range(0, x.Rows).OrderBy(i => y[i]).ToArray();
        var between = Tensor.Zeros(x.Columns, x.Columns); // (d, d)
        for (var slice = 0; slice < slices; slice++)
        {
            var rows = order[(slice * order.Length / slices)..((slice + 1) * order.Length / slices)];
            var mean = x.TakeRows(rows).Mean(0); // (d)
            between.AddScaled(LinearAlgebra.Outer(mean, mean), (double)rows.Length / x.Rows);
        }
        return Last(LinearAlgebra.GeneralizedSymmetricEigen(between, Moments(x)), k);
    }

    /// <summary>Eigenvectors of the mean of ∇g ∇gᵀ.</summary>
    /// <param name="gradients">(rows, d).</param>
    /// <param name="k">How many directions.</param>
    public static Tensor OfGradients(Tensor gradients, int k) => Last(LinearAlgebra.SymmetricEigen(Moments(gradients)), k);

    /// <summary>Gradients by local linear regression (outer product of gradients; Xia and others, 2002) with a Gaussian kernel of width 2.34·n^(−1/(d+6)).</summary>
    /// <param name="x">(n, d), standardised.</param>
    /// <param name="y">(n).</param>
    /// <param name="places">At how many of the rows.</param>
    public static Tensor LocalGradients(Tensor x, Tensor y, int places)
    {
        var (n, d) = (x.Rows, x.Columns);
        var width = 2.34 * Math.Pow(n, -1.0 / (d + 6));
        var design = Tensor.Concat(1, Tensor.Ones(n, 1), x);  // (n, 1 + d)
        var kernel = NetworkObjective.Features(x / width, x / width); // (n, n)
        places = Math.Min(places, n);
        var gradients = Tensor.Zeros(places, d);
        for (var place = 0; place < places; place++)
        {
            var weights = kernel.Row(place).Reshape(n, 1);
            var weighted = design * (weights / weights.Sum()); // (n, 1 + d)
            var moments = LinearAlgebra.MatMul(weighted, design, transposeA: true, transposeB: false); // (1 + d, 1 + d)
            for (var j = 0; j <= d; j++) moments[j, j] += 1e-3;
            var slopes = LinearAlgebra.Solve(moments, LinearAlgebra.MatVec(weighted.Transpose(), y)); // (1 + d)
            for (var j = 0; j < d; j++) gradients[place, j] = slopes[j + 1];
        }
        return gradients;
    }

    /// <summary>The directions in which x varies most, whatever y is.</summary>
    /// <param name="x">(n, d), standardised.</param>
    /// <param name="k">How many directions.</param>
    public static Tensor PrincipalComponents(Tensor x, int k) => Last(LinearAlgebra.SymmetricEigen(Moments(x)), k);

    /// <summary>The largest principal angle between the spans of two sets of columns, in degrees.</summary>
    /// <param name="a">(d, k).</param>
    /// <param name="b">(d, k).</param>
    public static double LargestAngle(Tensor a, Tensor b)
    {
        var cosines = LinearAlgebra.SingularValues(LinearAlgebra.MatMul(LinearAlgebra.Qr(a).Q, LinearAlgebra.Qr(b).Q, transposeA: true, transposeB: false)); // (k)
        return Math.Acos(Math.Clamp(cosines.Min(), 0, 1)) * 180 / Math.PI;
    }

    private static Tensor Moments(Tensor x) => LinearAlgebra.MatMul(x, x, transposeA: true, transposeB: false) / x.Rows;

    private static Tensor Last(SymmetricEigenDecomposition eigen, int k) => eigen.Vectors.Slice(1, eigen.Vectors.Columns - k, k).Contiguous();
}
