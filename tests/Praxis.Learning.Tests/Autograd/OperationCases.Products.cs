using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests;

internal static partial class OperationCases
{
    private static void Products()
    {
        Add("matmul", x => x[0].MatMul(x[1]), Normal(1, 2, 3), Normal(2, 3, 4));
        Add("matmul, transposed", x => x[0].Transpose().MatMul(x[1].Transpose()), Normal(1, 3, 2), Normal(2, 4, 3));
        Add("matmul, with itself", x => x[0].MatMul(x[0]), Normal(1, 3, 3));
        Add("matmul, with itself transposed", x => x[0].MatMul(x[0].Transpose()), Normal(1, 2, 3));
        Add("matmul, vector on the right", x => x[0].MatMul(x[1]), Normal(1, 2, 3), Normal(2, 3));
        Add("matmul, vector on the left", x => x[0].MatMul(x[1]), Normal(1, 3), Normal(2, 2, 3, 2));
        Add("matmul, vectors", x => x[0].MatMul(x[1]), Normal(1, 3), Normal(2, 3));
        Add("matmul, batch and matrix", x => x[0].MatMul(x[1]), Normal(1, 2, 2, 3), Normal(2, 3, 2));
        Add("matmul, matrix and batch", x => x[0].MatMul(x[1]), Normal(1, 2, 3), Normal(2, 2, 3, 2));
        Add("matmul, batches", x => x[0].MatMul(x[1]), Normal(1, 2, 2, 3), Normal(2, 2, 3, 2));
        Add("matmul, broadcast batches", x => x[0].MatMul(x[1]), Normal(1, 2, 1, 2, 3), Normal(2, 3, 3, 2));
        Add("matmul, transposed batches", x => x[0].Transpose().MatMul(x[1].Permute(1, 2, 0)), Normal(1, 2, 3, 2), Normal(2, 2, 2, 3));
        Empty("matmul, inside", x => x[0].MatMul(x[1]), [2, 4], Normal(1, 2, 0), Normal(2, 0, 4));
        Empty("matmul, rows", x => x[0].MatMul(x[1]), [0, 4], Normal(1, 0, 3), Normal(2, 3, 4));
        Empty("matmul, columns", x => x[0].MatMul(x[1]), [2, 0], Normal(1, 2, 3), Normal(2, 3, 0));
        Empty("matmul, vectors", x => x[0].MatMul(x[1]), [], Normal(1, 0), Normal(2, 0));
        Empty("matmul, vector on the right", x => x[0].MatMul(x[1]), [2], Normal(1, 2, 0), Normal(2, 0));
        Empty("matmul, batch", x => x[0].MatMul(x[1]), [0, 2, 2], Normal(1, 0, 2, 3), Normal(2, 3, 2));
        Empty("matmul, columns of a batch", x => x[0].MatMul(x[1]), [2, 2, 0], Normal(1, 2, 2, 3), Normal(2, 3, 0));
        Empty("matmul, inside of batches", x => x[0].MatMul(x[1]), [2, 3, 2, 2], Normal(1, 2, 1, 2, 0), Normal(2, 3, 0, 2));
        Add("affine", x => x[0].Affine(x[1], x[2]), Normal(1, 2, 3, 4), Normal(2, 4, 5), Normal(3, 5));
        Add("affine, transposed weight", x => x[0].Affine(x[1].Transpose(), x[2]), Normal(1, 3, 4), Normal(2, 5, 4), Normal(3, 5));
        Add("affine, without bias", x => x[0].Affine(x[1], null), Normal(1, 2, 4), Normal(2, 4, 3));
        Add("affine, of a vector", x => x[0].Affine(x[1], x[2]), Normal(1, 4), Normal(2, 4, 3), Normal(3, 3));
        Add("affine, transposed input", x => x[0].Transpose().Affine(x[1], x[2]), Normal(1, 4, 2), Normal(2, 4, 3), Normal(3, 3));
        Add("affine, with itself", x => x[0].Affine(x[0], x[0].Select(0, 1)), Normal(1, 3, 3));
        Empty("affine, rows", x => x[0].Affine(x[1], x[2]), [2, 0, 5], Normal(1, 2, 0, 4), Normal(2, 4, 5), Normal(3, 5));
        Empty("affine, inputs", x => x[0].Affine(x[1], x[2]), [2, 5], Normal(1, 2, 0), Normal(2, 0, 5), Normal(3, 5));
        Empty("affine, outputs", x => x[0].Affine(x[1], x[2]), [2, 0], Normal(1, 2, 4), Normal(2, 4, 0), Normal(3, 0));
        Empty("affine, without bias", x => x[0].Affine(x[1], null), [0, 5], Normal(1, 0, 4), Normal(2, 4, 5));
        Add("sparse product", x => SparseProduct.Of(Sparse, x[0]), Normal(1, 3, 2));
        Empty("sparse product", x => SparseProduct.Of(Sparse, x[0]), [2, 0], Normal(1, 3, 0));
        Add("sparse product of entries", x => SparseProduct.Of(Pattern, x[0], x[1]), Normal(1, 4), Normal(2, 5, 3));
        Empty("sparse product of entries", x => SparseProduct.Of(Pattern, x[0], x[1]), [0, 2], Normal(1, 4), Normal(2, 0, 3));
        Empty("sparse product, inside", x => SparseProduct.Of(SparseMatrix.FromDense(Tensor.Zeros(2, 0)), x[0]), [2, 4], Normal(1, 0, 4));
    }

