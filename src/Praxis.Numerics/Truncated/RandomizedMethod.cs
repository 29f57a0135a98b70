namespace Praxis.Numerics;

/// <summary>How a randomized decomposition sharpens its subspace.</summary>
public enum RandomizedMethod
{
    /// <summary>
    /// All of Ω, AᵀAΩ, …, (AᵀA)^q Ω (C. Musco, C. Musco, NeurIPS 2015): never worse than the power iterations in as many passes, and
    /// usually as good as twice as many; takes q + 1 times the memory.
    /// </summary>
    BlockKrylov,

    /// <summary>The last of them, (AᵀA)^q Ω, orthonormalised after every product (N. Halko, P.-G. Martinsson, J. Tropp, SIAM Review 53, 2011, algorithm 4.4).</summary>
    PowerIteration,
}
