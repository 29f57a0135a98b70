using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Convolutions (cross-correlations, as in all of deep learning).</summary>
public static class Convolution
{
    /// <summary>The convolution of images with kernels.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="weight">(outputs, channels/groups, kernel height, kernel width).</param>
    /// <param name="bias">(outputs), or null.</param>
    /// <param name="stride">How far windows are apart.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="dilation">How far the places of one window are apart.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    /// <returns>(batch, outputs, rows, columns).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Variable TwoDimensional(Variable x, Variable weight, Variable? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Convolve(x, weight, bias, (stride, stride), (padding, padding), (dilation, dilation), groups);

    /// <summary>The convolution of sequences with kernels.</summary>
    /// <param name="x">(batch, channels, length).</param>
    /// <param name="weight">(outputs, channels/groups, kernel length).</param>
    /// <param name="bias">(outputs), or null.</param>
    /// <param name="stride">How far windows are apart.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="dilation">How far the places of one window are apart.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    /// <returns>(batch, outputs, places).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Variable OneDimensional(Variable x, Variable weight, Variable? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        if (x.Rank != 3 || weight.Rank != 3)
            throw ShapeException.Between("Conv1d", x.Shape, weight.Shape, "(batch, channels, length) and (outputs, channels, kernel) are needed");
        var flat = x.Reshape(x.Shape[0], x.Shape[1], 1, x.Shape[2]);
        var kernel = weight.Reshape(weight.Shape[0], weight.Shape[1], 1, weight.Shape[2]);
        var y = Convolve(flat, kernel, bias, (1, stride), (0, padding), (1, dilation), groups); // (batch, outputs, 1, places)
        return y.Reshape(y.Shape[0], y.Shape[1], y.Shape[3]);
    }

    private static Variable Convolve(
        Variable x, Variable weight, Variable? bias, (int Y, int X) stride, (int Y, int X) padding, (int Y, int X) dilation, int groups)
    {
        if (x.Rank != 4 || weight.Rank != 4 || groups < 1 || x.Shape[1] != weight.Shape[1] * groups || weight.Shape[0] % groups != 0)
            throw ShapeException.Between("Conv2d", x.Shape, weight.Shape, $"(batch, c, height, width) and (outputs, c/{groups}, height, width) are needed");
        if (bias is not null && (bias.Rank != 1 || bias.Length != weight.Shape[0]))
            throw ShapeException.Between("Conv2d", weight.Shape, bias.Shape, $"a bias of {weight.Shape[0]} entries is needed");
        var windows = new Windows(x.Shape[1], x.Shape[2], x.Shape[3], (weight.Shape[2], weight.Shape[3]), stride, padding, dilation);
        Variable[] operands = bias is null ? [x, weight] : [x, weight, bias];
        if (x.Length == 0 || weight.Length == 0 || x.DType != weight.DType)
            return Plain(operands, windows, groups);
        return Graph.RecordFused(
            ConvolutionKernel.Forward(x.Data, weight.Data, bias?.Data, windows, groups), operands, names => Plain(names, windows, groups),
            (g, wanted) => ConvolutionKernel.Backward(
                g, x.Data, weight.Data, windows, groups, wanted[0], wanted[1], wanted.Length > 2 && wanted[2])[..wanted.Length]);
    }

    private static Variable Plain(Variable[] operands, Windows windows, int groups)
    {
        (var x, var weight) = (operands[0], operands[1]);
        (int batch, int outputs) = (x.Shape[0], weight.Shape[0]);
        var columns = windows.Unfold(x); // (batch, c · kernel, places)
        var y = groups == 1
            ? weight.Reshape(outputs, windows.Size).MatMul(columns)
            : weight.Reshape(groups, outputs / groups, windows.Size / groups)
                .MatMul(columns.Reshape(batch, groups, windows.Size / groups, columns.Shape[2])); // (batch, groups, outputs/groups, places)
        y = y.Reshape(batch, outputs, windows.Rows, windows.Columns);
        return operands.Length == 2 ? y : y + operands[2].Reshape(outputs, 1, 1);
    }
}
