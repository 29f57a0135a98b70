using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Convolutions (cross-correlations, as in all of deep learning) and pooling.</summary>
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

    /// <summary>The largest value in each window of each channel; of equal ones the first takes the gradient.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="size">The height and width of a window.</param>
    /// <param name="stride">How far windows are apart; the size if not given.</param>
    /// <returns>(batch, channels, rows, columns).</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public static Variable MaxPool2d(Variable x, int size, int? stride = null)
    {
        (var windows, var columns) = Pools(x, size, stride ?? size); // (batch · channels, size², places)
        if (columns.Length == 0)
            return columns.Sum(1).Reshape(x.Shape[0], x.Shape[1], windows.Rows, windows.Columns);
        var highest = columns.Data.ArgMax(1);                        // (batch · channels, places)
        return columns.Gather(1, highest.Reshape(highest.Shape[0], 1, highest.Shape[1]))
            .Reshape(x.Shape[0], x.Shape[1], windows.Rows, windows.Columns);
    }

    /// <summary>The mean of each window of each channel.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="size">The height and width of a window.</param>
    /// <param name="stride">How far windows are apart; the size if not given.</param>
    /// <returns>(batch, channels, rows, columns).</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public static Variable AveragePool2d(Variable x, int size, int? stride = null)
    {
        (var windows, var columns) = Pools(x, size, stride ?? size);
        return columns.Mean(1).Reshape(x.Shape[0], x.Shape[1], windows.Rows, windows.Columns);
    }

    private static (Windows Windows, Variable Columns) Pools(Variable x, int size, int stride)
    {
        if (x.Rank != 4)
            throw ShapeException.Of("Pooling", x.Shape, "(batch, channels, height, width) is needed");
        var windows = new Windows(1, x.Shape[2], x.Shape[3], (size, size), (stride, stride), (0, 0), (1, 1));
        return (windows, windows.Unfold(x.Reshape(x.Shape[0] * x.Shape[1], 1, x.Shape[2], x.Shape[3])));
    }

    private static Variable Convolve(
        Variable x, Variable weight, Variable? bias, (int Y, int X) stride, (int Y, int X) padding, (int Y, int X) dilation, int groups)
    {
        if (x.Rank != 4 || weight.Rank != 4 || groups < 1 || x.Shape[1] != weight.Shape[1] * groups || weight.Shape[0] % groups != 0)
            throw ShapeException.Between("Conv2d", x.Shape, weight.Shape, $"(batch, c, height, width) and (outputs, c/{groups}, height, width) are needed");
        (int batch, int outputs) = (x.Shape[0], weight.Shape[0]);
        var windows = new Windows(x.Shape[1], x.Shape[2], x.Shape[3], (weight.Shape[2], weight.Shape[3]), stride, padding, dilation);
        var columns = windows.Unfold(x); // (batch, c · kernel, places)
        Variable y;
        if (groups == 1)
        {
            y = weight.Reshape(outputs, windows.Size).MatMul(columns);
        }
        else
        {
            y = weight.Reshape(groups, outputs / groups, windows.Size / groups)
                .MatMul(columns.Reshape(batch, groups, windows.Size / groups, columns.Shape[2])); // (batch, groups, outputs/groups, places)
        }

        y = y.Reshape(batch, outputs, windows.Rows, windows.Columns);
        return bias is null ? y : y + bias.Reshape(outputs, 1, 1);
    }
}
