namespace Praxis.Numerics;

/// <summary>A + jitter · I = L Lᵀ.</summary>
/// <param name="L">Lower triangular.</param>
/// <param name="Jitter">What was added to the diagonal; zero when nothing was needed.</param>
public sealed record JitteredCholesky(Tensor L, double Jitter);
