using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Checks of shapes, modes and indices that all formats share.</summary>
internal static class TensorIndices
{
    /// <summary>The number of entries that the lists of indices name.</summary>
    /// <exception cref="ShapeException">There is not one list for each mode, or lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the tensor.</exception>
    public static int Check(IReadOnlyList<int> shape, IReadOnlyList<int[]> indices)
    {
        if (indices.Count != shape.Count) throw new ShapeException($"{indices.Count} lists of indices for {shape.Count} modes; one for each is needed.");
        var count = shape.Count == 0 ? 0 : indices[0].Length;
        for (var mode = 0; mode < shape.Count; mode++)
        {
            if (indices[mode].Length != count) throw new ShapeException($"The list of indices of mode {mode} has {indices[mode].Length} entries, that of mode 0 has {count}.");
            for (var p = 0; p < count; p++)
                if ((uint)indices[mode][p] >= (uint)shape[mode])
                    throw new ArgumentOutOfRangeException(nameof(indices), indices[mode][p], $"Entry {p} has the index {indices[mode][p]} in mode {mode}, which has length {shape[mode]} (counted from 0).");
        }
        return count;
    }

    /// <exception cref="ShapeException">There is no such mode.</exception>
    public static void RequireMode(int order, int mode)
    {
        if ((uint)mode >= (uint)order) throw new ShapeException($"There is no mode {mode} in a tensor of {order} modes (counted from 0).");
    }

    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static void RequireSame(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        if (!one.SequenceEqual(other)) throw new ShapeException($"The tensors have the shapes ({string.Join(", ", one)}) and ({string.Join(", ", other)}); the same is needed.");
    }

    /// <summary>The product of all lengths.</summary>
    public static long Count(IEnumerable<int> shape) => shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>Moves an index on to the next entry in row-major order.</summary>
    public static void Next(Span<int> index, IReadOnlyList<int> shape)
    {
        for (var mode = index.Length - 1; mode >= 0 && ++index[mode] == shape[mode]; mode--) index[mode] = 0;
    }
}
