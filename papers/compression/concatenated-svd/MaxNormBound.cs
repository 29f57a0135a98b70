namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// The max-norm bound: appending columns never lowers a singular value (Weyl), so the r largest squared singular values of the first
/// matrix are a lower bound E_r for the whole group. A first matrix of at most r columns needs only its norm.
/// </summary>
public sealed class MaxNormBound : GroupBound
{
    /// <summary>The group that has only this matrix.</summary>
    /// <param name="seed">m × n.</param>
    /// <param name="rank">r.</param>
    public MaxNormBound(Tensor seed, int rank)
        : base(rank, EnergyOf(seed)) =>
        // ‖A_seed‖²_F would be wrong for more than r columns: then it counts energy that rank r cannot keep.
        KeptEnergy = seed.Columns <= rank ? Energy : SquaredSingularValues(seed).Take(rank).Sum();

    private MaxNormBound(int rank, double energy, double keptEnergy)
        : base(rank, energy) => KeptEnergy = keptEnergy;

    /// <inheritdoc/>
    public override double KeptEnergy { get; }

    /// <inheritdoc/>
    public override GroupBound With(Tensor block) => new MaxNormBound(Rank, Energy + EnergyOf(block), KeptEnergy);
}
