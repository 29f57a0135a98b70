namespace Praxis.Papers.Compression.WeLore;

/// <summary>What WeLore makes of one matrix.</summary>
/// <param name="Pruned">The share of its rank that is below the threshold, p_l/r_l.</param>
/// <param name="Rank">What is kept of a low-rank component; null: the matrix stays dense.</param>
public sealed record WeLoreRank(double Pruned, int? Rank)
{
    /// <summary>Whether the matrix is a low-rank component (LRC), which is factored and fine-tuned.</summary>
    public bool IsLowRank => Rank is not null;
}

/// <summary>The adaptive ranks of WeLore (section 3): one threshold on the normalised singular values of all matrices.</summary>
public static class WeLoreRanks
{
    /// <summary>A matrix is factored if more than this share of its rank is pruned; the released code's number, so that exactly a half counts.</summary>
    public const double LeastPruned = 0.4999;

    /// <summary>
    /// The largest threshold k with Σ p_l(k) at most the given share of Σ r_l: the nominal effective rank reduction. The rank that is really
    /// lost is less, since matrices that are not factored keep all of theirs.
    /// </summary>
    /// <param name="spectra">Of all matrices.</param>
    /// <param name="reduction">From 0 to less than 1.</param>
    public static double Threshold(IReadOnlyList<NormalizedSpectrum> spectra, double reduction)
    {
        if (!(reduction is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "The rank reduction is from 0 to less than 1.");
        double[] all = [.. spectra.SelectMany(spectrum => spectrum.Values).Order()];
        return all[(int)Math.Floor((reduction * all.Length) + 1e-9)];
    }

    /// <summary>Ranks at a threshold: factored if enough of the rank is pruned and the factors are smaller than the matrix.</summary>
    /// <param name="spectra">Of all matrices.</param>
    /// <param name="threshold">k, at most 1, so that each matrix keeps rank 1 at least.</param>
    public static WeLoreRank[] At(IReadOnlyList<NormalizedSpectrum> spectra, double threshold) => [.. spectra.Select(spectrum => At(spectrum, threshold))];

    /// <summary>The largest rank at which a matrix of a size is still factored; 0 if there is none.</summary>
    /// <param name="outputs">Rows.</param>
    /// <param name="inputs">Columns.</param>
    public static int LargestRank(int outputs, int inputs)
    {
        int full = Math.Min(outputs, inputs);
        int rank = Math.Min(full - 1, Allocations.RankLadder.LargestRank(outputs, inputs));
        while (rank > 0 && (double)(full - rank) / full <= LeastPruned)
            rank--;
        return rank;
    }

    private static WeLoreRank At(NormalizedSpectrum spectrum, double threshold)
    {
        int pruned = spectrum.Pruned(threshold), kept = spectrum.FullRank - pruned;
        return new WeLoreRank((double)pruned / spectrum.FullRank, kept >= 1 && kept <= LargestRank(spectrum.Outputs, spectrum.Inputs) ? kept : null);
    }
}
