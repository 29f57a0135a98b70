namespace Praxis.Numerics.Backends;

/// <summary>
/// A matrix B (m × n, m ≥ n), given as the rows of Bᵀ, as Q D Pᵀ with upper bidiagonal D, by blocks of reflections (LAPACK's dlabrd).
/// The two products that each step needs, Bᵀ v and B u, are formed in one pass over B, which is read from memory once instead of
/// twice (G. Howell, J. Demmel, C. Fulton, S. Hammarling, K. Marmol, "Cache efficient bidiagonalization using BLAS 2.5 operators", ACM
/// TOMS 2008): u is a multiple of the reflected row r, less one entry, and r is known column by column as soon as Bᵀ v is.
/// </summary>
internal sealed unsafe class Bidiagonalization
{
    private const int BlockSize = 24;

    // Blocks of reflections in which Q and P are applied.
    private const int ApplySize = 64;

    private const int MostParts = 16;
    private const int ColumnsPerPart = 48;
    private const int TeamOrder = 150;

    private readonly IDenseBackend _backend;
    private readonly double[] _b; // (n, m): column j of B is row j; it becomes the vector of left reflection j, which begins at j
    private readonly int _m;
    private readonly int _n;
    private readonly double[] _right; // (n, n): row i is the vector of right reflection i, which begins at i + 1
    private readonly double[] _leftTaus;
    private readonly double[] _rightTaus;
    private readonly double[] _long; // (2 BlockSize, m): V of the block, then X
    private readonly double[] _short; // (2 BlockSize, n): Y of the block, then U
    private readonly double[] _parts; // (MostParts, m)

    /// <summary>The diagonal of D.</summary>
    public double[] Diagonal { get; }

    /// <summary>The n − 1 entries above the diagonal of D; one more is zero.</summary>
    public double[] Above { get; }

    public Bidiagonalization(IDenseBackend backend, double[] b, int n, int m)
    {
        (_backend, _b, _n, _m) = (backend, b, n, m);
        _right = new double[n * n];
        _leftTaus = new double[n];
        _rightTaus = new double[n];
        Diagonal = new double[n];
        Above = new double[n];
        _long = new double[2 * BlockSize * m];
        _short = new double[2 * BlockSize * n];
        _parts = new double[MostParts * m];
        using var team = WorkTeam.Gather(n > TeamOrder ? backend.Threads : 1);
        fixed (double* pb = b, plong = _long, pshort = _short, pparts = _parts, pright = _right)
        {
            for (int start = 0; start < n; start += BlockSize)
                Reduce(pb, plong, pshort, pparts, pright, start, Math.Min(BlockSize, n - start));
        }
    }

    /// <summary>Z ← Z Qᵀ for Z of <paramref name="rows"/> rows and m columns: rows that are left singular vectors of D become those of B.</summary>
    public void ApplyLeft(double[] z, int rows)
    {
        using var team = WorkTeam.Gather(_n > TeamOrder ? _backend.Threads : 1);
        for (int start = (_n - 1) / ApplySize * ApplySize; start >= 0; start -= ApplySize)
        {
            int size = Math.Min(ApplySize, _n - start);
            var block = new Reflections(_backend, _b, (start * _m) + start, _m, size, _m - start, _leftTaus.AsSpan(start, size));
            block.ApplyRight(transpose: true, z, start, _m, rows);
        }
    }

    /// <summary>Z ← P Z for Z with n rows and columns: columns that are right singular vectors of D become those of B.</summary>
    public void ApplyRight(double[] z)
    {
        using var team = WorkTeam.Gather(_n > TeamOrder ? _backend.Threads : 1);
        int count = _n - 1;
        for (int start = (count - 1) / ApplySize * ApplySize; start >= 0 && count > 0; start -= ApplySize)
        {
            int size = Math.Min(ApplySize, count - start);
            var block = new Reflections(_backend, _right, (start * _n) + start + 1, _n, size, count - start, _rightTaus.AsSpan(start, size));
            block.ApplyLeft(transpose: false, z, (start + 1) * _n, _n, _n);
        }
    }

