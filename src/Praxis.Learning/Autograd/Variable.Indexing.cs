using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>The entries with the given indices along an axis, in this order; an index may occur several times.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="indices">I64, of any shape; its axes take the place of the axis.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the axis.</exception>
    public Variable IndexSelect(int axis, Tensor indices)
    {
        axis = ShapeRules.NormalizeAxis("IndexSelect", axis, Shape);
        RequireIndices("IndexSelect", indices, Shape[axis]);
        int[] shape = [.. Shape[..axis], .. indices.Shape, .. Shape[(axis + 1)..]];
        return SelectFlat(axis, indices.Contiguous().Flatten()).Reshape(shape);
    }

    /// <summary>
    /// For every place of the index: the element at this place, but along the axis at the index's value. For a matrix and axis 1:
    /// y[i, j] = x[i, index[i, j]].
    /// </summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="index">I64, of the same rank; along other axes not longer than this variable.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the axis.</exception>
    public Variable Gather(int axis, Tensor index)
    {
        axis = ShapeRules.NormalizeAxis("Gather", axis, Shape);
        RequirePlaces("Gather", axis, index, Shape);
        int[] shape = Shape.ToArray();
        return Graph.Record(IndexKernels.Gather(Data, axis, index), (this, g => Zero(g.DType, shape).ScatterAdd(axis, index, g)));
    }

    /// <summary>
    /// This variable, to which for every place of the index the source's element there is added, along the axis at the index's value. For
    /// a matrix and axis 1: y[i, index[i, j]] += source[i, j].
    /// </summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="index">I64, of the same rank; along other axes not longer than this variable.</param>
    /// <param name="source">In the shape of the index.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the axis.</exception>
    public Variable ScatterAdd(int axis, Tensor index, Variable source)
    {
        RequireSameType("ScatterAdd", this, source);
        axis = ShapeRules.NormalizeAxis("ScatterAdd", axis, Shape);
        RequirePlaces("ScatterAdd", axis, index, Shape);
        if (!source.Shape.SequenceEqual(index.Shape))
            throw ShapeException.Between("ScatterAdd", source.Shape, index.Shape, "source and index must be of one shape");
        var result = Data.Clone();
        IndexKernels.ScatterAdd(result, axis, index, source.Data);
        return Graph.Record(result, (this, g => g), (source, g => g.Gather(axis, index)));
    }

    private Variable SelectFlat(int axis, Tensor indices)
    {
        int[] shape = Shape.ToArray();
        return Graph.Record(
            IndexKernels.Select(Data, axis, indices.AsSpan<long>()),
            (this, g => g.AddFlat(shape, axis, indices)));
    }

    private Variable AddFlat(int[] shape, int axis, Tensor indices)
    {
        var result = Tensor.Zeros(DType, shape);
        IndexKernels.Add(result, axis, indices.AsSpan<long>(), Data);
        return Graph.Record(result, (this, g => g.SelectFlat(axis, indices)));
    }

    private static Variable Zero(DType dtype, int[] shape) => Tensor.Zeros(dtype, shape);

    private static void RequireIndices(string operation, Tensor indices, int length)
    {
        if (indices.DType != DType.I64)
            throw new ArgumentException($"{operation}: indices are {indices.DType}, not I64.", nameof(indices));
        IndexKernels.RequireInside(operation, indices.Contiguous().AsSpan<long>(), length);
    }

    private static void RequirePlaces(string operation, int axis, Tensor index, ReadOnlySpan<int> shape)
    {
        bool fits = index.Rank == shape.Length;
        for (int other = 0; fits && other < shape.Length; other++)
            fits = other == axis || index.Shape[other] <= shape[other];
        if (!fits)
            throw ShapeException.Between(operation, shape, index.Shape, $"the index needs the same rank and may be longer along axis {axis} only");
        RequireIndices(operation, index, shape[axis]);
    }
}
