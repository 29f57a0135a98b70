using System.Numerics.Tensors;
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
        ThinProduct.Rows(rows, x, y);
    }

    private void RunTask(int task)
    {
        (var weight, var bias, float[] output, int row, int count) = _tasks[task];
        var y = output.AsSpan(row, count);
        Multiply(weight.Data.AsSpan<float>().Slice(row * _input.Length, count * _input.Length), _input, y);
        if (bias is not null)
            TensorPrimitives.Add(y, bias.Data.AsSpan<float>().Slice(row, count), y);
    }
}
