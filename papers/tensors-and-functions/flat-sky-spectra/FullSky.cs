namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>The exact projection, C_ℓ = 2/π ∫dk k² P(k) I₁(k) I₂(k) with I(k) = ∫dχ W(χ) j_ℓ(kχ), by brute force.</summary>
public static class FullSky
{
    /// <summary>The three spectra of two windows.</summary>
    /// <param name="first">W₁, with growth.</param>
    /// <param name="second">W₂, with growth.</param>
    /// <param name="power">P(k).</param>
    /// <param name="multipole">ℓ, at least 2.</param>
    /// <param name="resolution">Points in k and χ relative to the default, which is at four points for the shortest period in k and two for a radian of kχ.</param>
    /// <param name="cancel">Looked at for every wavenumber.</param>
    public static (double FirstFirst, double FirstSecond, double SecondSecond) Spectra(
        RadialWindow first, RadialWindow second, Func<double, double> power, int multipole, double resolution = 1, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multipole, 2);
        double farthest = Math.Max(first.High, second.High);
        double largest = Math.Max(Largest(first, multipole), Largest(second, multipole));
        var step = Math.PI / (4 * farthest) / resolution;
        var bessel = new SphericalBesselTable(multipole, largest * farthest + 1);
        var same = ReferenceEquals(first, second) || first == second;
        var one = new Projection(first, largest, resolution);
        var two = same ? one : new Projection(second, largest, resolution);
        double c11 = 0, c12 = 0, c22 = 0;
        for (var k = step / 2; k < largest; k += step)
        {
            cancel.ThrowIfCancellationRequested();
            double i1 = one.At(k, bessel), i2 = same ? i1 : two.At(k, bessel), weight = 2 / Math.PI * step * k * k * power(k);
            c11 += weight * i1 * i1;
            c12 += weight * i1 * i2;
            c22 += weight * i2 * i2;
        }
        return (c11, c12, c22);
    }

    /// <summary>The spectrum of a wide window that ends at its source, as lensing has: wavenumbers in equal ratios.</summary>
    /// <param name="window">W(χ), with growth.</param>
    /// <param name="power">What stands for P(k).</param>
    /// <param name="multipole">ℓ, at least 2.</param>
    /// <param name="largest">The largest wavenumber, in h/Mpc.</param>
    /// <param name="wavenumbers">Points in k.</param>
    /// <param name="cancel">Looked at for every wavenumber.</param>
    public static double Wide(RadialWindow window, Func<double, double> power, int multipole, double largest, int wavenumbers = 300, CancellationToken cancel = default)
    {
        var smallest = 0.2 * (multipole + 0.5) / window.High;
        var bessel = new SphericalBesselTable(multipole, largest * window.High + 1);
        var step = Math.Log(largest / smallest) / wavenumbers;
        var sum = 0.0;
        for (var i = 0; i < wavenumbers; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var k = smallest * Math.Exp((i + 0.5) * step);
            var projection = new Projection(window, k, 2).At(k, bessel);
            sum += 2 / Math.PI * step * k * k * k * power(k) * projection * projection;
        }
        return sum;
    }

    // Beyond it either the window's own spectrum has ended or the Bessel function oscillates everywhere in the window.
    private static double Largest(RadialWindow window, int multipole)
    {
        var nearest = Math.Max(window.Low, (window.Low + window.High) / 2 - 4 * window.Scale);
        return Math.Sqrt(Math.Pow(5.5 / window.Scale, 2) + Math.Pow((multipole + 0.5) / nearest, 2));
    }

    /// <summary>A window on points close enough for the largest wavenumber.</summary>
    private sealed class Projection
    {
        private readonly double[] _distances, _weights;

        public Projection(RadialWindow window, double largest, double resolution)
        {
            var count = Math.Max(100, (int)((window.High - window.Low) * Math.Max(2 * largest, 3 / window.Scale) * resolution));
            var step = (window.High - window.Low) / count;
            _distances = [.. Enumerable.Range(0, count).Select(i => window.Low + (i + 0.5) * step)];
            _weights = [.. _distances.Select(chi => window.Value(chi) * step)];
        }

        public double At(double k, SphericalBesselTable bessel)
        {
            var sum = 0.0;
            for (var i = 0; i < _distances.Length; i++) sum += _weights[i] * bessel.At(k * _distances[i]);
            return sum;
        }
    }
}
