namespace Praxis.Numerics;

/// <summary>
/// Points that fill the unit cube more evenly than random ones. A point is a function of its number, so that points may be computed in any
/// order and on any thread.
/// </summary>
public abstract class PointSequence
{
    // Points are cheap; this many are worth a task.
    private const int PointsPerTask = 512;

    /// <summary>Creates a sequence in the given dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    protected PointSequence(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Dimension = dimension;
    }

    /// <summary>The dimension of the cube.</summary>
    public int Dimension { get; }

    /// <summary>Writes a point, every coordinate in [0, 1).</summary>
    /// <param name="index">The point's number, from 0.</param>
    /// <param name="point">Dimension numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or beyond the last.</exception>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Point(long index, Span<double> point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (point.Length != Dimension)
            throw new ArgumentException($"A point has {Dimension} coordinates; there is room for {point.Length}.", nameof(point));
        Write(index, point);
    }

    /// <summary>Neighbouring points of the sequence.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The first one's number.</param>
    /// <returns>count × Dimension.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or beyond the last.</exception>
    public Tensor Points(int count, long first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var points = Tensor.Zeros(count, Dimension);
        if (count > 0)
            Write(first + count - 1, points.RowSpan(count - 1)); // refuses what is beyond the last
        Blocks.ForEach(count, PointsPerTask, (start, size) =>
        {
            for (int i = start; i < start + size; i++)
                Write(first + i, points.RowSpan(i));
        });
        return points;
    }

    /// <summary>Writes a point whose number and room have been checked.</summary>
    protected abstract void Write(long index, Span<double> point);

    /// <summary>Adds a shift to a coordinate, modulo 1.</summary>
    protected static double Wrap(double value)
    {
        double rest = value - Math.Floor(value);

        // A tiny negative value rounds up to 1.
        return rest < 1 ? rest : 0;
    }
}
