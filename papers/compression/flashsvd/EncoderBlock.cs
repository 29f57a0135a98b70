using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>A block of BERT for inference: x ← norm(x + attention(x)), x ← norm(x + feed-forward(x)), with every activation in a ledger.</summary>
public sealed record EncoderBlock
{
    /// <summary>W_q, b_q.</summary>
    public required AffineMap Query { get; init; }

    /// <summary>W_k, b_k.</summary>
    public required AffineMap Key { get; init; }

    /// <summary>W_v, b_v.</summary>
    public required AffineMap Value { get; init; }

    /// <summary>The map after attention.</summary>
    public required AffineMap Output { get; init; }

    /// <summary>The feed-forward part.</summary>
    public required LowRankFeedForward FeedForward { get; init; }

    /// <summary>The bytes of all weights.</summary>
    public long WeightBytes => new[] { Query, Key, Value, Output, FeedForward.Up, FeedForward.Down }.Sum(map => map.Bytes);

    /// <summary>A block with normal weights of variance 1/inputs and small biases.</summary>
    public static EncoderBlock Random(int width, int hidden, RandomStream random, DType dtype = DType.F32)
    {
        return new EncoderBlock
        {
            Query = Map("query", width, width),
            Key = Map("key", width, width),
            Value = Map("value", width, width),
            Output = Map("output", width, width),
            FeedForward = new LowRankFeedForward(Map("up", width, hidden), Map("down", hidden, width)),
        };

        AffineMap Map(string name, int inputs, int outputs) => new AffineMap(
            random.Fork(name).Normal(outputs, inputs) * (1 / Math.Sqrt(inputs)), random.Fork(name).Fork("bias").Normal(outputs) * 0.1).To(dtype);
    }

    /// <summary>The block with every map cut to a share of its numbers by truncated SVD.</summary>
    public EncoderBlock Truncated(double keep) => new()
    {
        Query = Query.Truncated(keep),
        Key = Key.Truncated(keep),
        Value = Value.Truncated(keep),
        Output = Output.Truncated(keep),
        FeedForward = new LowRankFeedForward(FeedForward.Up.Truncated(keep), FeedForward.Down.Truncated(keep)),
    };

    /// <summary>The block in another type.</summary>
    public EncoderBlock To(DType dtype) => new()
    {
        Query = Query.To(dtype),
        Key = Key.To(dtype),
        Value = Value.To(dtype),
        Output = Output.To(dtype),
        FeedForward = new LowRankFeedForward(FeedForward.Up.To(dtype), FeedForward.Down.To(dtype)),
    };

    /// <summary>Runs the block.</summary>
    /// <param name="x">(rows, d), held; it is let go.</param>
    /// <param name="layout">The texts.</param>
    /// <param name="plan">How.</param>
    /// <param name="ledger">Where buffers are accounted for.</param>
    /// <returns>(rows, d), held.</returns>
    /// <exception cref="ArgumentException">Rows and texts do not fit, or streaming was asked for and a map is dense.</exception>
    public ActivationLedger.Held Run(ActivationLedger.Held x, TextLayout layout, ExecutionPlan plan, ActivationLedger ledger)
    {
        plan.Check();
        layout.Check(x.Tensor.Rows, Query.Outputs);
        using var still = NoGradient.Scope();
        var middle = AddAndNorm(x, Attend(x.Tensor, layout, plan, ledger), ledger);
        return AddAndNorm(middle, FeedForward.Run(middle.Tensor, plan, ledger), ledger);
    }

    /// <summary>x Wᵀ + b, in factors if the map is; what lies between the factors is let go.</summary>
    internal static ActivationLedger.Held Apply(AffineMap map, Tensor x, string kind, ActivationLedger ledger)
    {
        using var ranks = map.Right is null ? null : ledger.Hold("rank space", LinearAlgebra.MatMul(x, map.Right, false, true));
        return ledger.Hold(kind, AffineMap.AddBias(LinearAlgebra.MatMul(ranks?.Tensor ?? x, map.Left, false, true), map.Bias));
    }

    private ActivationLedger.Held Attend(Tensor x, TextLayout layout, ExecutionPlan plan, ActivationLedger ledger)
    {
        if (plan.StreamAttention && (Query.Right is null || Key.Right is null || Value.Right is null))
            throw new ArgumentException("Streaming in rank space needs the maps of queries, keys and values in two factors; a dense map has no rank space.");
        using var query = Projected(Query);
        using var key = Projected(Key);
        using var value = Projected(Value);
        using var mixed = ledger.Hold("attention result", Tensor.Zeros(x.DType, x.Rows, Query.Outputs));
        int width = Query.Outputs / layout.Heads;
        using (ledger.Reserve("tiles", x.DType, plan.Workers * TiledAttention.Scratch(plan, layout.Time, width)))
            new TiledAttention(Rows(query, Query), Rows(key, Key), Rows(value, Value), mixed.Tensor, layout, plan).Run();
        query.Dispose();
        key.Dispose();
        value.Dispose();
        return Apply(Output, mixed.Tensor, "result", ledger);

        ActivationLedger.Held Projected(AffineMap map) => plan.StreamAttention
            ? ledger.Hold("rank space", LinearAlgebra.MatMul(x, map.Right!, false, true))      // P: (rows, R)
            : Apply(map, x, "queries, keys, values", ledger);                                  // (rows, d)

        HeadRows Rows(ActivationLedger.Held projected, AffineMap map) => new(projected.Tensor, plan.StreamAttention ? map : null);
    }

    // Both inputs are let go; the sum takes the place of the second.
    private static ActivationLedger.Held AddAndNorm(ActivationLedger.Held x, ActivationLedger.Held y, ActivationLedger ledger)
    {
        y.Tensor.AddScaled(x.Tensor);
        x.Dispose();
        var normed = ledger.Hold("residual stream", new Variable(y.Tensor).LayerNorm().Data);
        y.Dispose();
        return normed;
    }
}
