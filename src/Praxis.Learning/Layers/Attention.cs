using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Attention as a function.</summary>
public static class Attention
{
    /// <summary>softmax(Q Kᵀ / √d) V (Vaswani et al., 2017, equation 1).</summary>
    /// <param name="query">(…, time, d).</param>
    /// <param name="key">(…, source, d).</param>
    /// <param name="value">(…, source, e).</param>
    /// <param name="causal">Whether the query at place t sees only keys at places up to t + source − time.</param>
    /// <returns>(…, time, e).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Variable ScaledDotProduct(Variable query, Variable key, Variable value, bool causal = false)
    {
        var scores = (query * (1 / Math.Sqrt(query.Shape[^1]))).MatMul(key.Transpose()); // (…, time, source)
        if (causal)
            scores += CausalMask(scores.Shape[^2], scores.Shape[^1], scores.DType);
        return scores.Softmax().MatMul(value);
    }

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
