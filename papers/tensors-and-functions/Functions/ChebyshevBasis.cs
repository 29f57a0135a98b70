using System.Numerics.Tensors;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Chebyshev polynomials T_a(x) = cos(a arccos x) on [−1, 1]: nodes, coefficients of the interpolant, values.</summary>
public static class ChebyshevBasis
{
    /// <summary>The nodes of the second kind, x_j = cos(πj/(m−1)), j = 0 … m−1: (m), from 1 to −1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">m is below 2.</exception>
    public static Tensor Nodes(int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        // As a sine the nodes are symmetric to the last bit.
        return Tensor.Arange(m).Map(j => Math.Sin(Math.PI * (m - 1 - (2 * j)) / (2 * (m - 1))));
    }

    /// <summary>
    /// F with F[a, j] = (2 − δ_a0 − δ_a,m−1)/(m−1)·w_j·cos(πaj/(m−1)), w = ½ at both ends and 1 between: takes values at the nodes to the
    /// coefficients of the interpolant (a cosine transform of the first kind).
    /// </summary>
    /// <param name="m">The number of nodes, at least 2.</param>
    /// <returns>(m, m).</returns>
    public static Tensor CoefficientMatrix(int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        var last = m - 1;
        var cosines = new double[2 * last]; // cos(πk/(m−1)), k modulo its period: exact zeros and signs
        for (var k = 0; k < cosines.Length; k++) cosines[k] = Math.Sin(Math.PI * (last - (2 * k)) / (2.0 * last));
        var f = Tensor.Zeros(m, m);
        for (var a = 0; a < m; a++)
            for (var j = 0; j < m; j++)
                f[a, j] = (a == 0 || a == last ? 1.0 : 2.0) / last * (j == 0 || j == last ? 0.5 : 1.0) * cosines[(int)((long)a * j % cosines.Length)];
        return f;
    }

    /// <summary>The coefficients of d/dt Σ_a c[a, k]·T_a: d_{a−1} = d_{a+1} + 2a·c_a, d₀ halved.</summary>
    /// <param name="coefficients">c: (m, r).</param>
    /// <returns>(max(m − 1, 1), r).</returns>
    public static Tensor Differentiate(Tensor coefficients)
    {
        int m = coefficients.Rows, r = coefficients.Columns;
        var derived = Tensor.Zeros(Math.Max(m - 1, 1), r);
        for (var k = 0; k < r; k++)
        {
            for (var a = m - 1; a >= 1; a--)
                derived[a - 1, k] = (a + 1 < m - 1 ? derived[a + 1, k] : 0) + (2 * a * coefficients[a, k]);
            if (m > 1) derived[0, k] /= 2;
        }
        return derived;
    }

    /// <summary>∫ T_a from t₀ to t₁ for a = 0 … m − 1: ½(T_{a+1}/(a+1) − T_{a−1}/(a−1)) from a = 2 on.</summary>
    /// <param name="m">The number of polynomials, at least 1.</param>
    /// <param name="from">t₀ in [−1, 1].</param>
    /// <param name="to">t₁ in [−1, 1].</param>
    /// <returns>(m).</returns>
    public static Tensor Integrals(int m, double from, double to)
    {
        var integrals = Tensor.Zeros(m);
        double[] low = Polynomials(from), high = Polynomials(to);
        for (var a = 0; a < m; a++)
            integrals[a] = a switch
            {
                0 => to - from,
                1 => 0.5 * (to - from) * (to + from),
                _ => 0.5 * (((high[a + 1] - low[a + 1]) / (a + 1)) - ((high[a - 1] - low[a - 1]) / (a - 1))),
            };
        return integrals;

        double[] Polynomials(double t)
        {
            var values = new double[m + 1];
            for (var a = 0; a <= m; a++) values[a] = a switch { 0 => 1, 1 => t, _ => (2 * t * values[a - 1]) - values[a - 2] };
            return values;
        }
    }

    /// <summary>Σ_a c[a, k]·T_a(t_q) by Clenshaw's recurrence.</summary>
    /// <param name="coefficients">c: (m, r).</param>
    /// <param name="points">t in [−1, 1]: (n).</param>
    /// <returns>(n, r).</returns>
    public static Tensor Evaluate(Tensor coefficients, Tensor points)
    {
        const int block = 512;
        int n = points.Length, m = coefficients.Rows, r = coefficients.Columns;
        var c = coefficients.ToArray2D();
        var values = new double[r * n]; // (r, n): one run of memory for each function
        var t = points.ToArray();
        double[] twice = new double[block], b1 = new double[block], b2 = new double[block];
        for (var start = 0; start < n; start += block)
        {
            var size = Math.Min(block, n - start);
            var here = t.AsSpan(start, size);
            var doubled = twice.AsSpan(0, size);
            TensorPrimitives.Multiply(here, 2, doubled);
            for (var k = 0; k < r; k++)
            {
                Span<double> next = b1.AsSpan(0, size), afterNext = b2.AsSpan(0, size); // b_{a+1}, b_{a+2}
                next.Clear();
                afterNext.Clear();
                for (var a = m - 1; a >= 1; a--)
                {
                    // b_a = c_a + 2t·b_{a+1} − b_{a+2}, over the place of b_{a+2}
                    TensorPrimitives.Subtract(c[a, k], afterNext, afterNext);
                    TensorPrimitives.MultiplyAdd(doubled, next, afterNext, afterNext);
                    var swap = next;
                    next = afterNext;
                    afterNext = swap;
                }
                var result = values.AsSpan((k * n) + start, size); // c_0 + t·b_1 − b_2
                TensorPrimitives.Subtract(c[0, k], afterNext, afterNext);
                TensorPrimitives.MultiplyAdd(here, next, afterNext, result);
            }
        }
        return Tensor.Wrap(values, r, n).Transpose().Contiguous();
    }
}
