using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// Some entries of a tensor as coordinate lists (COO). What the others are, zero or unknown, is for the reader of the list to say: <see cref="SparseTensor"/>
/// takes them as zero, the classes of completion as missing. An entry may be there more than once.
/// </summary>
public sealed class TensorEntries
{
    /// <summary>Joins coordinates and values.</summary>
    /// <param name="shape">n₁, …, n_d.</param>
    /// <param name="indices">For each mode the indices of the P entries.</param>
    /// <param name="values">(P), finite.</param>
    /// <exception cref="ShapeException">The lists differ in length, or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the shape; the message names the entry.</exception>
    /// <exception cref="NonFiniteException">A value is NaN or infinite; the message names the entry.</exception>
    public TensorEntries(IReadOnlyList<int> shape, IReadOnlyList<int[]> indices, double[] values)
    {
        if (shape.Count == 0) throw new ShapeException("A tensor needs at least one mode.");
        if (TensorIndices.Check(shape, indices) != values.Length) throw new ShapeException($"{values.Length} values for {indices[0].Length} places; one for each is needed.");
        for (var p = 0; p < values.Length; p++)
            if (!double.IsFinite(values[p]))
                throw new NonFiniteException($"The value {values[p]} of entry {p}, at ({string.Join(", ", indices.Select(list => list[p]))}), is not finite. Leave missing entries out of the list.");
        (Shape, Indices, Values) = ([.. shape], indices, values);
    }

    /// <summary>n₁, …, n_d.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>For each mode the indices of the entries.</summary>
    public IReadOnlyList<int[]> Indices { get; }

    /// <summary>(P).</summary>
    public double[] Values { get; }

    /// <summary>P, the number of entries.</summary>
    public int Count => Values.Length;

    /// <summary>The number of modes, d.</summary>
    public int Order => Shape.Count;

    /// <summary>The entries of a tensor that are not missing, in row-major order.</summary>
    /// <param name="tensor">Missing entries are NaN.</param>
    /// <exception cref="NonFiniteException">An entry is infinite.</exception>
    public static TensorEntries Observed(Tensor tensor) => Where(tensor, value => !double.IsNaN(value));

    /// <summary>The entries of a tensor whose values are wanted, in row-major order.</summary>
    internal static TensorEntries Where(Tensor tensor, Func<double, bool> wanted)
    {
        int[] shape = tensor.Shape.ToArray();
        var all = tensor.To(DType.F64).Contiguous().AsSpan();
        List<int>[] indices = [.. shape.Select(_ => new List<int>())];
        List<double> values = [];
        var index = new int[shape.Length];
        foreach (var value in all)
        {
            if (wanted(value))
            {
                for (var mode = 0; mode < index.Length; mode++) indices[mode].Add(index[mode]);
                values.Add(value);
            }
            TensorIndices.Next(index, shape);
        }
        return new TensorEntries(shape, [.. indices.Select(list => list.ToArray())], [.. values]);
    }

    /// <summary>The numbers of the entries in the order of one mode's index, and where each index begins: (P) and (n + 1).</summary>
    internal (int[] Order, int[] Starts) By(int mode)
    {
        var starts = new int[Shape[mode] + 1];
        foreach (var i in Indices[mode]) starts[i + 1]++;
        for (var i = 0; i < Shape[mode]; i++) starts[i + 1] += starts[i];
        var (next, order) = (starts[..^1], new int[Count]);
        for (var p = 0; p < Count; p++) order[next[Indices[mode][p]]++] = p;
        return (order, starts);
    }
}
