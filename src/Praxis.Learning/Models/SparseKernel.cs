using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning.Models;

/// <summary>Products with a sparse weight and their gradients. Every sum has one order, whatever the number of threads.</summary>
internal static class SparseKernel
{
    private const int FewRows = 8;       // so many input rows are taken one by one
    private const int LinesPerTask = 16;
    private const int StripWidth = 256;  // input rows at a time: the sums stay in the nearest cache

    /// <summary>X Wᵀ.</summary>
    /// <param name="pattern">Which entries W (outputs, inputs) has.</param>
    /// <param name="values">The entries.</param>
    /// <param name="x">(rows, inputs).</param>
    /// <returns>(rows, outputs).</returns>
    public static Tensor Multiply(SparsityPattern pattern, Tensor values, Tensor x) => (x.Rows <= FewRows, x.DType) switch
    {
        (true, DType.F32) => RowByRow<float>(pattern, values.Contiguous(), x.Contiguous()),
        (true, _) => RowByRow<double>(pattern, values.Contiguous(), x.Contiguous()),
        _ => Across(pattern.ByRows, values, x),
    };

    /// <summary>G W: the gradient of X.</summary>
    /// <param name="pattern">Which entries W has.</param>
    /// <param name="values">The entries.</param>
    /// <param name="gradient">(rows, outputs).</param>
    /// <returns>(rows, inputs).</returns>
    public static Tensor InputGradient(SparsityPattern pattern, Tensor values, Tensor gradient) => Across(pattern.ByColumns, values, gradient);

    /// <summary>The entries of Gᵀ X that W has: the gradient of the values.</summary>
    /// <param name="pattern">Which entries W has.</param>
    /// <param name="gradient">(rows, outputs).</param>
    /// <param name="x">(rows, inputs).</param>
    public static Tensor ValueGradient(SparsityPattern pattern, Tensor gradient, Tensor x)
    {
        (gradient, x) = (gradient.Transpose().Contiguous(), x.Transpose().Contiguous());
        return x.DType == DType.F32 ? ValueGradient<float>(pattern, gradient, x) : ValueGradient<double>(pattern, gradient, x);
    }

    // Each line of the result is a sum of scaled lines of Xᵀ, which are as long as there are input rows.
    private static Tensor Across(SparseLines lines, Tensor values, Tensor x)
    {
        var turned = x.Transpose().Contiguous();
        var result = x.DType == DType.F32
            ? Across<float>(lines, values.Contiguous(), turned)
            : Across<double>(lines, values.Contiguous(), turned);
        return result.Transpose().Contiguous();
    }

    private static Tensor Across<T>(SparseLines lines, Tensor values, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int count, int width) = (lines.Starts.Length - 1, x.Columns);
        var result = Tensor.Zeros(x.DType, count, width);
        WorkTeam.ForEach(Backend.Threads, (count + LinesPerTask - 1) / LinesPerTask, task =>
        {
            var v = values.AsSpan<T>();
            var from = x.AsSpan<T>();
            var to = result.AsSpan<T>();
            int end = Math.Min(count, (task + 1) * LinesPerTask);
            for (int start = 0; start < width; start += StripWidth)
            {
                int strip = Math.Min(StripWidth, width - start);
                for (int line = task * LinesPerTask; line < end; line++)
                {
                    var sum = to.Slice((line * width) + start, strip);
                    for (int k = lines.Starts[line]; k < lines.Starts[line + 1]; k++)
                        TensorPrimitives.MultiplyAdd(from.Slice((lines.Met[k] * width) + start, strip), v[lines.Places is null ? k : lines.Places[k]], sum, sum);
                }
            }
        });
        return result;
    }

    private static Tensor RowByRow<T>(SparsityPattern pattern, Tensor values, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lines = pattern.ByRows;
        var result = Tensor.Zeros(x.DType, x.Rows, pattern.Rows);
        WorkTeam.ForEach(Backend.Threads, (pattern.Rows + LinesPerTask - 1) / LinesPerTask, task =>
        {
            var to = result.AsSpan<T>();
            int end = Math.Min(pattern.Rows, (task + 1) * LinesPerTask);
            for (int line = task * LinesPerTask; line < end; line++)
            {
                (int start, int length) = (lines.Starts[line], lines.Starts[line + 1] - lines.Starts[line]);
                var v = values.AsSpan<T>().Slice(start, length);
                var met = lines.Met.AsSpan(start, length);
                for (int row = 0; row < x.Rows; row++)
                    to[(row * pattern.Rows) + line] = Dot(v, met, x.AsSpan<T>().Slice(row * pattern.Columns, pattern.Columns));
            }
        });
        return result;
    }

    // Four sums side by side, so that none waits for the one before.
    private static T Dot<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> met, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T a, T b, T c, T d) = (T.Zero, T.Zero, T.Zero, T.Zero);
        int k = 0;
        for (; k <= values.Length - 4; k += 4)
        {
            a += values[k] * x[met[k]];
            b += values[k + 1] * x[met[k + 1]];
            c += values[k + 2] * x[met[k + 2]];
            d += values[k + 3] * x[met[k + 3]];
        }

        for (; k < values.Length; k++)
            a += values[k] * x[met[k]];
        return (a + b) + (c + d);
    }

    private static Tensor ValueGradient<T>(SparsityPattern pattern, Tensor gradient, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lines = pattern.ByRows;
        int width = x.Columns;
        var result = Tensor.Zeros(x.DType, pattern.Count);
        WorkTeam.ForEach(Backend.Threads, (pattern.Rows + LinesPerTask - 1) / LinesPerTask, task =>
        {
            var g = gradient.AsSpan<T>();
            var from = x.AsSpan<T>();
            var to = result.AsSpan<T>();
            int end = Math.Min(pattern.Rows, (task + 1) * LinesPerTask);
            for (int line = task * LinesPerTask; line < end; line++)
                for (int k = lines.Starts[line]; k < lines.Starts[line + 1]; k++)
                    to[k] = TensorPrimitives.Dot<T>(g.Slice(line * width, width), from.Slice(lines.Met[k] * width, width));
        });
        return result;
    }
}
