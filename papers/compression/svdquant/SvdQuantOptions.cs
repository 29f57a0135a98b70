namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>Where the low-rank branch gets its numbers from.</summary>
public enum BranchOrder
{
    /// <summary>There is no branch.</summary>
    None,

    /// <summary>From the (scaled) weight, and the rest is quantised: SVDQuant, section 4.2.</summary>
    BeforeQuantization,

    /// <summary>From the error of the quantised weight, which it repairs: LoRC (Yao et al., 2023).</summary>
    AfterQuantization,
}

/// <summary>How a layer is quantised; the parts can be left out one by one, which gives the paper's ablation.</summary>
public sealed record SvdQuantOptions
{
    /// <summary>The rank r of the branch in 16-bit numbers.</summary>
    public int Rank { get; init; } = 32;

    /// <summary>The bits of a weight, 2 to 8.</summary>
    public int WeightBits { get; init; } = 4;

    /// <summary>The bits of an activation, 2 to 16; null leaves activations as they are.</summary>
    public int? ActivationBits { get; init; } = 4;

    /// <summary>How many neighbouring inputs share a scale, in weights and activations.</summary>
    public int GroupSize { get; init; } = 64;

    /// <summary>Where the branch gets its numbers from.</summary>
    public BranchOrder Branch { get; init; } = BranchOrder.BeforeQuantization;

    /// <summary>The smoothing exponents that are tried; the first is none (λ = 1).</summary>
    public IReadOnlyList<SmoothingExponents> Smoothing { get; init; } = SmoothingExponents.Grid;

    /// <summary>How often branch and residual are fitted to one another anew after the first time; the best of all rounds is kept.</summary>
    public int Refinements { get; init; }

    /// <summary>The same without smoothing.</summary>
    public SvdQuantOptions Unsmoothed => this with { Smoothing = [SmoothingExponents.None] };

    /// <summary>The same without a branch.</summary>
    public SvdQuantOptions WithoutBranch => this with { Branch = BranchOrder.None };
}

/// <summary>Exponents of the smoothing scales λ_j = max|X_j|^α / max|W_j|^β (section 4.1).</summary>
/// <param name="Alpha">α.</param>
/// <param name="Beta">β.</param>
public readonly record struct SmoothingExponents(double Alpha, double Beta)
{
    /// <summary>λ = 1.</summary>
    public static SmoothingExponents None { get; } = new(0, 0);

    /// <summary>No smoothing; α with β = 1 − α; and α alone. The paper's grid is finer; the error is flat in between.</summary>
    public static IReadOnlyList<SmoothingExponents> Grid { get; } = [None, new(0.25, 0.75), new(0.5, 0.5), new(0.75, 0.25), new(1, 0), new(0.5, 0)];
}
