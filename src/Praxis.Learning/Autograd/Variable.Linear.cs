using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>x W + b over the last axis, in one product; the gradients of x, W and b come in one go.</summary>
    /// <param name="weight">W, (inputs, outputs); a transposed view is read where it lies.</param>
    /// <param name="bias">b, (outputs), or null.</param>
    /// <returns>(…, outputs).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Variable Affine(Variable weight, Variable? bias)
    {
        RequireSameType("Affine", this, weight);
        if (Rank < 1 || weight.Rank != 2 || Shape[^1] != weight.Shape[0])
            throw ShapeException.Between("Affine", Shape, weight.Shape, "(…, inputs) and (inputs, outputs) are needed");
        (int inputs, int outputs) = (weight.Shape[0], weight.Shape[1]);
        if (bias is not null && (bias.Rank != 1 || bias.Length != outputs || bias.DType != DType))
            throw ShapeException.Between("Affine", weight.Shape, bias.Shape, $"a bias of {outputs} entries and type {DType} is needed");
        int[] shape = [.. Shape[..^1], outputs];
        if (Length == 0 || outputs == 0)
            return bias is null ? MatMul(weight) : MatMul(weight) + bias;
        var rows = Data.Contiguous().Reshape(-1, inputs);
        var product = Products.PlusRow(rows, weight.Data, bias?.Data).Reshape(shape);
        return Graph.RecordFused(product, bias is null ? [this, weight] : [this, weight, bias], Recorded, Pullback);

        Variable?[] Recorded(Variable g, bool[] wanted)
        {
            var flat = g.Reshape(-1, outputs);
            var parts = new Variable?[wanted.Length];
            if (wanted[0])
                parts[0] = g.Affine(weight.Transpose(), null);
            if (wanted[1])
                parts[1] = weight.Data.IsContiguous
                    ? Reshape(-1, inputs).Transpose().MatMul(flat)
                    : flat.Transpose().MatMul(Reshape(-1, inputs)).Transpose();
            if (wanted.Length > 2 && wanted[2])
                parts[2] = flat.SumTo(outputs);
            return parts;
        }

        Tensor?[] Pullback(Tensor g, bool[] wanted)
        {
            var flat = g.Contiguous().Reshape(-1, outputs);
            var parts = new Tensor?[wanted.Length];
            if (wanted[0])
                parts[0] = LinearAlgebra.MatMul(flat, weight.Data.Transpose()).Reshape([.. g.Shape[..^1], inputs]);

            // For a transposed W the gradient is made as (gᵀ x)ᵀ, so that the gradient of what was transposed lies row by row.
            if (wanted[1])
                parts[1] = weight.Data.IsContiguous
                    ? LinearAlgebra.MatMul(rows.Transpose(), flat)
                    : LinearAlgebra.MatMul(flat.Transpose(), rows).Transpose();
            if (wanted.Length > 2 && wanted[2])
                parts[2] = ColumnSums.Of(flat, [outputs]);
            return parts;
        }
    }
}

/// <summary>Matrix products as layers need them.</summary>
internal static class Products
{
    /// <summary>A B, with a row added to every row where one is given.</summary>
    /// <param name="a">(m, k), contiguous, not empty.</param>
    /// <param name="b">(k, n), lying by rows or by columns.</param>
    /// <param name="row">(n), or null.</param>
    public static Tensor PlusRow(Tensor a, Tensor b, Tensor? row)
    {
        if (row is null)
            return LinearAlgebra.MatMul(a, b);
        bool turned = b.Strides[0] == 1 && b.Strides[1] >= b.Rows;
        if (!turned && !(b.Strides[1] == 1 && b.Strides[0] >= b.Columns))
            b = b.Contiguous();
        row = row.Contiguous();
        var product = new MatrixProduct(a.Rows, b.Columns, a.Columns)
        {
            TransposeB = turned,
            LeadingA = a.Columns,
            LeadingB = turned ? b.Strides[1] : b.Strides[0],
            LeadingC = b.Columns,
        };
        var result = Tensor.Allocate(a.DType, a.Rows, b.Columns);
        if (a.DType == DType.F32)
            Backend.Current.MultiplyPlusRow(product, a.AsSpan<float>(), b.Buffer<float>().AsSpan(b.Offset), row.AsSpan<float>(), result.AsSpan<float>());
        else
            Backend.Current.MultiplyPlusRow(product, a.AsSpan(), b.Buffer<double>().AsSpan(b.Offset), row.AsSpan(), result.AsSpan());
        return result;
    }
}
