using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>
/// Layer norm and RMS norm of rows, w (x − mean) r + b with r = 1/√(variance + ε) or w x r with r = 1/√(mean(x²) + ε), and back. Of the way
/// there only mean and r of each row are kept.
/// </summary>
internal static unsafe class NormalizationKernel
{
    // Rows whose parts of the gradients of w and b are summed by one task; fixed, so that sums do not depend on the threads.
    private const int RowsPerTask = 64;

    /// <summary>The result, and for each row mean and factor r: (rows, 2).</summary>
    public static (Tensor Result, Tensor Moments) Forward(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centre)
    {
        var result = Tensor.Allocate(x.DType, x.Shape);
        int width = x.Shape[^1];
        int rows = width == 0 ? 0 : x.Length / width;
        var moments = Tensor.Allocate(x.DType, rows, 2);
        if (rows == 0)
            return (result, moments);
        if (x.DType == DType.F32)
            Forward<float>(x, weight, bias, result, moments, (float)epsilon, centre);
        else
            Forward<double>(x, weight, bias, result, moments, epsilon, centre);
        return (result, moments);
    }

    /// <summary>The gradients of x, w and b, as far as they are wanted.</summary>
    public static Tensor?[] Backward(Tensor gradient, Tensor x, Tensor? weight, Tensor moments, bool centre, bool wantsX, bool wantsWeight, bool wantsBias)
    {
        int width = x.Shape[^1];
        int tasks = Blocks.Count(moments.Shape[0], RowsPerTask);
        var ofX = wantsX ? Tensor.Allocate(x.DType, x.Shape) : null;
        var ofWeight = wantsWeight ? Tensor.Zeros(x.DType, tasks, width) : null;
        var ofBias = wantsBias ? Tensor.Zeros(x.DType, tasks, width) : null;
        gradient = gradient.Contiguous();
        if (moments.Length > 0)
        {
            if (x.DType == DType.F32)
                Backward<float>(gradient, x, weight, moments, centre, ofX, ofWeight, ofBias);
            else
                Backward<double>(gradient, x, weight, moments, centre, ofX, ofWeight, ofBias);
        }

        return [ofX, Total(ofWeight), Total(ofBias)];

        Tensor? Total(Tensor? parts) => parts is null ? null : ColumnSums.Of(parts, [width]);
    }

