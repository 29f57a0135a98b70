namespace Praxis.Learning.Models;

/// <summary>Attention as the models use it: heads split from the width and joined again, and weights that may be dropped or masked.</summary>
internal static class HeadAttention
{
    /// <summary>(batch, time, heads · width) as (batch, heads, time, width), without a copy.</summary>
    public static Variable Split(Variable x, int heads) =>
        x.Reshape(x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads).Permute(0, 2, 1, 3);

    /// <summary>(batch, heads, time, width) as (batch, time, heads · width).</summary>
    public static Variable Join(Variable x) =>
        x.Permute(0, 2, 1, 3).Reshape(x.Shape[0], x.Shape[2], x.Shape[1] * x.Shape[3]);

    /// <summary>softmax(Q Kᵀ / √d + mask) V, the weights between passing through dropout.</summary>
    /// <param name="query">(batch, heads, time, d).</param>
    /// <param name="key">(batch, heads, source, d).</param>
    /// <param name="value">(batch, heads, source, d).</param>
    /// <param name="causal">Whether a place sees none after it.</param>
    /// <param name="mask">Added to the scores, broadcast against (batch, heads, time, source); or null.</param>
    /// <param name="dropout">For the weights.</param>
    /// <returns>(batch, heads, time, d).</returns>
    public static Variable Mix(Variable query, Variable key, Variable value, bool causal, Tensor? mask, Dropout dropout) =>
        mask is null && !dropout.IsActive
            ? Attention.ScaledDotProduct(query, key, value, causal)
            : Attention.WithWeights(query, key, value, causal, mask, dropout);
}
