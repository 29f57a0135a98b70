namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>Angular power spectra of two windows: the paper's flat-sky sum, and Limber's shortcut.</summary>
public static class AngularSpectrum
{
    /// <summary>
    /// C_ℓ = ∫dχ ∫dδχ · W₁(χ₁)W₂(χ₂)/χ² · 𝒞(ℓ̃, δχ) with χ₁,₂ = χ ∓ δχ/2 and ℓ̃ = √(ℓ(ℓ+1)/(χ₁χ₂)), the recalibrated wavenumber. Points stand in the middles of equal steps of χ
    /// and of asinh δχ: dense where 𝒞 peaks, and never at δχ = 0.
    /// </summary>
    /// <param name="first">W₁, with growth.</param>
    /// <param name="second">W₂, with growth.</param>
    /// <param name="correlation">𝒞.</param>
    /// <param name="multipole">ℓ, at least 2.</param>
    /// <param name="distances">Points in χ.</param>
    /// <param name="separations">Points in δχ.</param>
    public static double Flat(RadialWindow first, RadialWindow second, PlaneCorrelation correlation, int multipole, int distances = 60, int separations = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multipole, 2);
        var grid = FlatGrid.Of(first, second, distances, separations);
        return Flat(grid, correlation, multipole);
    }

    /// <summary>The same on a grid made before: windows and growth are there already, as in every loop over multipoles.</summary>
    public static double Flat(FlatGrid grid, PlaneCorrelation correlation, int multipole)
    {
        var l = Math.Sqrt((double)multipole * (multipole + 1));
        var sum = 0.0;
        foreach (var (inverseDistance, separation, weight) in grid.Points) sum += weight * correlation.At(l * inverseDistance, separation);
        return sum;
    }

    /// <summary>Limber: C_ℓ = ∫dχ W₁W₂/χ² · P((ℓ + ½)/χ).</summary>
    /// <param name="first">W₁, with growth.</param>
    /// <param name="second">W₂, with growth.</param>
    /// <param name="power">P(k).</param>
    /// <param name="multipole">ℓ, at least 2.</param>
    /// <param name="distances">Points in χ.</param>
    public static double Limber(RadialWindow first, RadialWindow second, Func<double, double> power, int multipole, int distances = 400)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multipole, 2);
        return Limber(LimberGrid(first, second, distances), power, multipole);
    }

    /// <summary>Limber's integral on a grid made before.</summary>
    public static double Limber(IReadOnlyList<(double Distance, double Weight)> grid, Func<double, double> power, int multipole)
    {
        var sum = 0.0;
        foreach (var (distance, weight) in grid) sum += weight * power((multipole + 0.5) / distance);
        return sum;
    }

    /// <summary>Distances with W₁W₂/χ²·Δχ, where both windows are.</summary>
    public static IReadOnlyList<(double Distance, double Weight)> LimberGrid(RadialWindow first, RadialWindow second, int distances)
    {
        double low = Math.Max(first.Low, second.Low), high = Math.Min(first.High, second.High), step = (high - low) / distances;
        if (step <= 0) return [];
        return [.. Enumerable.Range(0, distances).Select(i => low + (i + 0.5) * step).Select(chi => (chi, first.Value(chi) * second.Value(chi) / (chi * chi) * step))];
    }
}

/// <summary>The points of the flat-sky sum with everything that does not depend on ℓ.</summary>
/// <param name="Points">1/√(χ₁χ₂), δχ, and W₁W₂/χ²·Δχ·Δδχ.</param>
public sealed record FlatGrid(IReadOnlyList<(double InverseDistance, double Separation, double Weight)> Points)
{
    private const double Core = 1; // Mpc/h: below it the points of δχ stand evenly

    /// <summary>A grid for two windows.</summary>
    public static FlatGrid Of(RadialWindow first, RadialWindow second, int distances, int separations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(distances, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(separations, 2);
        List<(double, double, double)> points = [];
        double low = (first.Low + second.Low) / 2, high = (first.High + second.High) / 2, step = (high - low) / distances;
        for (var i = 0; i < distances; i++)
        {
            var chi = low + (i + 0.5) * step;
            // χ₁ = χ − δχ/2 and χ₂ = χ + δχ/2 must lie in their windows.
            double from = Math.Max(2 * (chi - first.High), 2 * (second.Low - chi)), to = Math.Min(2 * (chi - first.Low), 2 * (second.High - chi));
            if (from >= to) continue;
            double uFrom = Math.Asinh(from / Core), width = (Math.Asinh(to / Core) - uFrom) / separations;
            for (var j = 0; j < separations; j++)
            {
                var u = uFrom + (j + 0.5) * width;
                var separation = Core * Math.Sinh(u);
                if (separation == 0) continue;
                double one = chi - separation / 2, two = chi + separation / 2;
                var weight = first.Value(one) * second.Value(two) / (chi * chi) * step * width * Core * Math.Cosh(u);
                if (weight != 0) points.Add((1 / Math.Sqrt(one * two), separation, weight));
            }
        }
        return new FlatGrid(points.ToArray());
    }
}
