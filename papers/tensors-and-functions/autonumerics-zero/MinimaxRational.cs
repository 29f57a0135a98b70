namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>
/// The best rational approximation of 2^(r·x) on [0, 1] in the largest relative error, by Remez' exchange in 28-digit decimal arithmetic: in double the
/// equations of [3/3] and beyond lose all the digits that are asked for.
/// </summary>
public static class MinimaxRational
{
    private const int GridPoints = 401;

    /// <summary>P and Q of the best P/Q with P of degree <paramref name="m"/> and Q of degree <paramref name="n"/>, lowest coefficient first, q₀ = 1.</summary>
    /// <param name="m">Degree of P.</param>
    /// <param name="n">Degree of Q.</param>
    /// <param name="r">The factor of x in the exponent, above 0 and at most 1.</param>
    /// <returns>The coefficients, and the level of the equal ripples.</returns>
    public static (decimal[] P, decimal[] Q, decimal Level) Of(int m, int n, decimal r)
    {
        decimal[] grid = [.. Enumerable.Range(0, GridPoints).Select(i => (1 - (decimal)Math.Cos(Math.PI * i / (GridPoints - 1))) / 2)];
        decimal[] values = [.. grid.Select(x => PowerOfTwo(r * x))];
        var size = m + n + 2;
        int[] reference = [.. Enumerable.Range(0, size).Select(i => i * (GridPoints - 1) / (size - 1))];
        decimal[] p = [], q = [];
        var level = 0m;
        for (var round = 0; round < 30; round++)
        {
            for (var inner = 0; inner < 20; inner++)
            {
                // P(xᵢ) − yᵢ(1 + sᵢE)(Q(xᵢ) − 1) − sᵢyᵢE = yᵢ with sᵢ = (−1)ⁱ; the E in the product is that of the round before.
                var a = new decimal[size, size + 1];
                for (var i = 0; i < size; i++)
                {
                    decimal x = grid[reference[i]], y = values[reference[i]], sign = i % 2 == 0 ? 1 : -1, power = 1;
                    for (var j = 0; j <= Math.Max(m, n); j++, power *= x)
                    {
                        if (j <= m) a[i, j] = power;
                        if (j > 0 && j <= n) a[i, m + j] = -y * (1 + sign * level) * power;
                    }
                    a[i, size - 1] = -y * sign;
                    a[i, size] = y;
                }
                var solved = Solve(a, size);
                (p, q) = (solved[..(m + 1)], [1, .. solved[(m + 1)..(size - 1)]]);
                var change = Math.Abs(solved[^1] - level);
                level = solved[^1];
                if (change < 1e-6m * Math.Abs(level)) break;
            }
            decimal[] errors = [.. grid.Select((x, i) => At(p, x) / At(q, x) / values[i] - 1)];
            List<int> extremes = [0];
            for (var i = 1; i < GridPoints; i++)
            {
                if (Math.Sign(errors[i]) != Math.Sign(errors[extremes[^1]])) extremes.Add(i);
                else if (Math.Abs(errors[i]) > Math.Abs(errors[extremes[^1]])) extremes[^1] = i;
            }
            if (extremes.Count != size || extremes.SequenceEqual(reference)) break;
            reference = [.. extremes];
        }
        return (p, q, Math.Abs(level));
    }

    /// <summary>2^x for x in [0, 1] by the exponential series.</summary>
    public static decimal PowerOfTwo(decimal x)
    {
        const decimal ln2 = 0.6931471805599453094172321215m;
        decimal term = 1, sum = 1;
        for (var k = 1; term > 1e-28m; k++) sum += term *= x * ln2 / k;
        return sum;
    }

    private static decimal At(decimal[] coefficients, decimal x)
    {
        var value = 0m;
        for (var j = coefficients.Length - 1; j >= 0; j--) value = value * x + coefficients[j];
        return value;
    }

    /// <summary>Gaussian elimination with the largest pivot of the column; the right side is the last column.</summary>
    private static decimal[] Solve(decimal[,] a, int size)
    {
        for (var k = 0; k < size; k++)
        {
            var pivot = Enumerable.Range(k, size - k).MaxBy(i => Math.Abs(a[i, k]));
            for (var j = k; j <= size; j++) (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            for (var i = k + 1; i < size; i++)
            {
                var factor = a[i, k] / a[k, k];
                for (var j = k; j <= size; j++) a[i, j] -= factor * a[k, j];
            }
        }
        var solved = new decimal[size];
        for (var i = size - 1; i >= 0; i--)
        {
            var sum = a[i, size];
            for (var j = i + 1; j < size; j++) sum -= a[i, j] * solved[j];
            solved[i] = sum / a[i, i];
        }
        return solved;
    }
}
