using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>Says which directions of a stream to keep.</summary>
/// <param name="Name">What it is called in tables.</param>
public abstract record DirectionRule(string Name)
{
    /// <summary>Orthonormal directions as columns, (d, k), or null when none are to be kept.</summary>
    /// <param name="spectrum">Of the stream.</param>
    /// <param name="place">Where.</param>
    /// <param name="random">For rules that draw.</param>
    public abstract Tensor? Choose(SignalSpectrum spectrum, int place, RandomStream random);
}

/// <summary>The directions whose eigenvalues lie beyond the edge of the noise: RMT-KD.</summary>
/// <param name="Estimate">How the noise is measured.</param>
public sealed record OutlierRule(NoiseEstimate Estimate) : DirectionRule(Estimate switch
{
    NoiseEstimate.RawMedian => "RMT-KD, raw median",
    NoiseEstimate.LawMedian => "RMT-KD, law's median",
    _ => "RMT-KD, fitted",
})
{
    /// <inheritdoc/>
    public override Tensor? Choose(SignalSpectrum spectrum, int place, RandomStream random) =>
        spectrum.Outliers(Estimate) is > 0 and var count ? spectrum.Leading(count) : null;
}

/// <summary>The leading directions that hold a share of the variance.</summary>
/// <param name="Share">From 0 to 1.</param>
public sealed record VarianceRule(double Share) : DirectionRule($"{100 * Share:0.##} % of the variance")
{
    /// <inheritdoc/>
    public override Tensor? Choose(SignalSpectrum spectrum, int place, RandomStream random) => spectrum.Leading(spectrum.OfVariance(Share));
}

/// <summary>Random directions, as many at each place as another rule took.</summary>
/// <param name="Widths">By place; places beyond the end have none.</param>
public sealed record RandomRule(IReadOnlyList<int> Widths) : DirectionRule("random directions")
{
    /// <inheritdoc/>
    public override Tensor? Choose(SignalSpectrum spectrum, int place, RandomStream random) =>
        place < Widths.Count ? LinearAlgebra.Qr(random.Normal(spectrum.Dimensions, Widths[place])).Q : null;
}
