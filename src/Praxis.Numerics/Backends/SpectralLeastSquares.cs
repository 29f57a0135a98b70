namespace Praxis.Numerics.Backends;

/// <summary>Minimum-norm least squares x = V S⁺ Uᵀ b over the singular values that count.</summary>
internal static class SpectralLeastSquares
{
    /// <summary>x (n × columns) ← the solution; returns the numerical rank. a is overwritten.</summary>
    public static int Solve(IDenseBackend backend, double[] a, int m, int n, double[] b, int columns, double tolerance, double[] x)
    {
        int k = Math.Min(m, n);
        var values = new double[k];
        var u = new double[m * k];
        var vt = new double[k * n];
        backend.Svd(a, m, n, SingularVectors.Thin, values, u, vt);
        int rank = 0;
        while (rank < k && values[rank] > tolerance * values[0])
            rank++;
        var coefficients = new double[k * columns];
        var projection = new MatrixProduct(k, columns, m) { TransposeA = true, LeadingA = k, LeadingB = columns, LeadingC = columns };
        backend.Multiply(projection, 1, u, b, 0, coefficients);
        for (int i = 0; i < k; i++)
            for (int j = 0; j < columns; j++)
                coefficients[(i * columns) + j] = i < rank ? coefficients[(i * columns) + j] / values[i] : 0;
        var combination = new MatrixProduct(n, columns, k) { TransposeA = true, LeadingA = n, LeadingB = columns, LeadingC = columns };
        backend.Multiply(combination, 1, vt, coefficients, 0, x);
        return rank;
    }
}
