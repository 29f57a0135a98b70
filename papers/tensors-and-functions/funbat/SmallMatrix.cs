namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>Square matrices of a few rows, in spans, row-major: a filter handles thousands of them, each too small for a library call.</summary>
internal static class SmallMatrix
{
    /// <summary>C += factor·A B with A (m, n) and B (n, p).</summary>
    public static void AddProduct(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int m, int n, int p, double factor = 1)
    {
        for (var i = 0; i < m; i++)
            for (var k = 0; k < n; k++)
            {
                var scale = factor * a[i * n + k];
                for (var j = 0; j < p; j++) c[i * p + j] += scale * b[k * p + j];
            }
    }

    /// <summary>C += factor·A Bᵀ with A (m, n) and B (p, n).</summary>
    public static void AddProductTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int m, int n, int p, double factor = 1)
    {
        for (var i = 0; i < m; i++)
            for (var j = 0; j < p; j++)
            {
                double sum = 0;
                for (var k = 0; k < n; k++) sum += a[i * n + k] * b[j * n + k];
                c[i * p + j] += factor * sum;
            }
    }

    /// <summary>Solves A X = B by elimination with partial pivoting; A (n, n) is destroyed, B (n, p) becomes X.</summary>
    public static void SolveInPlace(Span<double> a, Span<double> b, int n, int p)
    {
        for (var k = 0; k < n; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < n; i++)
                if (Math.Abs(a[i * n + k]) > Math.Abs(a[pivot * n + k])) pivot = i;
            if (!(Math.Abs(a[pivot * n + k]) > 0)) throw new ArithmeticException("A covariance became singular. Scale the values to a variance near 1, or lengthen the gaps between coordinates.");
            if (pivot != k)
            {
                Exchange(a.Slice(k * n, n), a.Slice(pivot * n, n));
                Exchange(b.Slice(k * p, p), b.Slice(pivot * p, p));
            }
            for (var i = k + 1; i < n; i++)
            {
                var factor = a[i * n + k] / a[k * n + k];
                if (factor == 0) continue;
                for (var j = k + 1; j < n; j++) a[i * n + j] -= factor * a[k * n + j];
                for (var j = 0; j < p; j++) b[i * p + j] -= factor * b[k * p + j];
            }
        }
        for (var k = n - 1; k >= 0; k--)
            for (var j = 0; j < p; j++)
            {
                var sum = b[k * p + j];
                for (var i = k + 1; i < n; i++) sum -= a[k * n + i] * b[i * p + j];
                b[k * p + j] = sum / a[k * n + k];
            }

        static void Exchange(Span<double> left, Span<double> right)
        {
            for (var j = 0; j < left.Length; j++) (left[j], right[j]) = (right[j], left[j]);
        }
    }

    /// <summary>Replaces A by (A + Aᵀ)/2, which rounding takes a covariance away from.</summary>
    public static void Symmetrize(Span<double> a, int n)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                a[i * n + j] = a[j * n + i] = 0.5 * (a[i * n + j] + a[j * n + i]);
    }
}
