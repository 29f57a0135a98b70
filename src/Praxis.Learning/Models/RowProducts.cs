using System.Numerics;
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
    public static void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> x, Span<float> y)
    {
        int width = x.Length;
        int row = 0;
        for (; row <= y.Length - 4; row += 4, rows = rows[(4 * width)..])
            Four(rows[..(4 * width)], x, y.Slice(row, 4));
        for (; row < y.Length; row++, rows = rows[width..])
            y[row] = System.Numerics.Tensors.TensorPrimitives.Dot(rows[..width], x);
    }

    private void RunTask(int task)
    {
        (var weight, var bias, float[] output, int row, int count) = _tasks[task];
        var y = output.AsSpan(row, count);
        Multiply(weight.Data.AsSpan<float>().Slice(row * _input.Length, count * _input.Length), _input, y);
        if (bias is not null)
            System.Numerics.Tensors.TensorPrimitives.Add(y, bias.Data.AsSpan<float>().Slice(row, count), y);
    }

    // Four rows at a time, so that x is loaded once for all and four streams of memory are read.
    private static void Four(ReadOnlySpan<float> rows, ReadOnlySpan<float> x, Span<float> y)
    {
        int width = x.Length;
        (Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) = (default, default, default, default);
        int i = 0;
        for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
        {
            var v = new Vector<float>(x[i..]);
            a = Vector.FusedMultiplyAdd(new Vector<float>(rows[i..]), v, a);
            b = Vector.FusedMultiplyAdd(new Vector<float>(rows[(width + i)..]), v, b);
            c = Vector.FusedMultiplyAdd(new Vector<float>(rows[((2 * width) + i)..]), v, c);
            d = Vector.FusedMultiplyAdd(new Vector<float>(rows[((3 * width) + i)..]), v, d);
        }

        (y[0], y[1], y[2], y[3]) = (Vector.Sum(a), Vector.Sum(b), Vector.Sum(c), Vector.Sum(d));
        for (; i < width; i++)
            for (int row = 0; row < 4; row++)
                y[row] += rows[(row * width) + i] * x[i];
    }
}
