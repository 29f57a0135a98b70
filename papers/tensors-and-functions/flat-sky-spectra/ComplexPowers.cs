using System.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>
/// A power spectrum as a sum of complex powers, P(k) = Σ cₙ (k/k₀)^νₙ, νₙ = b + 2πin/(NΔ): the discrete Fourier transform of P·(k/k₀)^(−b) in ln k (FFTLog).
/// </summary>
public sealed class ComplexPowers
{
    /// <summary>Terms with n from 0 to this; those with −n are their complex conjugates.</summary>
    public const int Half = 100;

    /// <summary>Expands a spectrum between k₀ = 1e-8 and 52 h/Mpc with the bias b = −0.5, at 200 wavenumbers.</summary>
    /// <param name="power">P(k), positive and finite in the whole range, P·√k falling to both ends.</param>
    /// <exception cref="ArgumentException">P is not positive and finite somewhere, which the message names.</exception>
    public ComplexPowers(Func<double, double> power)
    {
        const int n = 2 * Half;
        const double bias = -0.5, largest = 52;
        var delta = Math.Log(largest / Smallest) / (n - 1);
        var biased = new double[n];
        for (var j = 0; j < n; j++)
        {
            var k = Smallest * Math.Exp(j * delta);
            var value = power(k);
            if (!(value > 0) || !double.IsFinite(value)) throw new ArgumentException($"The spectrum is {value} at k = {k:R} h/Mpc; it must be positive and finite.", nameof(power));
            biased[j] = value * Math.Exp(-bias * j * delta);
        }
        for (var m = 0; m <= Half; m++)
        {
            Complex sum = 0;
            for (var j = 0; j < n; j++) sum += biased[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)m * j % n) / n);
            // n = 0 stands for itself; every other term for itself and its conjugate; the last one is shared by n = ±N/2.
            Coefficients[m] = sum / n * (m is 0 or Half ? 1 : 2);
            Exponents[m] = new Complex(bias, 2 * Math.PI * m / (n * delta));
        }
    }

    /// <summary>k₀ in h/Mpc.</summary>
    public static double Smallest => 1e-8;

    /// <summary>cₙ for n ≥ 0, such that P(k) = Re Σ cₙ (k/k₀)^νₙ: terms with −n are taken in.</summary>
    public Complex[] Coefficients { get; } = new Complex[Half + 1];

    /// <summary>νₙ.</summary>
    public Complex[] Exponents { get; } = new Complex[Half + 1];

    /// <summary>The spectrum from its expansion.</summary>
    public double At(double k)
    {
        var sum = 0.0;
        for (var m = 0; m <= Half; m++) sum += (Coefficients[m] * Complex.Exp(Exponents[m] * Math.Log(k / Smallest))).Real;
        return sum;
    }
}
