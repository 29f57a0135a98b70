using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>The same elements in row-major order under another shape; one length may be −1 and is inferred.</summary>
    /// <exception cref="ShapeException">The numbers of elements differ, or the other lengths do not say what −1 stands for.</exception>
    public Variable Reshape(params ReadOnlySpan<int> shape)
    {
        if (shape.SequenceEqual(Shape))
            return this;
        int[] before = Shape.ToArray();
        return Graph.Record(Data.Reshape(shape), (this, g => g.Reshape(before)));
    }

    /// <summary>The last two axes exchanged; of a matrix: its transpose.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Variable Transpose() => Rank >= 2 ? Transpose(-1, -2) : throw ShapeException.Of("Transpose", Shape, "two axes are needed");

    /// <summary>Two axes exchanged.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Variable Transpose(int first, int second)
    {
        int[] axes = [.. Enumerable.Range(0, Rank)];
        first = ShapeRules.NormalizeAxis("Transpose", first, Shape);
        second = ShapeRules.NormalizeAxis("Transpose", second, Shape);
        (axes[first], axes[second]) = (second, first);
        return Permute(axes);
    }

    /// <summary>The axes in another order: axis i of the result is axis <c>axes[i]</c>.</summary>
    /// <exception cref="ShapeException">The axes are no permutation.</exception>
    public Variable Permute(params ReadOnlySpan<int> axes)
    {
        if (axes.Length != Rank)
            throw ShapeException.Of("Permute", Shape, $"{axes.Length} axes are no permutation of its axes");
        if (Rank == 0)
            return this;
        var inverse = new int[Rank];
        for (int i = 0; i < Rank; i++)
            inverse[ShapeRules.NormalizeAxis("Permute", axes[i], Shape)] = i;
        return Graph.Record(Data.Transpose(axes), (this, g => g.Permute(inverse)));
    }

    /// <summary><paramref name="length"/> entries along an axis, from <paramref name="start"/> on.</summary>
    /// <exception cref="ShapeException">There is no such axis, or the range leaves it.</exception>
    public Variable Slice(int axis, int start, int length)
    {
        var data = Data.Slice(axis, start, length);
        int after = Shape[axis < 0 ? axis + Rank : axis] - start - length;
        return Graph.Record(data, (this, g => g.Pad(axis, start, after)));
    }

    /// <summary>Entry <paramref name="index"/> along an axis, which disappears.</summary>
    /// <exception cref="ShapeException">There is no such axis, or no such entry.</exception>
    public Variable Select(int axis, int index)
    {
        int[] shape = Data.Select(axis, index).Shape.ToArray();
        return Slice(axis, index, 1).Reshape(shape);
    }

    /// <summary>Zeros before and after the entries along an axis.</summary>
    /// <exception cref="ShapeException">There is no such axis, or a length is negative.</exception>
    public Variable Pad(int axis, int before, int after)
    {
        axis = ShapeRules.NormalizeAxis("Pad", axis, Shape);
        if (before < 0 || after < 0)
            throw ShapeException.Of("Pad", Shape, $"{before} and {after} entries cannot be added");
        if (before == 0 && after == 0)
            return this;
        int[] shape = Shape.ToArray();
        int length = shape[axis];
        shape[axis] = before + length + after;
        var padded = Tensor.Zeros(DType, shape);
        padded.Slice(axis, before, length).CopyFrom(Data);
        return Graph.Record(padded, (this, g => g.Slice(axis, before, length)));
    }

    /// <summary>Variables joined along an existing axis.</summary>
    /// <exception cref="ShapeException">The shapes differ elsewhere than at the axis, the types differ, or there are none.</exception>
    public static Variable Concatenate(int axis, params ReadOnlySpan<Variable> variables)
    {
        var tensors = new Tensor[variables.Length];
        var operands = new (Variable, Func<Variable, Variable>)[variables.Length];
        int start = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            var variable = variables[i];
            tensors[i] = variable.Data;
            int length = variable.Shape[ShapeRules.NormalizeAxis("Concatenate", axis, variable.Shape)];
            int from = start;
            operands[i] = (variable, g => g.Slice(axis, from, length));
            start += length;
        }

        return Graph.Record(Tensor.Concat(axis, tensors), operands);
    }

    /// <summary>Variables of one shape joined along a new axis.</summary>
    /// <exception cref="ShapeException">The shapes or types differ, or there are none.</exception>
    public static Variable Stack(int axis, params ReadOnlySpan<Variable> variables)
    {
        var tensors = new Tensor[variables.Length];
        var operands = new (Variable, Func<Variable, Variable>)[variables.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = variables[i].Data;
            int index = i;
            operands[i] = (variables[i], g => g.Select(axis, index));
        }

        return Graph.Record(Tensor.Stack(axis, tensors), operands);
    }
}
