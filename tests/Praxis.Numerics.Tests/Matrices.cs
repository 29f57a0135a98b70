namespace Praxis.Numerics.Tests;

/// <summary>Matrices whose decomposition is known.</summary>
internal static class Matrices
{
    /// <summary>A matrix with random singular vectors and the given singular values.</summary>
    public static Tensor WithSingularValues(int m, int n, Func<int, double> value)
    {
        int k = Math.Min(m, n);
        var stream = new RandomStream((1000L * m) + n);
        var left = stream.HaarOrthogonal(m, k);
        var right = stream.HaarOrthogonal(n, k);
        return LinearAlgebra.MatMul(left * Tensor.FromArray([.. Enumerable.Range(0, k).Select(value)]), right, false, true);
    }
}
