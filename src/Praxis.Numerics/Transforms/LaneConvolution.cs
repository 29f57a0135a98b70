using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// The same cyclic convolution of sixteen real columns at once, as eight complex ones side by side: a real filter keeps real and
/// imaginary parts apart. The length is rows · columns, as in <see cref="LongTransform"/>; because the product with the filter's
/// transform may be done in any order, nothing is ever moved to its own place, and three sweeps over memory are enough.
/// </summary>
internal sealed unsafe class LaneConvolution
{
    /// <summary>How many real columns go together.</summary>
    public const int Width = Lanes.Size;

    // Columns of the matrix that are read together: pieces of half a kilobyte.
    private const int Together = 4;
    private const int ParallelLength = 1 << 12;

    private readonly int _length;
    private readonly int _rows;
    private readonly int _columns;
    private readonly LaneTransform _alongColumns;
    private readonly LaneTransform _alongRows;
    private readonly RootTable _roots;

    public LaneConvolution(int length)
    {
        _length = length;
        _rows = LongTransform.BestRows(length);
        _columns = length / _rows;
        _alongColumns = LaneTransform.Of(_rows);
        _alongRows = LaneTransform.Of(_columns);
        _roots = new RootTable(length);
    }

    /// <summary>Convolves up to sixteen columns.</summary>
    /// <param name="from">The first of the columns in a row-major block, filled up with zeros to the length.</param>
    /// <param name="given">How many entries each column has.</param>
    /// <param name="stride">The distance of rows in <paramref name="from"/> and <paramref name="to"/>.</param>
    /// <param name="to">Where the first entries of the results go.</param>
    /// <param name="kept">How many of them.</param>
    /// <param name="count">How many columns.</param>
    /// <param name="filter">The transform of the filter, length/2 + 1 terms.</param>
    public void Run(double* from, int given, int stride, double* to, int kept, int count, Complex[] filter)
    {
        nint source = (nint)from;
        nint target = (nint)to;
        int blocks = Blocks.Count(_columns, Together);
        int blockShare = Math.Max(1, ParallelLength / Together / _rows);
        long bufferSize = (long)_rows * Together * Lanes.Size;
        Workspace.Use((long)_length * Lanes.Size, middle =>
        {
            nint shared = (nint)middle;
            Blocks.ForEach(blocks, blockShare, (first, number) => Workspace.Use(2 * bufferSize, buffer =>
            {
                for (int block = first; block < first + number; block++)
                    Enter((double*)source, given, stride, count, block * Together, buffer, buffer + bufferSize, (double*)shared);
            }));
            Blocks.ForEach(_rows, Math.Max(1, ParallelLength / _columns), (first, number) =>
                Workspace.Use((long)_columns * Lanes.Size, spare =>
                {
                    for (int row = first; row < first + number; row++)
                        Filter((double*)shared + ((nint)row * _columns * Lanes.Size), spare, row, filter);
                }));
            Blocks.ForEach(blocks, blockShare, (first, number) => Workspace.Use(2 * bufferSize, buffer =>
            {
                for (int block = first; block < first + number; block++)
                    Leave((double*)shared, block * Together, buffer, buffer + bufferSize, (double*)target, kept, stride, count);
            }));
        });
    }

    // Columns of the matrix: transformed and turned.
    private void Enter(
        double* from, int given, int stride, int count, int start, double* buffer, double* spare, double* middle)
    {
        int width = Math.Min(Together, _columns - start);
        for (int row = 0; row < _rows; row++)
            for (int c = 0; c < width; c++)
            {
                nint place = ((nint)row * _columns) + start + c;
                var element = place < given ? LaneLayout.Split(from + (place * stride), count) : default;
                element.Store(buffer + (((row * width) + c) * Lanes.Size));
            }

        double* done = _alongColumns.Forward(buffer, spare, width);
        for (int c = 0; c < width; c++)
        {
            int turn = 0;
            for (int row = 0; row < _rows; row++)
            {
                Complex root = _roots[turn];
                Lanes.Load(done + (((row * width) + c) * Lanes.Size)).Times(root.Real, root.Imaginary)
                    .Store(middle + ((((nint)row * _columns) + start + c) * Lanes.Size));
                turn = Next(turn, start + c);
            }
        }
    }

    // One row: the rest of the transform, the product, and the first part of the transform back.
    private void Filter(double* values, double* spare, int row, Complex[] filter)
    {
        double* done = _alongRows.Forward(values, spare);
        for (int c = 0; c < _columns; c++)
        {
            // The second half of a real filter's transform is the first one's conjugate in reverse.
            int term = row + (_rows * c);
            Complex factor = term < filter.Length ? filter[term] : Complex.Conjugate(filter[_length - term]);
            double* element = done + (c * Lanes.Size);
            Lanes.Load(element).Times(factor.Real, factor.Imaginary).Exchange().Store(element);
        }

        double* back = _alongRows.Forward(done, done == values ? spare : values);
        int turn = 0;
        for (int c = 0; c < _columns; c++)
        {
            Complex root = _roots[turn];
            Lanes.Load(back + (c * Lanes.Size)).Times(root.Real, root.Imaginary).Store(values + (c * Lanes.Size));
            turn = Next(turn, row);
        }
    }

    // Columns again: the rest of the transform back, whose real and imaginary parts are still exchanged.
    private void Leave(double* middle, int start, double* buffer, double* spare, double* to, int kept, int stride, int count)
    {
        int width = Math.Min(Together, _columns - start);
        for (int row = 0; row < _rows; row++)
            for (int c = 0; c < width; c++)
                Lanes.Load(middle + ((((nint)row * _columns) + start + c) * Lanes.Size))
                    .Store(buffer + (((row * width) + c) * Lanes.Size));
        double* done = _alongColumns.Forward(buffer, spare, width);
        double scale = 1.0 / _length;
        for (int row = 0; row < _rows; row++)
            for (int c = 0; c < width; c++)
            {
                nint place = ((nint)row * _columns) + start + c;
                if (place < kept)
                {
                    var element = Lanes.Load(done + (((row * width) + c) * Lanes.Size)).Exchange() * scale;
                    LaneLayout.Join(element, to + (place * stride), count);
                }
            }
    }

    private int Next(int turn, int step)
    {
        turn += step;
        return turn >= _length ? turn - _length : turn;
    }
}
