using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A tensor of which only the entries that are not zero are kept, sorted, each once (COO).</summary>
public sealed class SparseTensor
{
    /// <summary>Sorts entries and adds up those at the same place.</summary>
    /// <param name="entries">The entries; all others are zero.</param>
    public SparseTensor(TensorEntries entries)
    {
        var order = Enumerable.Range(0, entries.Count).ToArray();
        Array.Sort(order, (p, q) => Compare(entries.Indices, p, q));
        List<int> kept = [];
        List<double> values = [];
        foreach (var p in order)
        {
            if (kept.Count > 0 && Compare(entries.Indices, kept[^1], p, places: false) == 0)
            {
                values[^1] += entries.Values[p];
                continue;
            }
            kept.Add(p);
            values.Add(entries.Values[p]);
        }
        Entries = new TensorEntries(entries.Shape, [.. entries.Indices.Select(list => kept.Select(p => list[p]).ToArray())], [.. values]);
    }

    /// <summary>The entries in row-major order.</summary>
    public TensorEntries Entries { get; }

    /// <summary>n₁, …, n_d.</summary>
    public IReadOnlyList<int> Shape => Entries.Shape;

    /// <summary>‖A‖.</summary>
    public double Norm() => Tensor.Wrap(Entries.Values, Entries.Count).FrobeniusNorm();

    /// <summary>The entries of a tensor that are not zero.</summary>
    /// <exception cref="NonFiniteException">An entry is NaN or infinite.</exception>
    public static SparseTensor FromDense(Tensor tensor) => new(TensorEntries.Where(tensor, value => value != 0));

    /// <summary>The full tensor: (n₁, …, n_d).</summary>
    public Tensor ToDense()
    {
        var tensor = Tensor.Zeros([.. Shape]);
        var values = tensor.AsSpan();
        for (var p = 0; p < Entries.Count; p++)
        {
            var place = 0;
            for (var mode = 0; mode < Shape.Count; mode++) place = (place * Shape[mode]) + Entries.Indices[mode][p];
            values[place] = Entries.Values[p];
        }
        return tensor;
    }

    // Row-major order; entries at the same place in the order in which they came, so that their sum does not depend on the sorting.
    private static int Compare(IReadOnlyList<int[]> indices, int p, int q, bool places = true)
    {
        foreach (var list in indices)
            if (list[p] != list[q]) return list[p].CompareTo(list[q]);
        return places ? p.CompareTo(q) : 0;
    }
}
