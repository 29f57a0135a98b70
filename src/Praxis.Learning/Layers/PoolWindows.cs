using System.Numerics;
using System.Runtime.CompilerServices;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>The windows that pooling sees of each channel.</summary>
internal sealed class PoolWindows
{
    private const int ElementsPerTask = 1 << 14;
    private readonly (int Height, int Width) _image;
    private readonly (int Rows, int Columns) _pooled;
    private readonly int _planes;
    private readonly int _size;
    private readonly int _stride;

    private PoolWindows(ReadOnlySpan<int> shape, int size, int stride)
    {
        (_size, _stride, _image, _planes) = (size, stride, (shape[2], shape[3]), shape[0] * shape[1]);
        _pooled = (((shape[2] - size) / stride) + 1, ((shape[3] - size) / stride) + 1);
        ImageShape = shape.ToArray();
        PooledShape = [shape[0], shape[1], _pooled.Rows, _pooled.Columns];
    }

    /// <summary>(batch, channels, height, width).</summary>
    public int[] ImageShape { get; }

    /// <summary>(batch, channels, rows, columns).</summary>
    public int[] PooledShape { get; }

    /// <summary>The windows of an image.</summary>
    /// <exception cref="ShapeException">The image is no batch of images, or a window does not fit.</exception>
    public static PoolWindows Of(string operation, ReadOnlySpan<int> shape, int size, int stride)
    {
        if (shape.Length != 4)
            throw ShapeException.Of(operation, shape, "(batch, channels, height, width) is needed");
        return size >= 1 && stride >= 1 && size <= shape[2] && size <= shape[3]
            ? new PoolWindows(shape, size, stride)
            : throw ShapeException.Of(operation, shape, $"a window of {size} with stride {stride} does not fit");
    }

    /// <summary>Calls a function with the places of each channel in the image and in the pooled image, several at a time.</summary>
    public void ForEachPlane(Action<Range, Range> body)
    {
        (int large, int small) = (_image.Height * _image.Width, _pooled.Rows * _pooled.Columns);
        Blocks.ForEach(_planes, Math.Max(1, ElementsPerTask / large), (first, count) =>
        {
            for (int plane = first; plane < first + count; plane++)
                body((plane * large)..((plane + 1) * large), (plane * small)..((plane + 1) * small));
        });
    }

    /// <summary>Adds values to an image at the given places.</summary>
    public static void Add<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> places, Span<T> image, Range which)
        where T : INumber<T>
    {
        values = values[which];
        places = places[which];
        for (int i = 0; i < values.Length; i++)
            image[places[i]] += values[i];
    }

    /// <summary>The largest value of each window of one channel, and, where asked for, its place in the whole image.</summary>
    public void Largest<T>(ReadOnlySpan<T> image, Range plane, Span<T> largest, Span<int> places, Range pooled)
        where T : INumber<T>
    {
        int first = plane.Start.Value;
        image = image[plane];
        largest = largest[pooled];
        if (!places.IsEmpty)
            places = places[pooled];
        for (int row = 0, at = 0; row < _pooled.Rows; row++)
            for (int column = 0; column < _pooled.Columns; column++, at++)
            {
                int place = Largest(image, (row * _stride * _image.Width) + (column * _stride));
                largest[at] = image[place];
                if (!places.IsEmpty)
                    places[at] = first + place;
            }
    }

    /// <summary>Adds each value of one channel to the place of its window's largest value.</summary>
    public void AddToLargest<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> image, Span<T> sums)
        where T : INumber<T>
    {
        for (int row = 0, at = 0; row < _pooled.Rows; row++)
            for (int column = 0; column < _pooled.Columns; column++, at++)
                sums[Largest(image, (row * _stride * _image.Width) + (column * _stride))] += values[at];
    }

    /// <summary>The sum of each window of one channel, or (spread) each value added to all places of its window.</summary>
    public void Sum<T>(Span<T> image, Span<T> pooled, bool spread)
        where T : INumber<T>
    {
        for (int row = 0; row < _pooled.Rows; row++)
            for (int y = 0; y < _size; y++)
            {
                var line = image.Slice(((row * _stride) + y) * _image.Width, _image.Width);
                var values = pooled.Slice(row * _pooled.Columns, _pooled.Columns);
                for (int column = 0; column < values.Length; column++)
                    for (int x = column * _stride; x < (column * _stride) + _size; x++)
                        if (spread)
                            line[x] += values[column];
                        else
                            values[column] += line[x];
            }
    }

    // Windows of 2×2 without branches, which nothing could foretell: comparisons become numbers, and numbers places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Largest<T>(ReadOnlySpan<T> image, int start)
        where T : INumber<T>
    {
        if (_size != 2)
            return LargestOfMany(image, start);
        int below = start + _image.Width;
        int upper = start + (image[start + 1] > image[start] ? 1 : 0);
        int lower = below + (image[below + 1] > image[below] ? 1 : 0);
        return upper + ((image[lower] > image[upper] ? 1 : 0) * (lower - upper));
    }

    private int LargestOfMany<T>(ReadOnlySpan<T> image, int start)
        where T : INumber<T>
    {
        int place = start;
        for (int y = 0; y < _size; y++)
            for (int x = start + (y * _image.Width); x < start + (y * _image.Width) + _size; x++)
                if (image[x] > image[place])
                    place = x;
        return place;
    }
}
