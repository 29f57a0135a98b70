using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning.Models;

/// <summary>
/// Products of matrices with one vector, W x + b, each matrix read once, row by row, straight from where it lies. What is summed in which
/// order depends on the shapes alone.
/// </summary>
internal sealed class RowProducts
{
    private const int RowsPerTask = 32;

    private readonly float[] _input;
    private readonly (Variable Weight, Variable? Bias, float[] Output, int Row, int Count)[] _tasks;
    private readonly Action<int> _run;

    /// <summary>Products that are computed side by side.</summary>
    /// <param name="input">x, which is read anew by every run.</param>
    /// <param name="parts">W (outputs, inputs), b (outputs) or null, and where the result goes.</param>
    public RowProducts(float[] input, params ReadOnlySpan<(Variable Weight, Variable? Bias, float[] Output)> parts)
    {
        _input = input;
        var tasks = new List<(Variable, Variable?, float[], int, int)>();
        foreach (var (weight, bias, output) in parts)
            for (int row = 0; row < weight.Shape[0]; row += RowsPerTask)
                tasks.Add((weight, bias, output, row, Math.Min(RowsPerTask, weight.Shape[0] - row)));
        _tasks = [.. tasks];
        _run = RunTask;
    }

    /// <summary>Computes all of them.</summary>
    public void Run() => WorkTeam.ForEach(Backend.Threads, _tasks.Length, _run);

    /// <summary>y = W x.</summary>
    /// <param name="rows">W, row by row.</param>
    /// <param name="x">As long as a row.</param>
    /// <param name="y">As long as there are rows.</param>
    /// <exception cref="ShapeException">W has another number of elements.</exception>
    public static void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> x, Span<float> y)
    {
        int width = x.Length;
        if (rows.Length != width * y.Length)
            throw new ShapeException($"A product of {y.Length} rows with a vector of {width} needs {width * y.Length} elements, not {rows.Length}.");
        int row = 0;
        for (; row <= y.Length - 4; row += 4, rows = rows[(4 * width)..])
            Four(rows[..(4 * width)], x, y.Slice(row, 4));
        for (; row < y.Length; row++, rows = rows[width..])
            y[row] = TensorPrimitives.Dot(rows[..width], x);
    }

    private void RunTask(int task)
    {
        (var weight, var bias, float[] output, int row, int count) = _tasks[task];
        var y = output.AsSpan(row, count);
        Multiply(weight.Data.AsSpan<float>().Slice(row * _input.Length, count * _input.Length), _input, y);
        if (bias is not null)
            TensorPrimitives.Add(y, bias.Data.AsSpan<float>().Slice(row, count), y);
    }

    // Four rows at a time, so that x is loaded once for all and four streams of memory are read.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // quick from the first token on
    private static void Four(ReadOnlySpan<float> rows, ReadOnlySpan<float> x, Span<float> y)
    {
        int width = x.Length;
        ref float first = ref MemoryMarshal.GetReference(rows);
        ref float second = ref Unsafe.Add(ref first, width);
        ref float third = ref Unsafe.Add(ref second, width);
        ref float fourth = ref Unsafe.Add(ref third, width);
        ref float vector = ref MemoryMarshal.GetReference(x);
        (Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) = (default, default, default, default);
        int i = 0;
        for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
        {
            var v = Vector.LoadUnsafe(ref vector, (nuint)i);
            a = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref first, (nuint)i), v, a);
            b = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref second, (nuint)i), v, b);
            c = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref third, (nuint)i), v, c);
            d = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref fourth, (nuint)i), v, d);
        }

        (y[0], y[1], y[2], y[3]) = (Vector.Sum(a), Vector.Sum(b), Vector.Sum(c), Vector.Sum(d));
        for (; i < width; i++)
            for (int row = 0; row < 4; row++)
                y[row] += rows[(row * width) + i] * x[i];
    }
}
