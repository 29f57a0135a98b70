namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>What the peak of live activations should be, in numbers (not bytes), from the sizes alone.</summary>
/// <param name="Layout">The texts and heads.</param>
/// <param name="Width">d.</param>
/// <param name="Hidden">The hidden units, f.</param>
/// <param name="AttentionRank">R of queries, keys, values and the map after attention.</param>
/// <param name="UpRank">R₁.</param>
/// <param name="DownRank">R₂.</param>
public sealed record ClosedForms(TextLayout Layout, int Width, int Hidden, int AttentionRank, int UpRank, int DownRank)
{
    /// <summary>
    /// Ordinary: the larger of attention, x + Q + K + V + O = 5 d a row and tiles, and the feed-forward part, x + hidden units before and
    /// after φ = d + 2 f a row.
    /// </summary>
    public long Ordinary(ExecutionPlan plan)
    {
        long rows = Layout.Rows;
        return Math.Max((rows * 5 * Width) + AttentionTiles(plan), rows * (Width + (2L * Hidden)));
    }

    /// <summary>
    /// Streamed: the largest of attention, x + 3 R + O a row and tiles; the map after it, x + O + y and its R; and the feed-forward part, x + R₁ +
    /// R₂ a row and tiles, then x + R₂ + y.
    /// </summary>
    public long Streamed(ExecutionPlan plan)
    {
        long rows = Layout.Rows;
        return new[]
        {
            (rows * ((2 * Width) + (3L * AttentionRank))) + AttentionTiles(plan),
            rows * ((3L * Width) + AttentionRank),
            (rows * (Width + UpRank + DownRank)) + (plan.Workers * LowRankFeedForward.Scratch(plan, Layout.Rows, Hidden, DownRank)),
            rows * ((2L * Width) + DownRank),
        }.Max();
    }

    private long AttentionTiles(ExecutionPlan plan) => plan.Workers * TiledAttention.Scratch(plan, Layout.Time, Width / Layout.Heads);
}
