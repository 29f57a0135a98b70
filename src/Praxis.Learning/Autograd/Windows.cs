using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>The windows that a convolution sees of an image, as columns of a matrix (im2col), and their sum back into an image.</summary>
/// <param name="Channels">C.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Kernel">The height and width of a window.</param>
/// <param name="Stride">How far windows are apart.</param>
/// <param name="Padding">Zeros around the image.</param>
/// <param name="Dilation">How far the places of one window are apart.</param>
internal sealed record Windows(
    int Channels, int Height, int Width, (int Y, int X) Kernel, (int Y, int X) Stride, (int Y, int X) Padding, (int Y, int X) Dilation)
{
    public int Rows => Count(Height, Kernel.Y, Stride.Y, Padding.Y, Dilation.Y);

    public int Columns => Count(Width, Kernel.X, Stride.X, Padding.X, Dilation.X);

    public int Size => Channels * Kernel.Y * Kernel.X;

    /// <summary>(batch, C, H, W) to (batch, C · kernel, rows · columns).</summary>
    public Variable Unfold(Variable image)
    {
        var result = Tensor.Zeros(image.DType, image.Shape[0], Size, Rows * Columns);
        Walk(image.Data.Contiguous(), result, fold: false);
        return Graph.Record(result, (image, Fold));
    }

    /// <summary>(batch, C · kernel, rows · columns) to (batch, C, H, W): what windows share is added.</summary>
    public Variable Fold(Variable columns)
    {
        var result = Tensor.Zeros(columns.DType, columns.Shape[0], Channels, Height, Width);
        Walk(result, columns.Data.Contiguous(), fold: true);
        return Graph.Record(result, (columns, Unfold));
    }

    private static int Count(int length, int kernel, int stride, int padding, int dilation)
    {
        int room = length + (2 * padding) - (dilation * (kernel - 1)) - 1;
        if (kernel < 1 || stride < 1 || dilation < 1 || padding < 0 || room < 0)
            throw new ShapeException(
                $"A window of {kernel} (stride {stride}, padding {padding}, dilation {dilation}) does not fit a length of {length}.");
        return (room / stride) + 1;
    }

    private void Walk(Tensor image, Tensor columns, bool fold)
    {
        // A channel of an image has its own rows of columns, so channels can be done side by side.
        Blocks.ForEach(image.Shape[0] * Channels, Math.Max(1, (1 << 14) / Math.Max(1, Height * Width)), (first, count) =>
        {
            int size = Kernel.Y * Kernel.X * Rows * Columns;
            for (int plane = first; plane < first + count; plane++)
            {
                if (image.DType == DType.F32)
                    Plane(image.AsSpan<float>().Slice(plane * Height * Width, Height * Width), columns.AsSpan<float>().Slice(plane * size, size), fold);
                else
                    Plane(image.AsSpan().Slice(plane * Height * Width, Height * Width), columns.AsSpan().Slice(plane * size, size), fold);
            }
        });
    }

    private void Plane<T>(Span<T> image, Span<T> columns, bool fold)
        where T : INumber<T>
    {
        int at = 0;
        for (int ky = 0; ky < Kernel.Y; ky++)
            for (int kx = 0; kx < Kernel.X; kx++)
                for (int row = 0; row < Rows; row++, at += Columns)
                {
                    int y = (row * Stride.Y) + (ky * Dilation.Y) - Padding.Y;
                    if ((uint)y < (uint)Height)
                        Line(image.Slice(y * Width, Width), columns.Slice(at, Columns), (kx * Dilation.X) - Padding.X, fold);
                }
    }

    private void Line<T>(Span<T> image, Span<T> columns, int start, bool fold)
        where T : INumber<T>
    {
        for (int i = 0, x = start; i < columns.Length; i++, x += Stride.X)
        {
            if ((uint)x >= (uint)image.Length)
                continue;
            if (fold)
                image[x] += columns[i];
            else
                columns[i] = image[x];
        }
    }
}
