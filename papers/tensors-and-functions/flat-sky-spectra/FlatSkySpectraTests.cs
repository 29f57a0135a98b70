using System.Numerics;
using Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class FlatSkySpectraTests
{
    private static readonly Cosmology Universe = new();
    private static readonly Lazy<PlaneCorrelation> Correlation = new(() => new PlaneCorrelation(new ComplexPowers(Universe.Power)));

    [Theory] // mpmath 1.3
    [InlineData(0.25, 0, 0.5, 0.960316324931886, 0)]
    [InlineData(0.25, 5, 0.01, -0.000824261345577789, -0.000937048216116255)]
    [InlineData(0.25, 13.9, 1.9, -1.57578946444569e-10, -1.76006100152987e-10)]
    [InlineData(0.25, 13.9, 2.1, -2.29057958511862e-10, 1.0265605391413e-11)]
    [InlineData(0.25, -7, 10, 1.55282795490982e-6, -2.82942698212289e-7)]
    [InlineData(0.25, 0, 30, 2.13466418330904e-14, 0)]
    public void K_of_complex_order_is_that_of_mpmath(double re, double im, double x, double real, double imaginary)
    {
        var exact = new Complex(real, imaginary);
        Assert.InRange(Complex.Abs(SpecialFunctions.BesselK(new Complex(re, im), x) - exact) / Complex.Abs(exact), 0, 1e-10);
    }

    [Fact]
    public void Gamma_obeys_its_recurrence_and_is_a_factorial()
    {
        Assert.Equal(24, SpecialFunctions.Gamma(5).Real, 10);
        Assert.Equal(Math.Sqrt(Math.PI), SpecialFunctions.Gamma(0.5).Real, 12);
        foreach (var z in new[] { new Complex(0.25, 14), new Complex(-1.3, 0.4), new Complex(3, -8) })
            Assert.InRange(Complex.Abs(SpecialFunctions.Gamma(z + 1) / (z * SpecialFunctions.Gamma(z)) - 1), 0, 1e-11);
    }

    [Fact]
    public void A_real_power_has_the_kernel_of_its_integral()
    {
        // ν = −4: ∫dk/2π cos(kδ)(k² + ℓ²)^(−2) = (1 + ℓδ)e^(−ℓδ)/(4ℓ³), so M = (1 + x)e^(−x)/4. Order (ν + 1)/2 = −3/2.
        foreach (var x in new[] { 0.01, 0.7, 1.99, 2.01, 9 })
            Assert.Equal((1 + x) * Math.Exp(-x) / 4, PlaneCorrelation.Kernel(-4, x).Real, 11);
    }

    [Fact]
    public void The_spectrum_is_the_sum_of_its_powers()
    {
        var powers = new ComplexPowers(Universe.Power);
        foreach (var k in new[] { 1e-4, 0.003, 0.02, 0.2, 3 }) Assert.Equal(1, powers.At(k) / Universe.Power(k), 3);
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.01, 100)]
    [InlineData(0.05, 20)]
    [InlineData(0.002, 300)]
    public void The_closed_formula_is_the_integral_along_the_line_of_sight(double l, double separation)
    {
        // 1/π ∫cos(kδ)·P(√(k² + ℓ²))dk in the middles of even steps, far beyond the spectrum's fall.
        const int steps = 400_000;
        const double largest = 60;
        var sum = 0.0;
        for (var i = 0; i < steps; i++)
        {
            var k = (i + 0.5) * largest / steps;
            sum += Math.Cos(k * separation) * Universe.Power(Math.Sqrt(k * k + l * l));
        }
        var direct = sum * largest / steps / Math.PI;
        Assert.InRange(Correlation.Value.At(l, separation) / direct, 0.998, 1.002);
        Assert.Equal(Correlation.Value.At(l, separation), Correlation.Value.At(l, -separation));
    }

    [Fact]
    public void Spherical_Bessel_functions_are_their_closed_forms()
    {
        foreach (var x in new[] { 0.3, 1.7, 2.5, 40.0 })
        {
            var second = (3 / (x * x) - 1) * Math.Sin(x) / x - 3 * Math.Cos(x) / (x * x);
            Assert.Equal(second, SphericalBesselTable.At(2, x).Value, 11);
            Assert.Equal((Math.Sin(x) / x - Math.Cos(x)) / x, SphericalBesselTable.At(2, x).Below, 11);
        }
        Assert.Equal(SphericalBesselTable.At(2, 7.123).Value, new SphericalBesselTable(2, 10).At(7.123), 7);
        // mpmath: j₁₀₀(90), j₁₀₀(105), j₁₀₀(300)
        Assert.Equal(J100At90, SphericalBesselTable.At(100, 90).Value, 12);
        Assert.Equal(J100At105, SphericalBesselTable.At(100, 105).Value, 12);
        Assert.Equal(J100At300, SphericalBesselTable.At(100, 300).Value, 12);
        Assert.Equal(0, SphericalBesselTable.At(500, 5).Value);
    }

    private const double J100At90 = 0.00026825172647807489, J100At105 = 0.017275181880674763, J100At300 = 0.0010299980469766512;

    [Fact]
    public void Growth_is_that_of_its_integral_and_distances_invert()
    {
        // D ∝ H∫da/(aH)³, by the middles of even steps.
        double Growth(double a)
        {
            const int steps = 20_000;
            var sum = 0.0;
            for (var i = 0; i < steps; i++)
            {
                var at = (i + 0.5) * a / steps;
                sum += a / steps / Math.Pow(at * Universe.Expansion(1 / at - 1), 3);
            }
            return Universe.Expansion(1 / a - 1) * sum;
        }
        foreach (var z in new[] { 0.3, 1.0, 5.0 })
        {
            Assert.Equal(Growth(1 / (1 + z)) / Growth(1), Universe.Growth(Universe.Distance(z)), 6);
            Assert.Equal(z, Universe.Redshift(Universe.Distance(z)), 8);
        }
        Assert.Equal(0, Universe.Distance(0));
        Assert.Equal(1, Universe.Growth(0), 12);
    }

    [Fact]
    public void Windows_without_growth_have_the_integral_one()
    {
        var window = RadialWindow.Gaussian(Universe, 1, 0.05);
        var sum = 0.0;
        const int steps = 2000;
        for (var i = 0; i < steps; i++)
        {
            var distance = window.Low + (i + 0.5) * (window.High - window.Low) / steps;
            sum += window.Value(distance) / Universe.Growth(distance) * (window.High - window.Low) / steps;
        }
        Assert.Equal(1, sum, 8);
    }

    [Fact]
    public void Full_sky_spectra_have_converged_and_the_flat_sky_meets_them()
    {
        var window = RadialWindow.Gaussian(Universe, 1, 0.01);
        foreach (var l in new[] { 5, 40 })
        {
            var full = FullSky.Spectra(window, window, Universe.Power, l).FirstSecond;
            Assert.InRange(FullSky.Spectra(window, window, Universe.Power, l, 2).FirstSecond / full, 1 - 1e-4, 1 + 1e-4);
            Assert.InRange(AngularSpectrum.Flat(window, window, Correlation.Value, l) / full, 0.97, 1.03);
            Assert.InRange(AngularSpectrum.Flat(window, window, Correlation.Value, l, 90, 400) / AngularSpectrum.Flat(window, window, Correlation.Value, l), 0.999, 1.001);
        }
    }

    [Fact]
    public void Exchanging_the_windows_changes_nothing_and_Limber_is_right_where_windows_are_wide()
    {
        RadialWindow near = RadialWindow.Gaussian(Universe, 1, 0.05), far = RadialWindow.Gaussian(Universe, 1.1, 0.1);
        Assert.Equal(1, AngularSpectrum.Flat(near, far, Correlation.Value, 60) / AngularSpectrum.Flat(far, near, Correlation.Value, 60), 6);
        Assert.InRange(AngularSpectrum.Limber(far, far, Universe.Power, 400) / AngularSpectrum.Flat(far, far, Correlation.Value, 400), 0.99, 1.01);
    }

    [Fact]
    public void Nonsense_is_refused_with_its_reason()
    {
        Assert.Contains("positive and finite", Assert.Throws<ArgumentException>(() => new ComplexPowers(k => k - 1)).Message);
        Assert.Contains("redshift", Assert.Throws<ArgumentException>(() => RadialWindow.Gaussian(Universe, double.NaN, 0.1)).Message);
        Assert.Contains("width", Assert.Throws<ArgumentException>(() => RadialWindow.Gaussian(Universe, 1, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cosmology(matter: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Universe.Distance(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpecialFunctions.BesselK(0.25, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AngularSpectrum.Flat(new FlatGrid([(1e-9, 1, 1)]), Correlation.Value, 2));
    }
}
