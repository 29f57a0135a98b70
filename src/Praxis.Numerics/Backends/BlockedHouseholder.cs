namespace Praxis.Numerics.Backends;

/// <summary>
/// QR factorisation by blocks of reflections, where <see cref="CholeskyQr"/> does not do. A block of columns is itself factored by halves (E. Elmroth, F. Gustavson, "Applying
/// recursion to serial and parallel QR factorization leads to better performance", IBM J. Res. Dev. 2000), so that nearly all work is
/// matrix products.
/// </summary>
internal static unsafe class BlockedHouseholder
{
    private const int BlockSize = 128;

    // Up to this many columns are reflected one after the other.
    private const int SmallBlock = 16;

    private const long TeamWork = 1L << 18;

    public static void Factor(IDenseBackend backend, double[] a, int m, int n, int columns, double[] q, double[] r)
    {
        if (columns == n && CholeskyQr.TryFactor(backend, a, m, n, q, r))
            return;
        using var team = WorkTeam.Gather((long)m * n > TeamWork ? backend.Threads : 1);
        int k = Math.Min(m, n);
        var blocks = new List<Reflections>();
        for (int start = 0; start < k; start += BlockSize)
        {
            int size = Math.Min(BlockSize, k - start);
            var panel = new Panel(backend, a, n, start, size, m - start);
            var block = panel.Factor();
            blocks.Add(block);
            int rest = start + size;
            if (rest < n)
                block.ApplyLeft(transpose: true, a, (start * n) + rest, n, n - rest);
        }

        for (int i = 0; i < k; i++)
            a.AsSpan((i * n) + i, n - i).CopyTo(r.AsSpan((i * n) + i));

        // Q is the product of the blocks, applied to the identity from the last to the first.
        q.AsSpan().Clear();
        for (int i = 0; i < columns; i++)
            q[(i * columns) + i] = 1;
        for (int i = blocks.Count - 1; i >= 0 && columns > 0; i--)
        {
            // Rows and columns before this block's start are still those of the identity.
            int start = i * BlockSize;
            blocks[i].ApplyLeft(transpose: false, q, (start * columns) + start, columns, columns - start);
        }
    }

    /// <summary>A block of columns, turned so that each column lies in memory without gaps.</summary>
    private sealed class Panel
    {
        private readonly IDenseBackend _backend;
        private readonly double[] _a;
        private readonly int _lead;
        private readonly int _start;
        private readonly int _size;
        private readonly int _height;
        private readonly double[] _v; // (size, height)
        private readonly double[] _taus;

        public Panel(IDenseBackend backend, double[] a, int lead, int start, int size, int height)
        {
            (_backend, _a, _lead, _start, _size, _height) = (backend, a, lead, start, size, height);
            _taus = new double[size];
            _v = GC.AllocateUninitializedArray<double>(size * height);
            StridedCopy.Matrix(a, (start * lead) + start, [1, lead], _v, 0, [height, 1], [size, height]);
        }

        public Reflections Factor()
        {
            Factor(0, _size);
            return new Reflections(_backend, _v, 0, _height, _size, _height, _taus);
        }

        private void Factor(int first, int count)
        {
            if (count <= SmallBlock)
            {
                FactorSmall(first, count);
                return;
            }

            int half = (count / 2 + SmallBlock - 1) / SmallBlock * SmallBlock;
            Factor(first, half);

            // A column c of the second half becomes Qᵀ c, which is, lying as a row, cᵀ Q.
            var left = new Reflections(
                _backend, _v, (first * _height) + first, _height, half, _height - first, _taus.AsSpan(first, half));
            left.ApplyRight(transpose: false, _v, ((first + half) * _height) + first, _height, count - half);
            Factor(first + half, count - half);
        }

        private void FactorSmall(int first, int count)
        {
            double* products = stackalloc double[SmallBlock];
            fixed (double* v = _v)
            {
                for (int j = first; j < first + count; j++)
                {
                    double* column = v + (j * (nint)_height);
                    int length = _height - j;
                    _taus[j] = Householder.Reflect(new Span<double>(column + j, length), out double diagonal);
                    double* others = column + _height + j;
                    int more = first + count - j - 1;
                    RowSweep.Dots(others, _height, more, column + j, length, products);
                    for (int other = 0; other < more; other++)
                        RowSweep.Add(-_taus[j] * products[other], column + j, others + (other * (nint)_height), length);

                    // R goes back to the matrix; from here on the column holds the reflection's vector.
                    for (int i = 0; i < j; i++)
                        _a[((_start + i) * _lead) + _start + j] = column[i];
                    _a[((_start + j) * _lead) + _start + j] = diagonal;
                    new Span<double>(column, j).Clear();
                }
            }
        }
    }
}
