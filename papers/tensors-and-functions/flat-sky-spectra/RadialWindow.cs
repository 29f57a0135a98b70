namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>How much of a signal comes from which distance.</summary>
/// <param name="Value">W(χ)·D(χ) in h/Mpc: the window with the growth of structure.</param>
/// <param name="Low">Below this distance it is zero, in Mpc/h.</param>
/// <param name="High">Above this distance it is zero.</param>
/// <param name="Scale">The distance over which it changes; its spectrum along the line of sight ends at about 1/Scale.</param>
public sealed record RadialWindow(Func<double, double> Value, double Low, double High, double Scale)
{
    private const double Reach = 6; // standard deviations: exp(−18) = 1.5e-8

    /// <summary>A Gaussian around a redshift, σ_χ = σ_z·c/H(z), whose integral over χ is 1.</summary>
    /// <exception cref="ArgumentException">The redshift or its width is not positive.</exception>
    public static RadialWindow Gaussian(Cosmology cosmology, double redshift, double sigma)
    {
        if (redshift is not (> 0 and <= 1000)) throw new ArgumentException($"The redshift {redshift:R} does not lie between 0 and 1,000.", nameof(redshift));
        if (sigma is not (> 0 and <= 100)) throw new ArgumentException($"The width {sigma:R} of the window does not lie between 0 and 100.", nameof(sigma));
        var centre = cosmology.Distance(redshift);
        var width = sigma * Cosmology.HubbleDistance / cosmology.Expansion(redshift);
        double low = Math.Max(0.02 * centre, centre - Reach * width), high = Math.Min(centre + Reach * width, cosmology.Distance(1200));
        // What a wide window would have behind the observer is cut off; the rest is normalised.
        var norm = 0.0;
        const int steps = 4000;
        for (var i = 0; i < steps; i++) norm += (high - low) / steps * Shape(low + (high - low) * (i + 0.5) / steps);
        return new RadialWindow(distance => Shape(distance) / norm * cosmology.Growth(distance), low, high, width);

        double Shape(double distance) => Math.Exp(-0.5 * Math.Pow((distance - centre) / width, 2));
    }

    /// <summary>The kernel of the convergence of lensing for a source at a redshift: 3/2·Ω_m·H₀²·(1 + z)·χ(χ* − χ)/χ*.</summary>
    public static RadialWindow Convergence(Cosmology cosmology, double sourceRedshift)
    {
        var source = cosmology.Distance(sourceRedshift);
        var front = 1.5 * cosmology.Matter / (Cosmology.HubbleDistance * Cosmology.HubbleDistance);
        return new RadialWindow(
            distance => front * (1 + cosmology.Redshift(distance)) * distance * (source - distance) / source * cosmology.Growth(distance),
            1, source, source / 10);
    }
}
