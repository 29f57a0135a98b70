namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

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
