namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>The gamma function for positive arguments, by the approximation of Lanczos (g = 7, nine terms): about 15 digits.</summary>
internal static class GammaFunction
{
    private static readonly double[] Terms =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Γ(x), x &gt; 0.</summary>
    public static double Of(double x)
    {
        if (x < 1) return Of(x + 1) / x;
        var sum = Terms[0];
        for (var i = 1; i < Terms.Length; i++) sum += Terms[i] / (x - 1 + i);
        var t = x + 6.5;
        return Math.Sqrt(2 * Math.PI) * Math.Pow(t, x - 0.5) * Math.Exp(-t) * sum;
    }
}
