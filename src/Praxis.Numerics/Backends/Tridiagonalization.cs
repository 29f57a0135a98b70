namespace Praxis.Numerics.Backends;

/// <summary>
/// A symmetric matrix as Q T Qᵀ with tridiagonal T, by blocks of reflections (LAPACK's dlatrd): within a block only the products of the
/// untouched rest with one vector are formed, and the rest is updated once per block by a matrix product. Only the upper triangle
/// is read.
/// </summary>
internal sealed unsafe class Tridiagonalization
{
    private const int BlockSize = 32;

    // Blocks of reflections in which Q is applied.
    private const int ApplySize = 64;

    private const int MostParts = 16;
    private const int RowsPerPart = 96;
    private const int TileSide = 192;
    private const int TeamOrder = 200;

    private readonly IDenseBackend _backend;
    private readonly double[] _a; // (n, n); row i becomes the vector of reflection i, which begins at i + 1
    private readonly int _n;
    private readonly double[] _taus;
    private readonly double[] _w; // (2 BlockSize, n): V of the block, then W
    private readonly double[] _parts; // (MostParts, n)
    private readonly int[] _bounds = new int[MostParts + 1];

    /// <summary>The diagonal of T.</summary>
    public double[] Diagonal { get; }

    /// <summary>The n − 1 entries beside the diagonal of T; one more is zero.</summary>
    public double[] Beside { get; }

    public Tridiagonalization(IDenseBackend backend, double[] a, int n)
    {
        (_backend, _a, _n) = (backend, a, n);
        _taus = new double[n];
        Diagonal = new double[n];
        Beside = new double[n];
        _w = new double[2 * BlockSize * n];
        _parts = new double[MostParts * n];
        using var team = WorkTeam.Gather(n > TeamOrder ? backend.Threads : 1);
        fixed (double* pa = a, pw = _w, pparts = _parts)
        {
            for (int start = 0; start < n; start += BlockSize)
                Reduce(pa, pw, pparts, start, Math.Min(BlockSize, n - start));
        }
    }

    /// <summary>Z ← Q Z for Z with n rows and columns.</summary>
    public void Apply(double[] z)
    {
        using var team = WorkTeam.Gather(_n > TeamOrder ? _backend.Threads : 1);
        int count = _n - 1;
        for (int start = (count - 1) / ApplySize * ApplySize; start >= 0 && count > 0; start -= ApplySize)
        {
            int size = Math.Min(ApplySize, count - start);
            var block = new Reflections(_backend, _a, (start * _n) + start + 1, _n, size, count - start, _taus.AsSpan(start, size));
            block.ApplyLeft(transpose: false, z, (start + 1) * _n, _n, _n);
        }
    }

    private void Reduce(double* a, double* w, double* parts, int start, int size)
    {
        double* vectors = w;
        double* companions = w + (BlockSize * (nint)_n);
        double* factors = stackalloc double[BlockSize];
        double* other = stackalloc double[BlockSize];
        for (int k = 0; k < size; k++)
        {
            int i = start + k;
            int length = _n - i;
            double* row = a + (i * (nint)_n);

            // Row i after the reflections of this block: row −= V[i] W + W[i] V.
            for (int j = 0; j < k; j++)
            {
                factors[j] = -vectors[(j * (nint)_n) + i];
                other[j] = -companions[(j * (nint)_n) + i];
            }

            RowSweep.AddRows(factors, companions + i, _n, k, row + i, length);
            RowSweep.AddRows(other, vectors + i, _n, k, row + i, length);
            Diagonal[i] = row[i];
            new Span<double>(row, i + 1).Clear();
            if (length == 1)
                return;
            int rest = length - 1;
            double tau = _taus[i] = Householder.Reflect(new Span<double>(row + i + 1, rest), out double beside);
            Beside[i] = beside;
            double* v = row + i + 1;
            double* product = companions + (k * (nint)_n) + i + 1;
            new ReadOnlySpan<double>(v, rest).CopyTo(new Span<double>(vectors + (k * (nint)_n) + i + 1, rest));
            Multiply(a + ((i + 1) * (nint)_n) + i + 1, v, product, parts, rest);

            // What the block's earlier reflections would have changed in that product.
            RowSweep.Dots(companions + i + 1, _n, k, v, rest, factors);
            RowSweep.Dots(vectors + i + 1, _n, k, v, rest, other);
            for (int j = 0; j < k; j++)
                (factors[j], other[j]) = (-factors[j], -other[j]);
            RowSweep.AddRows(factors, vectors + i + 1, _n, k, product, rest);
            RowSweep.AddRows(other, companions + i + 1, _n, k, product, rest);
            double half = -0.5 * tau * tau * RowSweep.Dot(product, v, rest);
            for (int j = 0; j < rest; j++)
                product[j] = (tau * product[j]) + (half * v[j]);
        }

        Update(start + size, size);
    }

