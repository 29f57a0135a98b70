using System.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>
/// 𝒞(ℓ̃, δχ) = ∫dk∥/2π · e^(ik∥δχ) · P(√(k∥² + ℓ̃²)) in closed form: a power k^ν gives ℓ̃^(ν+1) M_ν(ℓ̃|δχ|),
/// M_ν(x) = (2/x)^((ν+1)/2) K_((ν+1)/2)(x)/(√π Γ(−ν/2)), and the spectrum is a sum of powers.
/// </summary>
public sealed class PlaneCorrelation
{
    private const double SmallestX = 1e-6, LargestX = 200, SmallestL = 2e-4, LargestL = 40;
    private const int XPoints = 1000, LPoints = 260;
    private static readonly double XStep = Math.Log(LargestX / SmallestX) / (XPoints - 1), LStep = Math.Log(LargestL / SmallestL) / (LPoints - 1);
    private static readonly double SmallestLogX = Math.Log(SmallestX), SmallestLogL = Math.Log(SmallestL);
    private static readonly Lazy<Complex[]> Kernels = new(Tabulate); // (x, n): M_ν for the exponents of every spectrum
    private readonly double[] _table = new double[LPoints * XPoints]; // (ln ℓ̃, ln x): 𝒞/ℓ̃

    /// <summary>Tables 𝒞/ℓ̃ by ln ℓ̃ and ln x for one spectrum; the M are tabled once for all.</summary>
    public PlaneCorrelation(ComplexPowers powers)
    {
        var kernels = Kernels.Value;
        var factors = new Complex[ComplexPowers.Half + 1];
        for (var i = 0; i < LPoints; i++)
        {
            var log = Math.Log(SmallestL / ComplexPowers.Smallest) + i * LStep;
            for (var n = 0; n < factors.Length; n++) factors[n] = powers.Coefficients[n] * Complex.Exp(powers.Exponents[n] * log);
            for (var j = 0; j < XPoints; j++)
            {
                var sum = 0.0;
                for (var n = 0; n < factors.Length; n++)
                {
                    var kernel = kernels[j * factors.Length + n];
                    sum += factors[n].Real * kernel.Real - factors[n].Imaginary * kernel.Imaginary;
                }
                _table[i * XPoints + j] = sum;
            }
        }
    }

    /// <summary>M_ν(x) of a complex exponent.</summary>
    public static Complex Kernel(Complex nu, double x)
    {
        var mu = (nu + 1) / 2;
        return Complex.Exp(mu * Math.Log(2 / x)) * SpecialFunctions.BesselK(mu, x) / (Math.Sqrt(Math.PI) * SpecialFunctions.Gamma(-nu / 2));
    }

    /// <summary>𝒞 from the table, by cubic interpolation in both logarithms; 0 where ℓ̃|δχ| is above 200.</summary>
    /// <param name="l">ℓ̃ in h/Mpc.</param>
    /// <param name="separation">δχ in Mpc/h, not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">ℓ̃ lies outside the table.</exception>
    public double At(double l, double separation)
    {
        var x = l * Math.Abs(separation);
        if (x >= LargestX) return 0;
        if (!(l >= SmallestL)) throw new ArgumentOutOfRangeException(nameof(l), l, $"Wavenumbers across the sky begin at {SmallestL} h/Mpc: the multipole is too low for so far a window.");
        if (l >= LargestL) return 0; // a point next to the observer
        var u = (Math.Log(l) - SmallestLogL) / LStep;
        var v = Math.Max(0, (Math.Log(Math.Max(x, SmallestX)) - SmallestLogX) / XStep);
        int i = Math.Clamp((int)u - 1, 0, LPoints - 4), j = Math.Clamp((int)v - 1, 0, XPoints - 4);
        var (a0, a1, a2, a3) = Weights(u - i);
        var (b0, b1, b2, b3) = Weights(v - j);
        return l * (a0 * Row(i) + a1 * Row(i + 1) + a2 * Row(i + 2) + a3 * Row(i + 3));

        double Row(int row)
        {
            var at = row * XPoints + j;
            return b0 * _table[at] + b1 * _table[at + 1] + b2 * _table[at + 2] + b3 * _table[at + 3];
        }
    }

    // Lagrange's weights of the points 0, 1, 2, 3.
    private static (double, double, double, double) Weights(double t)
    {
        double t1 = t - 1, t2 = t - 2, t3 = t - 3;
        return (-t1 * t2 * t3 / 6, t * t2 * t3 / 2, -t * t1 * t3 / 2, t * t1 * t2 / 6);
    }

    private static Complex[] Tabulate()
    {
        var exponents = new ComplexPowers(static k => Math.Exp(-k)).Exponents;
        var kernels = new Complex[XPoints * exponents.Length];
        Parallel.For(0, XPoints, j =>
        {
            var x = SmallestX * Math.Exp(j * XStep);
            for (var n = 0; n < exponents.Length; n++) kernels[j * exponents.Length + n] = Kernel(exponents[n], x);
        });
        return kernels;
    }
}
