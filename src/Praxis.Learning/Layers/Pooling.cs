using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Windows of each channel of an image made one value, and nearest-neighbour upsampling, which is the way back of their sum.</summary>
public static class Pooling
{
    /// <summary>The largest value in each window of each channel; of equal ones the first takes the gradient.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="size">The height and width of a window.</param>
    /// <param name="stride">How far windows are apart; the size if not given.</param>
    /// <returns>(batch, channels, rows, columns); what is left over at the lower and right edges is not seen.</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public static Variable Max(Variable x, int size = 2, int? stride = null)
    {
        var windows = PoolWindows.Of("Max pooling", x.Shape, size, stride ?? size);
        var image = x.Data.Contiguous();
        return Graph.Record(Largest(image, windows, places: null), (x, g => Graph.IsRecording
            ? Scatter(g, Places(image, windows), windows)
            : ToLargest(g.Data.Contiguous(), image, windows)));
    }

    /// <summary>The mean of each window of each channel.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="size">The height and width of a window.</param>
    /// <param name="stride">How far windows are apart; the size if not given.</param>
    /// <returns>(batch, channels, rows, columns); what is left over at the lower and right edges is not seen.</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public static Variable Average(Variable x, int size = 2, int? stride = null) =>
        Collect(x, PoolWindows.Of("Average pooling", x.Shape, size, stride ?? size)) * (1.0 / (size * size));

    /// <summary>Every value as a square of equal values (nearest-neighbour upsampling).</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="factor">The height and width of a square.</param>
    /// <returns>(batch, channels, factor · height, factor · width).</returns>
    /// <exception cref="ShapeException">The input is no batch of images, has no pixels, or the factor is not positive.</exception>
    public static Variable Upsample(Variable x, int factor = 2)
    {
        if (x.Rank != 4 || factor < 1)
            throw ShapeException.Of("Upsampling", x.Shape, $"(batch, channels, height, width) and a factor of at least 1 are needed, not {factor}");
        return Spread(x, PoolWindows.Of("Upsampling", [x.Shape[0], x.Shape[1], x.Shape[2] * factor, x.Shape[3] * factor], factor, factor));
    }

    private static Tensor Largest(Tensor image, PoolWindows windows, int[]? places)
    {
        var largest = Tensor.Allocate(image.DType, windows.PooledShape);
        windows.ForEachPlane((plane, pooled) =>
        {
            if (image.DType == DType.F32)
                windows.Largest(image.AsSpan<float>(), plane, largest.AsSpan<float>(), places, pooled);
            else
                windows.Largest(image.AsSpan(), plane, largest.AsSpan(), places, pooled);
        });
        return largest;
    }

    private static int[] Places(Tensor image, PoolWindows windows)
    {
        var places = new int[ShapeRules.Count(windows.PooledShape)];
        Largest(image, windows, places);
        return places;
    }

    // Where the largest value stood is looked up again, which costs less than to remember it.
    private static Tensor ToLargest(Tensor gradient, Tensor image, PoolWindows windows)
    {
        var result = Tensor.Zeros(image.DType, image.Shape);
        windows.ForEachPlane((plane, pooled) =>
        {
            if (image.DType == DType.F32)
                windows.AddToLargest<float>(gradient.AsSpan<float>()[pooled], image.AsSpan<float>()[plane], result.AsSpan<float>()[plane]);
            else
                windows.AddToLargest<double>(gradient.AsSpan()[pooled], image.AsSpan()[plane], result.AsSpan()[plane]);
        });
        return result;
    }

    // Each gradient to where the largest value stood; its own gradient is read from there.
    private static Variable Scatter(Variable g, int[] places, PoolWindows windows)
    {
        var image = Tensor.Zeros(g.DType, windows.ImageShape);
        var pooled = g.Data.Contiguous();
        windows.ForEachPlane((_, plane) =>
        {
            if (g.DType == DType.F32)
                PoolWindows.Add(pooled.AsSpan<float>(), places, image.AsSpan<float>(), plane);
            else
                PoolWindows.Add(pooled.AsSpan(), places, image.AsSpan(), plane);
        });
        return Graph.Record(image, (g, h => h.Reshape(-1).IndexSelect(0, Indices(places)).Reshape(windows.PooledShape)));
    }

    private static Tensor Indices(int[] places) => Tensor.Wrap(Array.ConvertAll(places, place => (long)place), places.Length);

    // The sum of each window; Spread is the transposed map.
    private static Variable Collect(Variable x, PoolWindows windows)
    {
        var pooled = Tensor.Zeros(x.DType, windows.PooledShape);
        Walk(x.Data.Contiguous(), pooled, windows, spread: false);
        return Graph.Record(pooled, (x, g => Spread(g, windows)));
    }

    private static Variable Spread(Variable g, PoolWindows windows)
    {
        var image = Tensor.Zeros(g.DType, windows.ImageShape);
        Walk(image, g.Data.Contiguous(), windows, spread: true);
        return Graph.Record(image, (g, h => Collect(h, windows)));
    }

    private static void Walk(Tensor image, Tensor pooled, PoolWindows windows, bool spread) => windows.ForEachPlane((plane, small) =>
    {
        if (image.DType == DType.F32)
            windows.Sum(image.AsSpan<float>()[plane], pooled.AsSpan<float>()[small], spread);
        else
            windows.Sum(image.AsSpan()[plane], pooled.AsSpan()[small], spread);
    });
}