    // y ← A x for the symmetric A whose upper triangle begins at a. Every part of the rows sums into a vector of its own.
    private void Multiply(double* a, double* x, double* y, double* parts, int n)
    {
        int count = Math.Clamp(n / RowsPerPart, 1, MostParts);
        for (int part = 0; part <= count; part++)
            _bounds[part] = part == count ? n : (int)(n * (1 - Math.Sqrt(1 - ((double)part / count)))) & ~3;
        if (count == 1)
        {
            MultiplyRows(a, x, y, n, 0, n);
            return;
        }

        WorkTeam.ForEach(_backend.Threads, count, part => MultiplyRows(a, x, parts + (part * (nint)_n), n, _bounds[part], _bounds[part + 1]));
        new ReadOnlySpan<double>(parts, n).CopyTo(new Span<double>(y, n));
        for (int part = 1; part < count; part++)
            RowSweep.Add(1, parts + (part * (nint)_n) + _bounds[part], y + _bounds[part], n - _bounds[part]);
    }

    private void MultiplyRows(double* a, double* x, double* y, int n, int first, int end)
    {
        nint lead = _n;
        double* dots = stackalloc double[4];
        new Span<double>(y + first, n - first).Clear();
        int i = first;
        for (; i + 4 <= end; i += 4)
        {
            double* rows = a + (i * lead) + i;

            // The triangle of 4 × 4 on the diagonal, then the rows beyond it, which stand for columns too.
            for (int r = 0; r < 4; r++)
            {
                y[i + r] += rows[(r * lead) + r] * x[i + r];
                for (int c = r + 1; c < 4; c++)
                {
                    y[i + r] += rows[(r * lead) + c] * x[i + c];
                    y[i + c] += rows[(r * lead) + c] * x[i + r];
                }
            }

            int beyond = n - i - 4;
            RowSweep.FourDots(rows + 4, lead, x + i + 4, beyond, dots);
            for (int r = 0; r < 4; r++)
                y[i + r] += dots[r];
            RowSweep.AddFour(x + i, rows + 4, lead, y + i + 4, beyond);
        }

        for (; i < end; i++)
        {
            double* row = a + (i * lead) + i;
            y[i] += (row[0] * x[i]) + RowSweep.Dot(row + 1, x + i + 1, n - i - 1);
            RowSweep.Add(x[i], row + 1, y + i + 1, n - i - 1);
        }
    }

    // The upper triangle of the rest ← rest − V Wᵀ − W Vᵀ.
    private void Update(int from, int size)
    {
        int rest = _n - from;
        if (rest <= 0)
            return;
        int side = rest > 4 * TileSide ? TileSide : Math.Max(48, rest / 4);
        int tiles = (rest + side - 1) / side;
        WorkTeam.ForEach(_backend.Threads, tiles * (tiles + 1) / 2, index =>
        {
            int across = (int)((Math.Sqrt((8.0 * index) + 1) - 1) / 2);
            int down = index - (across * (across + 1) / 2);
            (int row, int column) = (down * side, across * side);
            var product = new MatrixProduct(Math.Min(side, rest - row), Math.Min(side, rest - column), size)
            {
                TransposeA = true,
                LeadingA = _n,
                LeadingB = _n,
                LeadingC = _n,
            };
            var target = _a.AsSpan(((from + row) * _n) + from + column);
            int companions = BlockSize * _n;
            _backend.MultiplyAlone(product, -1, _w.AsSpan(from + row), _w.AsSpan(companions + from + column), 1, target);
            _backend.MultiplyAlone(product, -1, _w.AsSpan(companions + from + row), _w.AsSpan(from + column), 1, target);
        });
    }
}
