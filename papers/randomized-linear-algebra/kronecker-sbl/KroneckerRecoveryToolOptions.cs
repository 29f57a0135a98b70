using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>What <c>praxis use kronecker-sbl</c> takes.</summary>
public sealed record KroneckerRecoveryToolOptions
{
    /// <summary>y, then the factors.</summary>
    [Input("Y A1 A2…", "Measurements y (a vector, last mode fastest), then the factor matrices A₁, A₂, … with y = (A₁ ⊗ A₂ ⊗ …)x + noise: .npy, .csv, .npz or .mtx")]
    public required IReadOnlyList<InputFile> Files { get; init; }

    /// <summary>Which update.</summary>
    [Option("Which variant: svd, alternating, or single-pass (the earlier KroSBL)")]
    public KroneckerUpdate Update { get; init; } = KroneckerUpdate.Svd;

    /// <summary>σ².</summary>
    [Option("Variance of the noise in y; without it, it is learnt", Above = 0, ValueName = "X")]
    public double? NoiseVariance { get; init; }

    /// <summary>Pruning.</summary>
    [Option("Share of the largest entry of a factor of γ below which entries are dropped; without it 0.001 for svd and 0.01 otherwise", Minimum = 0, Below = 1, ValueName = "SHARE")]
    public double? Pruning { get; init; }

    /// <summary>Most iterations.</summary>
    [Option("Most iterations", Minimum = 1, ValueName = "TIMES")]
    public int Iterations { get; init; } = 500;
}