    private static void Forward<T>(Tensor x, Tensor? weight, Tensor? bias, Tensor result, Tensor moments, T epsilon, bool centre)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = x.Shape[^1];
        T count = T.CreateChecked(width);
        Blocks.ForEach(moments.Shape[0], RowsPerTask, (first, number) =>
        {
            fixed (T* from = x.AsSpan<T>(), to = result.AsSpan<T>(), kept = moments.AsSpan<T>(), w = Span<T>(weight), b = Span<T>(bias))
            {
                for (int row = first; row < first + number; row++)
                {
                    T* at = from + ((long)row * width);
                    T mean = centre ? Sum(at, width) / count : T.Zero;
                    T factor = T.One / T.Sqrt((Squares(at, mean, width) / count) + epsilon);
                    (kept[2 * row], kept[(2 * row) + 1]) = (mean, factor);
                    Scale(at, to + ((long)row * width), w, b, mean, factor, width);
                }
            }
        });
    }

    private static void Backward<T>(Tensor gradient, Tensor x, Tensor? weight, Tensor moments, bool centre, Tensor? ofX, Tensor? ofWeight, Tensor? ofBias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = x.Shape[^1];
        T count = T.CreateChecked(width);
        Blocks.ForEach(moments.Shape[0], RowsPerTask, (first, number) =>
        {
            fixed (T* g = gradient.AsSpan<T>(), from = x.AsSpan<T>(), kept = moments.AsSpan<T>(), w = Span<T>(weight), to = Span<T>(ofX), dw = Span<T>(ofWeight), db = Span<T>(ofBias))
            {
                long part = (long)(first / RowsPerTask) * width;
                for (int row = first; row < first + number; row++)
                {
                    long at = (long)row * width;
                    (T mean, T factor) = (kept[2 * row], kept[(2 * row) + 1]);
                    if (dw != null)
                        AddProducts(g + at, from + at, dw + part, mean, factor, width);
                    if (db != null)
                        Add(g + at, db + part, width);
                    if (to != null)
                        OfRow(g + at, from + at, w, to + at, mean, factor, count, width, centre);
                }
            }
        });
    }

    // With y = (x − m) r and h = g w: r (h − mean(h) − y mean(h y)), without mean(h) for rows that were not centred.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OfRow<T>(T* g, T* x, T* w, T* to, T mean, T factor, T count, int width, bool centre)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        (var m, var r) = (Vector512.Create(mean), Vector512.Create(factor));
        Vector512<T> sums = default, products = default;
        int j = 0;
        for (; j <= width - lanes; j += lanes)
        {
            var h = Vector512.Load(g + j);
            if (w != null)
                h *= Vector512.Load(w + j);
            sums += h;
            products = WideLanes.MultiplyAdd(h, (Vector512.Load(x + j) - m) * r, products);
        }

        (T sum, T along) = (Vector512.Sum(sums), Vector512.Sum(products));
        for (; j < width; j++)
        {
            T h = w == null ? g[j] : g[j] * w[j];
            sum += h;
            along += h * ((x[j] - mean) * factor);
        }

        T shift = centre ? sum / count : T.Zero;
        along /= count;
        (var s, var a) = (Vector512.Create(shift), Vector512.Create(along));
        for (j = 0; j <= width - lanes; j += lanes)
        {
            var h = Vector512.Load(g + j);
            if (w != null)
                h *= Vector512.Load(w + j);
            var y = (Vector512.Load(x + j) - m) * r;
            (r * (h - s - (y * a))).Store(to + j);
        }

        for (; j < width; j++)
            to[j] = factor * ((w == null ? g[j] : g[j] * w[j]) - shift - ((x[j] - mean) * factor * along));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<T>(T* x, T* y, T* w, T* b, T mean, T factor, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        (var m, var r) = (Vector512.Create(mean), Vector512.Create(factor));
        int j = 0;
        for (; j <= width - lanes; j += lanes)
        {
            var v = (Vector512.Load(x + j) - m) * r;
            if (w != null)
                v *= Vector512.Load(w + j);
            if (b != null)
                v += Vector512.Load(b + j);
            v.Store(y + j);
        }

        for (; j < width; j++)
        {
            T v = (x[j] - mean) * factor;
            v = w == null ? v : v * w[j];
            y[j] = b == null ? v : v + b[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum<T>(T* x, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> sums = default;
        int j = 0;
        for (; j <= width - lanes; j += lanes)
            sums += Vector512.Load(x + j);
        T sum = Vector512.Sum(sums);
        for (; j < width; j++)
            sum += x[j];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Squares<T>(T* x, T mean, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        var m = Vector512.Create(mean);
        Vector512<T> sums = default;
        int j = 0;
        for (; j <= width - lanes; j += lanes)
        {
            var d = Vector512.Load(x + j) - m;
            sums = WideLanes.MultiplyAdd(d, d, sums);
        }

        T sum = Vector512.Sum(sums);
        for (; j < width; j++)
            sum += (x[j] - mean) * (x[j] - mean);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<T>(T* x, T* sums, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        int j = 0;
        for (; j <= width - lanes; j += lanes)
            (Vector512.Load(sums + j) + Vector512.Load(x + j)).Store(sums + j);
        for (; j < width; j++)
            sums[j] += x[j];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts<T>(T* g, T* x, T* sums, T mean, T factor, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        (var m, var r) = (Vector512.Create(mean), Vector512.Create(factor));
        int j = 0;
        for (; j <= width - lanes; j += lanes)
            WideLanes.MultiplyAdd(Vector512.Load(g + j), (Vector512.Load(x + j) - m) * r, Vector512.Load(sums + j)).Store(sums + j);
        for (; j < width; j++)
            sums[j] += g[j] * ((x[j] - mean) * factor);
    }

    private static Span<T> Span<T>(Tensor? tensor) => tensor is null ? default : tensor.AsSpan<T>();
}
