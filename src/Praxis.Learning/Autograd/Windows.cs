using System.Numerics;
using System.Numerics.Tensors;
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
        var result = Tensor.Allocate(image.DType, image.Shape[0], Size, Rows * Columns);
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
        if (fold)
            Fold(image, columns);
        else
            Unfold<T>(image, columns);
    }

    /// <summary>One image (C, H, W) to columns (C · kernel, rows · columns).</summary>
    public void UnfoldOne<T>(ReadOnlySpan<T> image, Span<T> columns)
        where T : INumber<T>
    {
        (int plane, int size) = (Height * Width, Kernel.Y * Kernel.X * Rows * Columns);
        for (int channel = 0; channel < Channels; channel++)
            Unfold(image.Slice(channel * plane, plane), columns.Slice(channel * size, size));
    }

    /// <summary>Adds columns (C · kernel, rows · columns) to the places of one image (C, H, W) that they came from.</summary>
    public void FoldOne<T>(Span<T> image, ReadOnlySpan<T> columns)
        where T : INumber<T>
    {
        (int plane, int size) = (Height * Width, Kernel.Y * Kernel.X * Rows * Columns);
        for (int channel = 0; channel < Channels; channel++)
            Fold(image.Slice(channel * plane, plane), columns.Slice(channel * size, size));
    }

    private void Unfold<T>(ReadOnlySpan<T> image, Span<T> columns)
        where T : INumber<T>
    {
        for (int ky = 0; ky < Kernel.Y; ky++)
            for (int kx = 0; kx < Kernel.X; kx++)
            {
                int shift = (kx * Dilation.X) - Padding.X;
                (int first, int end) = Inside(shift);
                for (int row = 0; row < Rows; row++, columns = columns[Columns..])
                {
                    int y = (row * Stride.Y) + (ky * Dilation.Y) - Padding.Y;
                    var line = columns[..Columns];
                    if ((uint)y >= (uint)Height)
                    {
                        line.Clear();
                        continue;
                    }

                    line[..first].Clear();
                    line[end..].Clear();
                    var source = image.Slice(y * Width, Width);
                    if (Stride.X == 1)
                        source[(first + shift)..(end + shift)].CopyTo(line[first..]);
                    else
                        for (int i = first; i < end; i++)
                            line[i] = source[(i * Stride.X) + shift];
                }
            }
    }

    private void Fold<T>(Span<T> image, ReadOnlySpan<T> columns)
        where T : INumber<T>
    {
        for (int ky = 0; ky < Kernel.Y; ky++)
            for (int kx = 0; kx < Kernel.X; kx++)
            {
                int shift = (kx * Dilation.X) - Padding.X;
                (int first, int end) = Inside(shift);
                for (int row = 0; row < Rows; row++, columns = columns[Columns..])
                {
                    int y = (row * Stride.Y) + (ky * Dilation.Y) - Padding.Y;
                    if ((uint)y >= (uint)Height)
                        continue;
                    var target = image.Slice(y * Width, Width);
                    if (Stride.X == 1)
                        TensorPrimitives.Add(target[(first + shift)..(end + shift)], columns[first..end], target[(first + shift)..(end + shift)]);
                    else
                        for (int i = first; i < end; i++)
                            target[(i * Stride.X) + shift] += columns[i];
                }
            }
    }

    // The places of a line whose source lies inside the image.
    private (int First, int End) Inside(int shift)
    {
        int first = Math.Clamp((-shift + Stride.X - 1) / Stride.X, 0, Columns);
        int end = Math.Clamp((Width - shift + Stride.X - 1) / Stride.X, first, Columns);
        return (shift >= 0 ? 0 : first, shift >= Width ? 0 : end);
    }
}
