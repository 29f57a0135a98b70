using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

public sealed partial class SparseMatrix
{
    private const int Lanes = 8;

    /// <summary>A x for a vector, or A X for a matrix.</summary>
    /// <param name="x">Columns entries, or Columns × k.</param>
    /// <returns>Rows entries, or Rows × k.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Multiply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (1 or 2) || x.Shape[0] != Columns)
            throw ShapeException.Between("Sparse multiply", [Rows, Columns], x.Shape, "the inner dimensions must agree");
        var dense = x.To(DType.F64).Contiguous();
        if (x.Rank == 1)
        {
            var output = new double[Rows];
            Multiply(dense.AsSpan(), output);
            return Tensor.Wrap(output, Rows);
        }

        var block = Tensor.Zeros(Rows, x.Columns);
        MultiplyBlock(dense.AsSpan(), block.AsSpan(), x.Columns);
        return block;
    }

    /// <summary>Aᵀ x for a vector, or Aᵀ X for a matrix. The first call makes the <see cref="Transpose"/>, which is kept.</summary>
    /// <param name="x">Rows entries, or Rows × k.</param>
    /// <returns>Columns entries, or Columns × k.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor MultiplyTransposed(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (1 or 2) || x.Shape[0] != Rows)
            throw ShapeException.Between("Sparse multiply transposed", [Rows, Columns], x.Shape, "the number of rows must agree");
        return Transpose().Multiply(x);
    }

    /// <summary>A x into given memory; both may not overlap.</summary>
    internal unsafe void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        fixed (double* input = x, output = y)
        {
            (nint from, nint to) = ((nint)input, (nint)output);
            _tasks.ForEach((start, end) =>
            {
                ref int columns = ref MemoryMarshal.GetArrayDataReference(_columns);
                ref double values = ref MemoryMarshal.GetArrayDataReference(_values);
                for (int i = start; i < end; i++)
                    ((double*)to)[i] = RowProduct(ref columns, ref values, _starts[i], _starts[i + 1], (double*)from);
            });
        }
    }

    // Four interleaved sums: their order depends on the row alone. The constructors have checked all columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe double RowProduct(ref int columns, ref double values, int start, int end, double* x)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        nint k = start;
        for (; k + 3 < end; k += 4)
        {
            sum0 = Math.FusedMultiplyAdd(Unsafe.Add(ref values, k), x[Unsafe.Add(ref columns, k)], sum0);
            sum1 = Math.FusedMultiplyAdd(Unsafe.Add(ref values, k + 1), x[Unsafe.Add(ref columns, k + 1)], sum1);
            sum2 = Math.FusedMultiplyAdd(Unsafe.Add(ref values, k + 2), x[Unsafe.Add(ref columns, k + 2)], sum2);
            sum3 = Math.FusedMultiplyAdd(Unsafe.Add(ref values, k + 3), x[Unsafe.Add(ref columns, k + 3)], sum3);
        }

        for (; k < end; k++)
            sum0 = Math.FusedMultiplyAdd(Unsafe.Add(ref values, k), x[Unsafe.Add(ref columns, k)], sum0);
        return (sum0 + sum1) + (sum2 + sum3);
    }

    // A X: the columns of X in strips of four vectors, then of one, then one by one; each entry is summed along its row.
    private unsafe void MultiplyBlock(ReadOnlySpan<double> x, Span<double> y, int width)
    {
        if (width == 0)
            return;
        fixed (double* input = x, output = y)
        {
            (nint from, nint to) = ((nint)input, (nint)output);
            _tasks.ForEach((start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    int j = 0;
                    double* row = (double*)to + ((nint)i * width);
                    for (; j + (4 * Lanes) <= width; j += 4 * Lanes)
                        WideStrip(i, (double*)from + j, row + j, width);
                    for (; j + Lanes <= width; j += Lanes)
                        Strip(i, (double*)from + j, row + j, width);
                    for (; j < width; j++)
                        row[j] = Single(i, (double*)from + j, width);
                }
            });
        }
    }

    private unsafe void WideStrip(int i, double* x, double* y, int width)
    {
        Vector512<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (int k = _starts[i]; k < _starts[i + 1]; k++)
        {
            var value = Vector512.Create(_values[k]);
            double* row = x + ((nint)_columns[k] * width);
            sum0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(row), sum0);
            sum1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(row + Lanes), sum1);
            sum2 = Vector512.FusedMultiplyAdd(value, Vector512.Load(row + (2 * Lanes)), sum2);
            sum3 = Vector512.FusedMultiplyAdd(value, Vector512.Load(row + (3 * Lanes)), sum3);
        }

        sum0.Store(y);
        sum1.Store(y + Lanes);
        sum2.Store(y + (2 * Lanes));
        sum3.Store(y + (3 * Lanes));
    }

    private unsafe void Strip(int i, double* x, double* y, int width)
    {
        Vector512<double> sum = default;
        for (int k = _starts[i]; k < _starts[i + 1]; k++)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(_values[k]), Vector512.Load(x + ((nint)_columns[k] * width)), sum);
        sum.Store(y);
    }

    private unsafe double Single(int i, double* x, int width)
    {
        double sum = 0;
        for (int k = _starts[i]; k < _starts[i + 1]; k++)
            sum = Math.FusedMultiplyAdd(_values[k], x[(nint)_columns[k] * width], sum);
        return sum;
    }
}
