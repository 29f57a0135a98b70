using System.Runtime.CompilerServices;

namespace Praxis.Numerics;

/// <summary>
/// The inverse of the standard normal distribution function, to about 1e-16 relative: M. J. Wichura, "Algorithm AS 241: the
/// percentage points of the normal distribution", Applied Statistics 37 (1988). One uniform number makes one normal number,
/// so a stream's position stays a plain count.
/// </summary>
internal static class NormalQuantile
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(double probability)
    {
        double q = probability - 0.5;
        return Math.Abs(q) <= 0.425 ? Centre(q) : Tail(q, probability);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Centre(double q)
    {
        double r = 0.180625 - (q * q);
        double numerator = Polynomial(
            r,
            2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
            1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080);
        double denominator = Polynomial(
            r,
            5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
            5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0);
        return q * numerator / denominator;
    }

    private static double Tail(double q, double probability)
    {
        double r = Math.Sqrt(-Math.Log(q < 0 ? probability : 1 - probability));
        double value = r <= 5 ? Near(r - 1.6) : Far(r - 5);
        return q < 0 ? -value : value;
    }

    private static double Near(double r) =>
        Polynomial(
            r,
            7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
            3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734)
        / Polynomial(
            r,
            1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
            6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1.0);

    private static double Far(double r) =>
        Polynomial(
            r,
            2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
            2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720)
        / Polynomial(
            r,
            2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
            1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0);

    // Coefficients from the seventh power down, by Horner's rule.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Polynomial(
        double x, double c7, double c6, double c5, double c4, double c3, double c2, double c1, double c0) =>
        (((((((((((((c7 * x) + c6) * x) + c5) * x) + c4) * x) + c3) * x) + c2) * x) + c1) * x) + c0;
}
