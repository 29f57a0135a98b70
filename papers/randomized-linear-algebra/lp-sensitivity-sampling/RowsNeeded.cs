namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>Rows needed for a distortion of 1/2.</summary>
internal static class RowsNeeded
{
    /// <summary>The distortion asked for.</summary>
    public const double Distortion = 0.5;

    /// <summary>
    /// The expected number of rows at which samples, drawn with the same random numbers for every number of rows, pass below the
    /// distortion: bisected on a logarithmic scale.
    /// </summary>
    /// <param name="low">The fewest rows looked at.</param>
    /// <param name="high">The most.</param>
    /// <param name="distortion">From expected rows to the (median) distortion of such samples.</param>
    /// <param name="halvings">How often the interval is halved.</param>
    public static double Bisect(double low, double high, Func<double, double> distortion, int halvings = 6)
    {
        var (below, above) = (Math.Log(low), Math.Log(high));
        for (var t = 0; t < halvings; t++)
        {
            var middle = 0.5 * (below + above);
            if (distortion(Math.Exp(middle)) <= Distortion) above = middle;
            else below = middle;
        }
        return Math.Exp(0.5 * (below + above));
    }

    /// <summary>
    /// The distortion of a sample of stacked identity matrices, exactly: ‖S A x‖ₚᵖ/‖A x‖ₚᵖ is a mean of the coordinates' kept shares with
    /// weights |xⱼ|ᵖ, so that one coordinate alone is the worst.
    /// </summary>
    /// <param name="d">Columns; row i of the matrix is the unit vector i mod d.</param>
    /// <param name="copies">How many identity matrices are stacked.</param>
    /// <param name="sample">The kept rows.</param>
    public static double IdentityDistortion(int d, int copies, RowSample sample)
    {
        var sums = new double[d];
        for (var k = 0; k < sample.Count; k++) sums[sample.Rows[k] % d] += sample.Weights[k];
        return sums.Max(sum => Math.Abs(sum / copies - 1));
    }
}