    private static void Normalizing()
    {
        Add("layer norm", x => x[0].LayerNorm(x[1], x[2]), Normal(1, 2, 4), Normal(2, 4), Normal(3, 4));
        Add("layer norm, bare", x => x[0].LayerNorm(), Normal(1, 2, 2, 4));
        Add("layer norm, bias only", x => x[0].LayerNorm(null, x[1]), Normal(1, 3, 17), Normal(2, 17));
        Add("layer norm, of what depends on its weight", x => (x[0] * x[1]).LayerNorm(x[1]), Normal(1, 3, 5), Normal(2, 5));
        Add("layer norm, weight and bias are one", x => x[0].LayerNorm(x[1], x[1]), Normal(1, 3, 5), Normal(2, 5));
        Empty("layer norm", x => x[0].LayerNorm(x[1], x[2]), [0, 4], Normal(1, 0, 4), Normal(2, 4), Normal(3, 4));
        Add("rms norm", x => x[0].RmsNorm(x[1]), Normal(1, 2, 4), Normal(2, 4));
        Add("rms norm, bare", x => x[0].RmsNorm(), Normal(1, 2, 2, 9));
        Empty("rms norm", x => x[0].RmsNorm(x[1]), [2, 0, 4], Normal(1, 2, 0, 4), Normal(2, 4));
    }

    private static void Attentions()
    {
        Add("attention", x => Attention.ScaledDotProduct(x[0], x[1], x[2]), Normal(1, 2, 3, 2), Normal(2, 2, 3, 2), Normal(3, 2, 3, 2));
        Add("attention, causal", x => Attention.ScaledDotProduct(x[0], x[1], x[2], causal: true), Normal(1, 2, 3, 2), Normal(2, 2, 3, 2), Normal(3, 2, 3, 2));
        Add("attention, causal, of later places", x => Attention.ScaledDotProduct(x[0], x[1], x[2], causal: true), Normal(1, 2, 2), Normal(2, 4, 2), Normal(3, 4, 3));
        Add("attention, heads share keys and values", x => Attention.ScaledDotProduct(x[0], x[1], x[2]), Normal(1, 2, 2, 3, 2), Normal(2, 1, 4, 2), Normal(3, 2, 1, 4, 3));
        Add("attention, heads share queries", x => Attention.ScaledDotProduct(x[0], x[1], x[2]), Normal(1, 3, 2), Normal(2, 2, 4, 2), Normal(3, 2, 4, 2));
        Add("attention, with itself", x => Attention.ScaledDotProduct(x[0], x[0], x[0], causal: true), Normal(1, 2, 3, 2));
        Empty("attention, batch", x => Attention.ScaledDotProduct(x[0], x[1], x[2], causal: true), [0, 3, 2], Normal(1, 0, 3, 2), Normal(2, 0, 3, 2), Normal(3, 0, 3, 2));
        Empty("attention, queries", x => Attention.ScaledDotProduct(x[0], x[1], x[2], causal: true), [2, 0, 3], Normal(1, 2, 0, 2), Normal(2, 2, 3, 2), Normal(3, 2, 3, 3));
        Empty("attention, keys", x => Attention.ScaledDotProduct(x[0], x[1], x[2]), [2, 3, 2], Normal(1, 2, 3, 2), Normal(2, 2, 0, 2), Normal(3, 2, 0, 2));
        Empty("attention, values", x => Attention.ScaledDotProduct(x[0], x[1], x[2]), [2, 3, 0], Normal(1, 2, 3, 2), Normal(2, 2, 4, 2), Normal(3, 2, 4, 0));
        Empty("attention, width", x => Attention.ScaledDotProduct(x[0], x[1], x[2]), [3, 2], Normal(1, 3, 0), Normal(2, 4, 0), Normal(3, 4, 2));
        Add("packed attention", x => Attention.Packed(x[0], 2, causal: true), Normal(1, 2, 3, 12));
        Empty("packed attention, batch", x => Attention.Packed(x[0], 2), [0, 3, 4], Normal(1, 0, 3, 12));
        Empty("packed attention, time", x => Attention.Packed(x[0], 2, causal: true), [2, 0, 4], Normal(1, 2, 0, 12));
        Empty("packed attention, width", x => Attention.Packed(x[0], 2), [2, 3, 0], Normal(1, 2, 3, 0));
        var rotary = new RotaryEmbedding(8, 4);
        Add("rotary positions", x => rotary.Forward(x[0], 3), Normal(1, 2, 3, 4));
        Add("rotary positions, of heads", x => rotary.Forward(x[0].Permute(0, 2, 1, 3)), Normal(1, 2, 3, 2, 4));
        Empty("rotary positions, time", x => rotary.Forward(x[0]), [2, 0, 4], Normal(1, 2, 0, 4));
        Empty("rotary positions, batch", x => rotary.Forward(x[0]), [0, 3, 4], Normal(1, 0, 3, 4));
    }

    private static void Checkpoints()
    {
        Once("checkpoint", x => Checkpoint.Run(y => y[0].Tanh().MatMul(y[1]), x), Normal(1, 2, 3), Normal(2, 3, 2));
        Once("checkpoint, with parameters", x => Checkpoint.Run(y => (y[0] * x[1]).Exp(), [x[0]], x[1]), Normal(1, 2, 3), Normal(2, 3));
        Once("checkpoint, empty", x => Checkpoint.Run(y => y[0].Tanh().MatMul(y[1]), x), Normal(1, 0, 3), Normal(2, 3, 2));

        void Once(string name, Func<Variable[], Variable> f, params Tensor[] inputs) => Table.Add(name, new OperationCase(f, inputs) { Twice = false });
    }

    private static SparsityPattern Pattern => new(2, 3, [0, 2, 4], [0, 2, 1, 2]);

    private static SparseMatrix Sparse => SparseMatrix.FromDense(Tensor.FromArray([1.5, 0, -2, 0, 0.5, 3]).Reshape(2, 3));
}
