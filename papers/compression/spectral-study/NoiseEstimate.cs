namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>How the variance of the noise is read off eigenvalues.</summary>
public enum NoiseEstimate
{
    /// <summary>Their median, the thesis's first estimate.</summary>
    RawMedian,

    /// <summary>Their median divided by the median of the law of unit variance.</summary>
    LawMedian,

    /// <summary>The law's density fitted to their histogram.</summary>
    Fitted,
}
