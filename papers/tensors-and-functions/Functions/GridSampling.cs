namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Functions given by a formula, on tensor grids and at points.</summary>
public static class GridSampling
{
    /// <summary>Makes a sampler of tensor grids from a formula for single points.</summary>
    /// <param name="function">f at a point of d coordinates.</param>
    /// <returns>From coordinates of each axis, (n₁) … (n_d), to values (n₁, …, n_d).</returns>
    public static Func<IReadOnlyList<Tensor>, Tensor> Pointwise(Func<ReadOnlySpan<double>, double> function) => axes =>
    {
        double[][] coordinates = [.. axes.Select(axis => axis.ToArray())];
        int[] shape = [.. coordinates.Select(axis => axis.Length)];
        var values = Tensor.Zeros(shape);
        var span = values.AsSpan();
        var index = new int[shape.Length];
        Span<double> point = stackalloc double[shape.Length];
        for (var i = 0; i < span.Length; i++)
        {
            for (var l = 0; l < index.Length; l++) point[l] = coordinates[l][index[l]];
            span[i] = function(point);
            for (var l = index.Length - 1; l >= 0 && ++index[l] == shape[l]; l--) index[l] = 0;
        }
        return values;
    };

    /// <summary>Makes a sampler of tensor grids from a function of many points at once, slab by slab of the first axis.</summary>
    /// <param name="function">f: (P, d) to (P).</param>
    /// <returns>From coordinates of each axis, (n₁) … (n_d), to values (n₁, …, n_d).</returns>
    public static Func<IReadOnlyList<Tensor>, Tensor> Batched(Func<Tensor, Tensor> function) => axes =>
    {
        double[][] coordinates = [.. axes.Select(axis => axis.ToArray())];
        int[] shape = [.. coordinates.Select(axis => axis.Length)];
        var (d, slab) = (shape.Length, shape[1..].Aggregate(1, (product, n) => product * n));
        var values = Tensor.Zeros(shape);
        // As many slabs at a time as make a good batch.
        var together = Math.Max(1, (1 << 16) / slab);
        for (var start = 0; start < shape[0]; start += together)
        {
            var count = Math.Min(together, shape[0] - start) * slab;
            var points = new double[count * d]; // (count, d)
            for (var p = 0; p < count; p++)
            {
                var rest = (start * slab) + p;
                for (var l = d - 1; l >= 0; l--)
                {
                    points[(p * d) + l] = coordinates[l][rest % shape[l]];
                    rest /= shape[l];
                }
            }
            function(Tensor.Wrap(points, count, d)).Contiguous().AsSpan().CopyTo(values.AsSpan().Slice(start * slab, count));
        }
        return values;
    };

    /// <summary>Values at single points.</summary>
    /// <param name="function">f at a point of d coordinates.</param>
    /// <param name="points">(P, d).</param>
    /// <returns>(P).</returns>
    public static Tensor At(Func<ReadOnlySpan<double>, double> function, Tensor points)
    {
        var rows = points.Contiguous();
        var values = Tensor.Zeros(rows.Rows);
        for (var p = 0; p < rows.Rows; p++) values[p] = function(rows.RowSpan(p));
        return values;
    }
}
