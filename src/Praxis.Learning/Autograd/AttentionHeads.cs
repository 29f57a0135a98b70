using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Where the matrices of queries, keys, values or results of all heads lie: one place each, one distance between rows.</summary>
internal sealed class AttentionHeads
{
    private AttentionHeads(Tensor tensor, int[] places) => (Tensor, Places) = (tensor, places);

    /// <summary>(…, time, d), elements of a row next to each other.</summary>
    public Tensor Tensor { get; }

    /// <summary>Where each head's matrix begins in memory.</summary>
    public int[] Places { get; }

    /// <summary>How far apart rows are.</summary>
    public int Leading => Tensor.Shape[^2] == 1 ? Tensor.Shape[^1] : Tensor.Strides[^2];

    /// <summary>The heads of a tensor, repeated as broadcasting asks; copied only if rows do not lie in one piece.</summary>
    /// <param name="tensor">(…, time, d).</param>
    /// <param name="axes">The axes in front, broadcast.</param>
    public static AttentionHeads Of(Tensor tensor, int[] axes)
    {
        bool inRows = tensor.Shape[^1] == 1 || tensor.Strides[^1] == 1;
        if (!inRows || (tensor.Shape[^2] > 1 && tensor.Strides[^2] < tensor.Shape[^1]))
            tensor = tensor.Clone();
        var all = tensor.BroadcastTo([.. axes, tensor.Shape[^2], tensor.Shape[^1]]);
        var places = new int[ShapeRules.Count(axes)];
        var walk = new IndexWalk(axes);
        for (int i = 0; i < places.Length; i++, walk.MoveNext())
            places[i] = all.Offset + walk.Place(all.Strides[..axes.Length]);
        return new AttentionHeads(tensor, places);
    }

    /// <summary>
    /// Memory for a result (axes, time, d) that lies as (first axis, time, other axes, d), so that the heads of one place are next to each
    /// other and joining them is no copy.
    /// </summary>
    public static AttentionHeads New(DType dtype, int[] axes, int time, int width)
    {
        if (axes.Length < 2)
            return Of(Tensor.Allocate(dtype, [.. axes, time, width]), axes);
        int rank = axes.Length + 2;
        int[] back = [0, .. Enumerable.Range(2, axes.Length - 1), 1, rank - 1];
        return Of(Tensor.Allocate(dtype, [axes[0], time, .. axes[1..], width]).Transpose(back), axes);
    }
}
