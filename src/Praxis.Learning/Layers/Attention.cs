using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Attention as a function.</summary>
public static class Attention
{
    /// <summary>
    /// softmax(Q Kᵀ / √d) V (Vaswani et al., 2017, equation 1), computed block by block: the weights of all pairs of places are never in memory
    /// at once. The axes in front broadcast, so that heads may share keys and values.
    /// </summary>
    /// <param name="query">(…, time, d).</param>
    /// <param name="key">(…, source, d).</param>
    /// <param name="value">(…, source, e).</param>
    /// <param name="causal">Whether the query at place t sees only keys at places up to t + source − time.</param>
    /// <returns>(…, time, e).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Variable ScaledDotProduct(Variable query, Variable key, Variable value, bool causal = false)
    {
        if (query.Rank < 2 || key.Rank < 2 || value.Rank < 2 || query.Shape[^1] != key.Shape[^1] || key.Shape[^2] != value.Shape[^2])
            throw ShapeException.Between("Attention", query.Shape, key.Shape, "(…, time, d), (…, source, d) and values (…, source, e) are needed");
        int[] axes = ShapeRules.Broadcast("Attention", ShapeRules.Broadcast("Attention", query.Shape[..^2], key.Shape[..^2]), value.Shape[..^2]);
        (int time, int source) = (query.Shape[^2], key.Shape[^2]);
        bool blind = causal && source < time; // Queries that see nothing have weights that are no numbers.
        if (blind || query.Length == 0 || key.Length == 0 || value.Length == 0 || query.DType != key.DType || query.DType != value.DType)
            return Plain([query, key, value], causal);
        (var result, var logSums) = AttentionKernel.Forward(query.Data, key.Data, value.Data, causal, axes);
        return Graph.RecordFused(result, [query, key, value], operands => Plain(operands, causal), (g, wanted) =>
        {
            (var ofQuery, var ofKey, var ofValue) = AttentionKernel.Backward(g, query.Data, key.Data, value.Data, result, logSums, causal, axes);
            return [SumTo(ofQuery, query), SumTo(ofKey, key), SumTo(ofValue, value)];
        });
    }

    /// <summary>Self-attention of heads whose queries, keys and values lie side by side, as one projection makes them.</summary>
    /// <param name="packed">(batch, time, 3 · heads · d): all queries, all keys, all values.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="causal">Whether a place sees only itself and those before.</param>
    /// <returns>(batch, time, heads · d).</returns>
    /// <exception cref="ShapeException">The last axis cannot be shared among the heads.</exception>
    public static Variable Packed(Variable packed, int heads, bool causal = false)
    {
        if (packed.Rank != 3 || heads < 1 || packed.Shape[2] % (3 * heads) != 0)
            throw ShapeException.Of("Attention", packed.Shape, $"(batch, time, 3 · {heads} · d) is needed");
        (int batch, int time, int width) = (packed.Shape[0], packed.Shape[1], packed.Shape[2] / 3);
        if (packed.Length == 0)
            return PackedPlain(packed);
        int[] axes = [batch, heads];
        var data = packed.Data.Contiguous();
        (var q, var k, var v) = (Part(data, 0), Part(data, 1), Part(data, 2));
        (var result, var logSums) = AttentionKernel.Forward(q, k, v, causal, axes);
        return Graph.RecordFused(Joined(result), [packed], operands => PackedPlain(operands[0]), (g, wanted) =>
        {
            var all = Tensor.Allocate(data.DType, data.Shape);
            AttentionKernel.Backward(
                Heads(g.Contiguous()), q, k, v, result, logSums, causal, axes,
                AttentionHeads.Of(Part(all, 0), axes), AttentionHeads.Of(Part(all, 1), axes), AttentionHeads.Of(Part(all, 2), axes));
            return [all];
        });

        Tensor Part(Tensor all, int index) => Heads(all.Slice(2, index * width, width));

        // (batch, time, heads · d) as (batch, heads, time, d); a slice along the last axis keeps its distance between rows.
        Tensor Heads(Tensor rows) => rows.SplitLast(heads).Transpose(0, 2, 1, 3);

        Tensor Joined(Tensor mixed) => mixed.Transpose(0, 2, 1, 3).Reshape(batch, time, width);

        Variable PackedPlain(Variable all)
        {
            var parts = all.Reshape(batch, time, 3, heads, width / heads).Permute(2, 0, 3, 1, 4); // (3, batch, heads, time, d)
            var mixed = Plain([parts.Select(0, 0), parts.Select(0, 1), parts.Select(0, 2)], causal);
            return mixed.Permute(0, 2, 1, 3).Reshape(batch, time, width);
        }
    }

    /// <summary>The same with all weights in memory: what a mask or dropout of the weights needs, and what is differentiated twice.</summary>
    /// <param name="query">(…, time, d).</param>
    /// <param name="key">(…, source, d).</param>
    /// <param name="value">(…, source, e).</param>
    /// <param name="causal">Whether a place sees none after it.</param>
    /// <param name="mask">Added to the scores, broadcast against (…, time, source); or null.</param>
    /// <param name="dropout">For the weights; or null.</param>
    internal static Variable WithWeights(Variable query, Variable key, Variable value, bool causal, Tensor? mask = null, Dropout? dropout = null)
    {
        var scores = (query * (1 / Math.Sqrt(query.Shape[^1]))).MatMul(key.Transpose()); // (…, time, source)
        if (causal)
            scores += CausalMask(scores.Shape[^2], scores.Shape[^1], scores.DType);
        if (mask is not null)
            scores += mask;
        var weights = scores.Softmax();
        return (dropout is null ? weights : dropout.Forward(weights)).MatMul(value);
    }

    private static Variable Plain(Variable[] operands, bool causal) => WithWeights(operands[0], operands[1], operands[2], causal);

    private static Tensor SumTo(Tensor gradient, Variable operand) => new Variable(gradient).SumTo(operand.Shape).Data;

    private static Tensor CausalMask(int time, int source, DType dtype)
    {
        var mask = Tensor.Zeros(dtype, time, source);
        for (int t = 0; t < time; t++)
        {
            int seen = Math.Clamp(t + 1 + source - time, 0, source);
            mask.Row(t).Slice(0, seen, source - seen).Fill(double.NegativeInfinity);
        }

        return mask;
    }
}