    private void Reduce(double* b, double* longs, double* shorts, double* parts, double* right, int start, int size)
    {
        (nint m, nint n) = (_m, _n);
        double* v = longs;
        double* x = longs + (BlockSize * m);
        double* y = shorts;
        double* u = shorts + (BlockSize * n);
        double* first = stackalloc double[BlockSize];
        double* second = stackalloc double[BlockSize];
        double* rowFirst = stackalloc double[BlockSize];
        double* rowSecond = stackalloc double[BlockSize];
        for (int k = 0; k < size; k++)
        {
            int i = start + k;
            int height = _m - i;
            int width = _n - i - 1;
            double* column = b + (i * m);

            // Column i after the reflections of this block: column −= V Y[i] + X U[i].
            Gather(y + i, n, k, -1, first);
            Gather(u + i, n, k, -1, second);
            RowSweep.AddRows(first, v + i, m, k, column + i, height);
            RowSweep.AddRows(second, x + i, m, k, column + i, height);
            double leftTau = _leftTaus[i] = Householder.Reflect(new Span<double>(column + i, height), out double diagonal);
            Diagonal[i] = diagonal;
            new Span<double>(column, i).Clear();
            new ReadOnlySpan<double>(column + i, height).CopyTo(new Span<double>(v + (k * m) + i, height));
            if (width == 0)
                return;

            // One pass: y = tau (Bᵀ v), r = row i − y, w = B r, each with what the block's reflections would have changed.
            RowSweep.Dots(v + i, m, k, column + i, height, first);
            RowSweep.Dots(x + i, m, k, column + i, height, second);
            Negate(first, k);
            Negate(second, k);
            Gather(v + i, m, k, -1, rowFirst);
            Gather(x + i, m, k, -1, rowSecond);
            double* newY = y + (k * n);
            double* r = right + (i * n);
            double* w = x + (k * m);
            var pass = new Pass(i, k, leftTau);
            int count = Math.Clamp(width / ColumnsPerPart, 1, MostParts);
            if (count == 1)
            {
                Sweep(pass, b, column, y, u, first, second, rowFirst, rowSecond, newY, r, w, i + 1, _n);
            }
            else
            {
                (nint pfirst, nint psecond, nint prowFirst, nint prowSecond) = ((nint)first, (nint)second, (nint)rowFirst, (nint)rowSecond);
                WorkTeam.ForEach(_backend.Threads, count, part => Sweep(
                    pass, b, column, y, u, (double*)pfirst, (double*)psecond, (double*)prowFirst, (double*)prowSecond, newY, r, parts + (part * m),
                    i + 1 + Bound(width, part, count), i + 1 + Bound(width, part + 1, count)));
                new ReadOnlySpan<double>(parts + i, height).CopyTo(new Span<double>(w + i, height));
                for (int part = 1; part < count; part++)
                    RowSweep.Add(1, parts + (part * m) + i, w + i, height);
            }

            double head = r[i + 1];
            double rightTau = _rightTaus[i] = Householder.Reflect(new Span<double>(r + i + 1, width), out double above);
            Above[i] = above;
            new ReadOnlySpan<double>(r + i + 1, width).CopyTo(new Span<double>(u + (k * n) + i + 1, width));
            if (rightTau == 0)
            {
                new Span<double>(w + i + 1, height - 1).Clear();
                continue;
            }

            // u = (r − above e) / (head − above), so that B u follows from w = B r and the next column; then x = tau (B u).
            double scale = rightTau / (head - above);
            double* next = b + ((i + 1) * m);
            for (int j = i + 1; j < _m; j++)
                w[j] = scale * (w[j] - (above * next[j]));
            RowSweep.Dots(y + i + 1, n, k + 1, r + i + 1, width, first);
            RowSweep.Dots(u + i + 1, n, k, r + i + 1, width, second);
            Scale(first, k + 1, -rightTau);
            Scale(second, k, -rightTau);
            RowSweep.AddRows(first, v + i + 1, m, k + 1, w + i + 1, height - 1);
            RowSweep.AddRows(second, x + i + 1, m, k, w + i + 1, height - 1);
        }

        Update(start + size, size);
    }

    // Columns from … end − 1 of the pass described above.
    private void Sweep(
        Pass pass, double* b, double* v, double* y, double* u, double* first, double* second, double* rowFirst, double* rowSecond, double* newY, double* r, double* w, int from, int end)
    {
        (nint m, nint n) = (_m, _n);
        (int i, int k) = (pass.Index, pass.Earlier);
        int height = _m - i;
        new Span<double>(w + i, height).Clear();

        // The corrections of the block, for all these columns at once: of Bᵀ v in newY, of row i in r.
        new Span<double>(newY + from, end - from).Clear();
        RowSweep.AddRows(first, y + from, n, k, newY + from, end - from);
        RowSweep.AddRows(second, u + from, n, k, newY + from, end - from);
        new Span<double>(r + from, end - from).Clear();
        RowSweep.AddRows(rowFirst, y + from, n, k, r + from, end - from);
        RowSweep.AddRows(rowSecond, u + from, n, k, r + from, end - from);

        double* dots = stackalloc double[4];
        for (int j = from; j < end; j += 4)
        {
            int count = Math.Min(4, end - j);
            double* columns = b + (j * m) + i;
            RowSweep.Dots(columns, m, count, v + i, height, dots);
            for (int c = 0; c < count; c++)
            {
                newY[j + c] = pass.Tau * (newY[j + c] + dots[c]);
                r[j + c] += columns[c * m] - newY[j + c];
            }

            RowSweep.AddRows(r + j, columns, m, count, w + i, height);
        }
    }

    // The rest of B ← rest − V Yᵀ − X Uᵀ.
    private void Update(int from, int size)
    {
        if (from >= _n)
            return;

        // A last, shorter block leaves a gap between V and X; it has no rest to update.
        var product = new MatrixProduct(_n - from, _m - from, 2 * size) { TransposeA = true, LeadingA = _n, LeadingB = _m, LeadingC = _m };
        _backend.Multiply(product, -1, _short.AsSpan(from), _long.AsSpan(from), 1, _b.AsSpan((from * _m) + from));
    }

    // Where a part of the columns begins: at a multiple of four, which are swept together.
    private static int Bound(int width, int part, int count) => part == count ? width : (int)((long)width * part / count) & ~3;

    private static void Gather(double* from, nint stride, int count, double factor, double* to)
    {
        for (int j = 0; j < count; j++)
            to[j] = factor * from[j * stride];
    }

    private static void Negate(double* values, int count) => Scale(values, count, -1);

    private static void Scale(double* values, int count, double factor)
    {
        for (int j = 0; j < count; j++)
            values[j] *= factor;
    }

    private readonly record struct Pass(int Index, int Earlier, double Tau);
}
