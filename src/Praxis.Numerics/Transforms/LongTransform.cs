using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// One transform of a long length n = rows · columns as a matrix, in two sweeps over memory: transforms of the columns, eight side by
/// side, turned by exp(−2πi jk/n); then transforms of the rows, eight side by side (D. H. Bailey, "FFTs in external or
/// hierarchical memory", J. Supercomputing 4, 1990). Everything in between stays in the cache. The blocks of eight are shared out
/// to threads and do not know of each other.
/// </summary>
internal sealed unsafe class LongTransform
{
    // Shorter transforms are done before a second thread has begun.
    private const int ParallelLength = 1 << 14;

    private readonly int _length;
    private readonly int _rows;
    private readonly int _columns;
    private readonly LaneTransform _alongColumns;
    private readonly LaneTransform _alongRows;
    private readonly RootTable _roots;

    // exp(−2πi lk/n) for the column l of each lane, row after row k.
    private readonly double[] _laneTurns;

    public LongTransform(int length)
    {
        _length = length;
        _rows = BestRows(length);
        _columns = length / _rows;
        _alongColumns = LaneTransform.Of(_rows);
        _alongRows = LaneTransform.Of(_columns);
        _roots = new RootTable(length);
        _laneTurns = new double[_rows * Lanes.Size];
        for (int k = 0; k < _rows; k++)
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                Complex root = RootsOfUnity.Root((long)LaneLayout.Order[lane] * k, length);
                _laneTurns[(k * Lanes.Size) + lane] = root.Real;
                _laneTurns[(k * Lanes.Size) + Lanes.Count + lane] = root.Imaginary;
            }
    }

    /// <summary>Transforms in place; the inverse is the transform with real and imaginary parts exchanged before and after.</summary>
    /// <param name="values">The complex numbers.</param>
    /// <param name="inverse">Whether to exchange.</param>
    /// <param name="scale">What the result is multiplied by.</param>
    public void Run(Span<Complex> values, bool inverse, double scale)
    {
        fixed (Complex* pinned = values)
        {
            nint address = (nint)pinned;
            int rowBlocks = Blocks.Count(_rows, Lanes.Count);
            int columnBlocks = Blocks.Count(_columns, Lanes.Count);
            int share = _length < ParallelLength ? int.MaxValue : Math.Max(1, ParallelLength / 4 / Math.Max(_rows, _columns) / Lanes.Count);
            Workspace.Use((long)rowBlocks * Lanes.Count * columnBlocks * Lanes.Size, middle =>
            {
                nint shared = (nint)middle;
                Blocks.ForEach(columnBlocks, share, (first, count) => Workspace.Use(2L * (_rows + Lanes.Count) * Lanes.Size, buffer =>
                {
                    for (int block = first; block < first + count; block++)
                        Columns((double*)address, (double*)shared, block, buffer, inverse);
                }));
                Blocks.ForEach(rowBlocks, share, (first, count) => Workspace.Use((long)_columns * Lanes.Size, spare =>
                {
                    for (int block = first; block < first + count; block++)
                        Rows((double*)shared, (double*)address, block, spare, inverse, scale);
                }));
            });
        }
    }

    // The divisor near √n whose two lengths best fill blocks of eight.
    internal static int BestRows(int length)
    {
        int best = 1;
        double least = double.PositiveInfinity;
        for (int rows = 1; rows <= length / rows; rows++)
        {
            if (length % rows != 0)
                continue;
            int columns = length / rows;
            double waste = (double)Filled(rows) / rows * Filled(columns) / columns;
            double cost = waste + (0.05 * Math.Log2((double)columns / rows));
            if (cost <= least)
                (best, least) = (rows, cost);
        }

        return best;
    }

    private static int Filled(int count) => Blocks.Count(count, Lanes.Count) * Lanes.Count;

    // Eight columns: transformed, turned, and laid down so that eight rows are side by side.
    private void Columns(double* values, double* middle, int block, double* buffer, bool inverse)
    {
        int start = block * Lanes.Count;
        int count = Math.Min(Lanes.Count, _columns - start);
        for (int j = 0; j < _rows; j++)
        {
            var element = LaneLayout.Split(values + (2 * (((nint)j * _columns) + start)), 2 * count);
            (inverse ? element.Exchange() : element).Store(buffer + (j * Lanes.Size));
        }

        double* turned = _alongColumns.Forward(buffer, buffer + ((_rows + Lanes.Count) * Lanes.Size));
        nint rowBlockSize = (nint)Blocks.Count(_columns, Lanes.Count) * Lanes.Count * Lanes.Size;
        fixed (double* laneTurns = _laneTurns)
        {
            int place = 0;
            for (int k = 0; k < _rows; k++)
            {
                Complex root = _roots[place];
                double* lane = laneTurns + (k * Lanes.Size);
                var factor = Lanes.Load(lane).Times(root.Real, root.Imaginary);
                Lanes.Load(turned + (k * Lanes.Size)).Times(factor.Real, factor.Imaginary).Store(turned + (k * Lanes.Size));
                place += start;
                if (place >= _length)
                    place -= _length;
                if ((k & (Lanes.Count - 1)) == Lanes.Count - 1 || k == _rows - 1)
                {
                    int rowBlock = k / Lanes.Count;
                    LaneLayout.Transpose(
                        turned + (rowBlock * Lanes.Count * Lanes.Size), middle + (rowBlock * rowBlockSize) + ((nint)start * Lanes.Size));
                }
            }
        }
    }

    // Eight rows, written where their terms belong: term k of row r is term r + rows · k of the whole.
    private void Rows(double* middle, double* values, int block, double* spare, bool inverse, double scale)
    {
        int start = block * Lanes.Count;
        int count = Math.Min(Lanes.Count, _rows - start);
        nint rowBlockSize = (nint)Blocks.Count(_columns, Lanes.Count) * Lanes.Count * Lanes.Size;
        double* done = _alongRows.Forward(middle + (block * rowBlockSize), spare);
        for (int k = 0; k < _columns; k++)
        {
            var element = Lanes.Load(done + (k * Lanes.Size));
            if (inverse)
                element = element.Exchange() * scale;
            LaneLayout.Join(element, values + (2 * (((nint)k * _rows) + start)), 2 * count);
        }
    }
}
