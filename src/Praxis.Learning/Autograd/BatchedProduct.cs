using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning;

/// <summary>Matrix products over batches, straight into their result, for stored, transposed and broadcast operands without copies.</summary>
internal static class BatchedProduct
{
    // From this many multiplications on, one product is shared among threads; smaller ones are done side by side.
    private const long SharedWork = 1 << 22;

    /// <summary>C[…] = A[…] B[…].</summary>
    /// <param name="a">(…, m, k).</param>
    /// <param name="b">(…, k, n); the axes in front broadcast against those of a.</param>
    /// <returns>(…, m, n).</returns>
    public static Tensor Of(Tensor a, Tensor b)
    {
        int[] axes = ShapeRules.Broadcast("MatMul", a.Shape[..^2], b.Shape[..^2]);
        (int m, int k, int n) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        if (k == 0)
            return Tensor.Zeros(a.DType, [.. axes, m, n]);
        var result = Tensor.Allocate(a.DType, [.. axes, m, n]);
        if (result.Length == 0)
            return result;
        (a, bool flipA, int leadingA) = AsStored(a);
        (b, bool flipB, int leadingB) = AsStored(b);
        var product = new MatrixProduct(m, n, k)
        {
            TransposeA = flipA,
            TransposeB = flipB,
            LeadingA = leadingA,
            LeadingB = leadingB,
            LeadingC = n,
        };
        int[] placesA = Places(a.BroadcastTo([.. axes, a.Shape[^2], a.Shape[^1]]), axes);
        int[] placesB = Places(b.BroadcastTo([.. axes, b.Shape[^2], b.Shape[^1]]), axes);
        if (a.DType == DType.F32)
            Run(product, a.Buffer<float>(), placesA, b.Buffer<float>(), placesB, result.Buffer<float>());
        else
            Run(product, a.Buffer<double>(), placesA, b.Buffer<double>(), placesB, result.Buffer<double>());
        return result;
    }

    private static void Run<T>(MatrixProduct product, T[] a, int[] placesA, T[] b, int[] placesB, T[] c)
        where T : unmanaged
    {
        int size = product.M * product.N;
        if (Shares(product, placesA.Length))
            for (int i = 0; i < placesA.Length; i++)
                Products.Shared<T>(product, a.AsSpan(placesA[i]), b.AsSpan(placesB[i]), c.AsSpan(i * size, size));
        else
            Blocks.ForEach(placesA.Length, PerTask(product), (start, count) =>
            {
                for (int i = start; i < start + count; i++)
                    Products.Alone<T>(product, a.AsSpan(placesA[i]), b.AsSpan(placesB[i]), c.AsSpan(i * size, size));
            });
    }

    private static bool Shares(MatrixProduct product, int count) =>
        count == 1 || (long)product.M * product.N * product.K >= SharedWork;

    private static int PerTask(MatrixProduct product) =>
        (int)Math.Clamp((1 << 16) / ((long)product.M * product.N * product.K), 1, 1 << 16);

    // A batch whose matrices lie in memory by rows or by columns, copied when they do neither.
    private static (Tensor Stored, bool Transposed, int Leading) AsStored(Tensor batch)
    {
        (int rows, int columns) = (batch.Shape[^2], batch.Shape[^1]);
        (int down, int across) = (batch.Strides[^2], batch.Strides[^1]);
        if ((across == 1 || columns == 1) && (down >= columns || rows == 1))
            return (batch, false, Math.Max(rows == 1 ? columns : down, 1));
        if ((down == 1 || rows == 1) && (across >= rows || columns == 1))
            return (batch, true, Math.Max(columns == 1 ? rows : across, 1));
        return (batch.Clone(), false, columns);
    }

    private static int[] Places(Tensor batch, int[] axes)
    {
        var places = new int[ShapeRules.Count(axes)];
        var walk = new IndexWalk(axes);
        for (int i = 0; i < places.Length; i++, walk.MoveNext())
            places[i] = batch.Offset + walk.Place(batch.Strides[..axes.Length]);
        return places;
    }
}
