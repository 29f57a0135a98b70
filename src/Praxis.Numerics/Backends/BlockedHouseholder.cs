using System.Numerics.Tensors;

namespace Praxis.Numerics.Backends;

/// <summary>
/// QR factorisation by blocks of Householder reflections in compact form, H₁H₂… = I − V T Vᵀ (R. Schreiber, C. Van Loan,
/// "A storage-efficient WY representation for products of Householder transformations", SISSC 1989).
/// </summary>
internal static class BlockedHouseholder
{
    private const int BlockSize = 32;

    public static void Factor(IDenseBackend backend, double[] a, int m, int n, int columns, double[] q, double[] r)
    {
        int k = Math.Min(m, n);
        var blocks = new List<Reflections>();
        for (int start = 0; start < k; start += BlockSize)
        {
            int size = Math.Min(BlockSize, k - start);
            var block = FactorPanel(a, m, n, start, size);
            blocks.Add(block);
            int rest = start + size;
            if (rest < n)
                block.Apply(backend, transpose: true, a.AsSpan((start * n) + rest), n, n - rest);
        }

        for (int i = 0; i < k; i++)
            a.AsSpan((i * n) + i, n - i).CopyTo(r.AsSpan((i * n) + i));

        // Q is the product of the blocks, applied to the identity from the last to the first.
        q.AsSpan().Clear();
        for (int i = 0; i < columns; i++)
            q[(i * columns) + i] = 1;
        for (int i = blocks.Count - 1; i >= 0; i--)
        {
            // Rows and columns before this block's start are still those of the identity.
            int start = i * BlockSize;
            blocks[i].Apply(backend, transpose: false, q.AsSpan((start * columns) + start), columns, columns - start);
        }
    }

    private static Reflections FactorPanel(double[] a, int m, int n, int start, int size)
    {
        int height = m - start;
        var columns = new double[size][];
        for (int j = 0; j < size; j++)
        {
            columns[j] = new double[height];
            for (int i = 0; i < height; i++)
                columns[j][i] = a[((start + i) * n) + start + j];
        }

        var taus = new double[size];
        for (int j = 0; j < size; j++)
        {
            var v = columns[j].AsSpan(j);
            taus[j] = Reflect(v, out double diagonal);
            for (int other = j + 1; other < size; other++)
            {
                var target = columns[other].AsSpan(j);
                double factor = taus[j] * Summation.SumOfProducts(v, target);
                TensorPrimitives.MultiplyAdd(v, -factor, target, target);
            }

            // R goes back to the matrix; from here on the column holds the reflection's vector.
            for (int i = 0; i < j; i++)
                a[((start + i) * n) + start + j] = columns[j][i];
            a[((start + j) * n) + start + j] = diagonal;
            columns[j].AsSpan(0, j).Clear();
        }

        return new Reflections(columns, taus, height);
    }

    // Turns x into v with v[0] = 1 such that (I − tau v vᵀ) x = (diagonal, 0, …).
    private static double Reflect(Span<double> x, out double diagonal)
    {
        double norm = Norm(x);
        double head = x[0];
        x[0] = 1;
        if (x[1..].IndexOfAnyExcept(0.0) < 0)
        {
            diagonal = head;
            return 0;
        }

        diagonal = head > 0 ? -norm : norm;
        double divisor = head - diagonal;
        TensorPrimitives.Divide(x[1..], divisor, x[1..]);
        return -divisor / diagonal;
    }

    private static double Norm(ReadOnlySpan<double> x)
    {
        double plain = Math.Sqrt(Summation.SumOfSquares(x));
        if (plain is > 1e-140 and < 1e150 || double.IsNaN(plain))
            return plain;
        double scale = 0;
        foreach (double value in x)
            scale = Math.Max(scale, Math.Abs(value));
        if (scale == 0 || double.IsInfinity(scale))
            return scale;
        double sum = 0;
        foreach (double value in x)
            sum += value / scale * (value / scale);
        return scale * Math.Sqrt(sum);
    }

    /// <summary>A product of reflections as I − V T Vᵀ.</summary>
    private sealed class Reflections
    {
        private readonly double[] _v; // (height, size), row-major
        private readonly double[] _t; // (size, size), upper
        private readonly int _height;
        private readonly int _size;

        public Reflections(double[][] columns, double[] taus, int height)
        {
            _height = height;
            _size = columns.Length;
            _v = new double[height * _size];
            _t = new double[_size * _size];
            for (int j = 0; j < _size; j++)
            {
                for (int i = 0; i < height; i++)
                    _v[(i * _size) + j] = columns[j][i];

                // t_j = −tau_j T (Vᵀ v_j), with tau_j on the diagonal.
                var overlaps = new double[j];
                for (int i = 0; i < j; i++)
                    overlaps[i] = Summation.SumOfProducts(columns[i], columns[j]);
                for (int row = 0; row < j; row++)
                    for (int i = row; i < j; i++)
                        _t[(row * _size) + j] -= taus[j] * _t[(row * _size) + i] * overlaps[i];
                _t[(j * _size) + j] = taus[j];
            }
        }

        /// <summary>C ← (I − V T Vᵀ) C, or with Tᵀ for the reflections in reverse order.</summary>
        public void Apply(IDenseBackend backend, bool transpose, Span<double> c, int leadingC, int width)
        {
            var inner = new double[_size * width];
            var turned = new double[_size * width];
            backend.Multiply(
                new MatrixProduct(_size, width, _height) { TransposeA = true, LeadingA = _size, LeadingB = leadingC, LeadingC = width },
                1, _v, c, 0, inner);
            backend.Multiply(
                new MatrixProduct(_size, width, _size) { TransposeA = transpose, LeadingA = _size, LeadingB = width, LeadingC = width },
                1, _t, inner, 0, turned);
            backend.Multiply(
                new MatrixProduct(_height, width, _size) { LeadingA = _size, LeadingB = width, LeadingC = leadingC },
                -1, _v, turned, 1, c);
        }
    }
}
