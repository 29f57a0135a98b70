using System.Numerics.Tensors;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>y = φ(x W₁ᵀ + b₁) W₂ᵀ + b₂ with φ = GELU, dense or in factors: ordinary, in chunks of rows, or streamed.</summary>
/// <param name="Up">W₁, b₁: d to the hidden units.</param>
/// <param name="Down">W₂, b₂: back to d.</param>
public sealed record LowRankFeedForward(AffineMap Up, AffineMap Down)
{
    /// <summary>Runs it.</summary>
    /// <param name="x">(rows, d), contiguous; whoever gave it holds it.</param>
    /// <param name="plan">How.</param>
    /// <param name="ledger">Where buffers are accounted for.</param>
    /// <returns>(rows, d), held.</returns>
    /// <exception cref="ArgumentException">Streaming was asked for and a map is dense, or the maps do not fit.</exception>
    public ActivationLedger.Held Run(Tensor x, ExecutionPlan plan, ActivationLedger ledger)
    {
        plan.Check();
        if (x.Rank != 2 || x.Columns != Up.Inputs || Up.Outputs != Down.Inputs)
            throw new ArgumentException($"Rows of {x.Shape[^1]}, a map of {Up.Inputs} to {Up.Outputs} and one of {Down.Inputs} to {Down.Outputs} do not fit each other.");
        if (plan.StreamFeedForward)
            return Stream(x, plan, ledger);
        if (plan.ChunkRows is not { } chunk)
            return Whole(x, ledger);
        var y = ledger.Hold("result", Tensor.Zeros(x.DType, x.Rows, Down.Outputs));
        for (int start = 0; start < x.Rows; start += chunk)
        {
            using var memory = TensorScope.Begin();
            int rows = Math.Min(chunk, x.Rows - start);
            using var part = Whole(x.Slice(0, start, rows), ledger);
            y.Tensor.Slice(0, start, rows).CopyFrom(part.Tensor);
        }

        return y;
    }

    // Layer by layer: hidden units before and after φ are there in full, as φ writes a new tensor.
    private ActivationLedger.Held Whole(Tensor x, ActivationLedger ledger)
    {
        using var hidden = EncoderBlock.Apply(Up, x, "hidden units", ledger);
        using var active = ledger.Hold("hidden units after φ", Gelu(hidden.Tensor));
        hidden.Dispose();
        return EncoderBlock.Apply(Down, active.Tensor, "result", ledger);
    }

    // Stage 1: for each tile of rows and of hidden units T = φ(P V₁[:, t] + b₁[t]), S += T U₂[t, :]. Stage 2: Y = S V₂ + b₂.
    private ActivationLedger.Held Stream(Tensor x, ExecutionPlan plan, ActivationLedger ledger)
    {
        if (Up.Right is null || Down.Right is null)
            throw new ArgumentException("Streaming in rank space needs both maps in two factors; a dense map has no rank space.");
        int rows = x.Rows, units = Up.Outputs;
        using var sums = ledger.Hold("rank space", Tensor.Zeros(x.DType, rows, Down.Rank));                // S: (rows, R₂)
        using (var ranks = ledger.Hold("rank space", LinearAlgebra.MatMul(x, Up.Right, false, true)))      // P: (rows, R₁)
        using (ledger.Reserve("tiles", x.DType, plan.Workers * Scratch(plan, rows, units, Down.Rank)))
            plan.ForEach((rows + plan.RowTile - 1) / plan.RowTile, task =>
            {
                int start = task * plan.RowTile, count = Math.Min(plan.RowTile, rows - start);
                for (int unit = 0; unit < units; unit += plan.HiddenTile)
                {
                    using var memory = TensorScope.Begin();
                    int width = Math.Min(plan.HiddenTile, units - unit);
                    var tile = AffineMap.AddBias(
                        LinearAlgebra.MatMul(ranks.Tensor.Slice(0, start, count), Up.Left.Slice(0, unit, width), false, true),
                        Up.Bias.Slice(0, unit, width));                                                     // (count, width)
                    var added = LinearAlgebra.MatMul(Gelu(tile), Down.Right.Slice(1, unit, width), false, true); // (count, R₂)
                    Add(sums.Tensor.Slice(0, start, count), added);
                }
            });
        var y = LinearAlgebra.MatMul(sums.Tensor, Down.Left, false, true);                                  // (rows, d)
        return ledger.Hold("result", AffineMap.AddBias(y, Down.Bias));
    }

    /// <summary>The numbers of working memory of a worker: a tile of hidden units before and after φ, and what it adds.</summary>
    internal static long Scratch(ExecutionPlan plan, int rows, int units, int rank)
    {
        long count = Math.Min(plan.RowTile, rows);
        return count * ((2L * Math.Min(plan.HiddenTile, units)) + rank);
    }

    private static Tensor Gelu(Tensor x)
    {
        using var still = NoGradient.Scope();
        return new Variable(x).Gelu().Data;
    }

    private static void Add(Tensor to, Tensor from)
    {
        if (to.DType == DType.F32) TensorPrimitives.Add(to.AsSpan<float>(), from.AsSpan<float>(), to.AsSpan<float>());
        else TensorPrimitives.Add(to.AsSpan(), from.AsSpan(), to.AsSpan());
    }
}
