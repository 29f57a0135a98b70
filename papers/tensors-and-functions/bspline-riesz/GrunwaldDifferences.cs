using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>The baseline: shifted Grünwald differences, of first order.</summary>
internal static class GrunwaldDifferences
{
    /// <summary>u at the n − 1 inner points i/n.</summary>
    public static double[] Solve(double alpha, int n, Func<double, double> source)
    {
        var weights = new double[n + 1]; // g_k = (−1)^k C(α, k)
        weights[0] = 1;
        for (var k = 1; k <= n; k++) weights[k] = weights[k - 1] * (k - 1 - alpha) / k;
        var factor = -Math.Pow(n, alpha) / (2 * Math.Cos(Math.PI * alpha / 2));
        var matrix = Tensor.Zeros(n - 1, n - 1);
        for (var i = 0; i < n - 1; i++)
            for (var j = 0; j < n - 1; j++)
                matrix[i, j] = factor * (Weight(i - j + 1) + Weight(j - i + 1));
        return LinearAlgebra.Solve(matrix, Tensor.Wrap([.. Enumerable.Range(1, n - 1).Select(i => source((double)i / n))], n - 1)).ToArray();

        double Weight(int k) => k < 0 ? 0 : weights[k];
    }
}
