using Praxis.Numerics;

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
