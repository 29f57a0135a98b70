using System.Numerics.Tensors;

namespace Praxis.Numerics;

public sealed partial class Tensor
{
    // Rows added one after another before sums are added pairwise: short enough to keep rounding errors small.
    private const int SequentialRows = 16;

    /// <summary>The sum of all elements, accumulated in double precision in a fixed order.</summary>
    public double Sum()
    {
        var values = Doubles();
        return Summation.Sum(values.Buffer<double>(), values._offset, Length);
    }

    /// <summary>The sums along an axis, which disappears, or stays with length 1 when <paramref name="keepAxis"/> is set.</summary>
    public Tensor Sum(int axis, bool keepAxis = false)
    {
        axis = ShapeRules.NormalizeAxis("Sum", axis, _shape);
        var source = DType == DType.Bool ? To(DType.I64) : this;
        var values = source.Doubles().Reshape(FoldAround(axis)).AsSpan(); // (before, along, after)
        int along = _shape[axis];
        var shape = ReducedShape(axis, keepAxis);
        var sums = Zeros(DType.F64, shape);
        var totals = sums.AsSpan();
        int after = _shape[(axis + 1)..].Aggregate(1, (product, length) => product * length);
        if (along > 0)
        {
            for (int before = 0; before * after < totals.Length; before++)
            {
                var block = values.Slice(before * along * after, along * after);
                if (after == 1)
                    totals[before] = Summation.Sum(block);
                else
                    SumRows(block, along, after, totals.Slice(before * after, after));
            }
        }

        return sums.To(source.DType);
    }

    /// <summary>The mean of all elements.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public double Mean() => Length > 0 ? Sum() / Length : throw Empty("Mean");

    /// <summary>The means along an axis, which disappears, or stays with length 1 when <paramref name="keepAxis"/> is set.</summary>
    /// <exception cref="ShapeException">The axis is empty.</exception>
    public Tensor Mean(int axis, bool keepAxis = false)
    {
        axis = ShapeRules.NormalizeAxis("Mean", axis, _shape);
        return _shape[axis] > 0 ? Sum(axis, keepAxis) / _shape[axis] : throw Empty("Mean");
    }

    /// <summary>The largest element; NaN if there is one.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public double Max() => Length > 0 ? TensorPrimitives.Max<double>(Doubles().AsSpan()) : throw Empty("Max");

    /// <summary>The largest elements along an axis, which disappears, or stays with length 1.</summary>
    public Tensor Max(int axis, bool keepAxis = false) => Fold("Max", axis, keepAxis, Maximum);

    /// <summary>The smallest element; NaN if there is one.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public double Min() => Length > 0 ? TensorPrimitives.Min<double>(Doubles().AsSpan()) : throw Empty("Min");

    /// <summary>The smallest elements along an axis, which disappears, or stays with length 1.</summary>
    public Tensor Min(int axis, bool keepAxis = false) => Fold("Min", axis, keepAxis, Minimum);

    /// <summary>The row-major index of the first largest element; of the first NaN if there is one.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public int ArgMax() => Length > 0 ? FirstExtreme(Doubles().AsSpan(), 1) : throw Empty("ArgMax");

    /// <summary>The row-major index of the first smallest element; of the first NaN if there is one.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public int ArgMin() => Length > 0 ? FirstExtreme(Doubles().AsSpan(), -1) : throw Empty("ArgMin");

    /// <summary>The indices (I64) of the first largest element along an axis, which disappears.</summary>
    public Tensor ArgMax(int axis)
    {
        axis = ShapeRules.NormalizeAxis("ArgMax", axis, _shape);
        if (_shape[axis] == 0)
            throw Empty("ArgMax");
        int[] last = [.. Enumerable.Range(0, Rank).Where(other => other != axis), axis];
        var values = Transpose(last).Doubles().AsSpan();
        var indices = Zeros(DType.I64, ReducedShape(axis, keepAxis: false));
        var found = indices.AsSpan<long>();
        for (int i = 0; i < found.Length; i++)
            found[i] = FirstExtreme(values.Slice(i * _shape[axis], _shape[axis]), 1);
        return indices;
    }

    /// <summary>The largest absolute value; 0 without elements, NaN if there is one.</summary>
    public double MaxAbs() =>
        Length == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(Doubles().AsSpan()));

    /// <summary>The square root of the sum of the squares, without overflow or underflow on the way.</summary>
    public double FrobeniusNorm()
    {
        var stored = Contiguous();
        double plain = Math.Sqrt(DType == DType.F32
            ? Summation.SumOfSquares(stored.Buffer<float>(), stored._offset, Length)
            : stored.SumOfDoubleSquares());
        if (plain is > 1e-140 and < 1e150 || double.IsNaN(plain))
            return plain;
        double scale = MaxAbs();
        if (scale == 0 || double.IsInfinity(scale))
            return scale;
        var scaled = Doubles() / scale;
        return scale * Math.Sqrt(Summation.SumOfSquares(scaled.Buffer<double>(), scaled._offset, Length));
    }

    private double SumOfDoubleSquares()
    {
        var values = Doubles();
        return Summation.SumOfSquares(values.Buffer<double>(), values._offset, Length);
    }

    private static int FirstExtreme(ReadOnlySpan<double> values, int sign)
    {
        int best = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                return i;
            if (sign * values[i] > sign * values[best])
                best = i;
        }

        return best;
    }

    private static void SumRows(ReadOnlySpan<double> rows, int count, int width, Span<double> sums)
    {
        if (count <= SequentialRows)
        {
            rows[..width].CopyTo(sums);
            for (int i = 1; i < count; i++)
                TensorPrimitives.Add(sums, rows.Slice(i * width, width), sums);
            return;
        }

        int half = count / 2;
        var second = new double[width];
        SumRows(rows[..(half * width)], half, width, sums);
        SumRows(rows[(half * width)..], count - half, width, second);
        TensorPrimitives.Add(sums, second, sums);
    }

    private Tensor Doubles() => To(DType.F64).Contiguous();

    private Tensor Fold(string operation, int axis, bool keepAxis, Func<Tensor, Tensor, Tensor> combine)
    {
        axis = ShapeRules.NormalizeAxis(operation, axis, _shape);
        if (_shape[axis] == 0)
            throw Empty(operation);

        // Halving keeps the number of passes logarithmic; the operations are associative and exact.
        var rest = this;
        while (rest._shape[axis] > 1)
        {
            int half = rest._shape[axis] / 2;
            var folded = combine(rest.Slice(axis, 0, half), rest.Slice(axis, half, half));
            rest = rest._shape[axis] % 2 == 0
                ? folded
                : Concat(axis, folded, rest.Slice(axis, 2 * half, 1));
        }

        return rest.Clone().Reshape(ReducedShape(axis, keepAxis));
    }

    private int[] FoldAround(int axis) =>
    [
        _shape[..axis].Aggregate(1, (product, length) => product * length),
        _shape[axis],
        _shape[(axis + 1)..].Aggregate(1, (product, length) => product * length),
    ];

    private int[] ReducedShape(int axis, bool keepAxis) =>
        keepAxis ? [.. _shape[..axis], 1, .. _shape[(axis + 1)..]] : [.. _shape[..axis], .. _shape[(axis + 1)..]];

    private ShapeException Empty(string operation) => ShapeException.Of(operation, _shape, "at least one element is needed");
}
