namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>Optimal transport on the line: W_p^p = ∫₀¹ |F⁻¹(u) − G⁻¹(u)|^p du, by matching quantiles.</summary>
public static class LineTransport
{
    /// <summary>Equally many, equally heavy points: the mean of |x₍ᵢ₎ − y₍ᵢ₎|^p.</summary>
    /// <param name="x">Ascending: (n).</param>
    /// <param name="y">Ascending: (n).</param>
    /// <param name="order">p, at least 1.</param>
    public static double Sorted(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double order = 2)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} points: merge their quantiles instead.", nameof(y));
        double sum = 0;
        for (var i = 0; i < x.Length; i++) sum += Cost(x[i] - y[i], order);
        return sum / x.Length;
    }

    /// <summary>Any masses: both step functions are walked together, each step as long as the smaller of what is left on either side.</summary>
    /// <param name="x">Ascending: (n).</param>
    /// <param name="massX">The masses of x in the same order, positive in sum.</param>
    /// <param name="y">Ascending: (m).</param>
    /// <param name="massY">The masses of y in the same order, with the same sum as those of x.</param>
    /// <param name="order">p, at least 1.</param>
    public static double Merged(ReadOnlySpan<double> x, ReadOnlySpan<double> massX, ReadOnlySpan<double> y, ReadOnlySpan<double> massY, double order = 2)
    {
        if (x.Length != massX.Length || y.Length != massY.Length) throw new ArgumentException("There must be one mass for each point.", nameof(massX));
        double sum = 0, moved = 0, leftX = massX[0], leftY = massY[0];
        for (int i = 0, j = 0; ;)
        {
            var step = Math.Min(leftX, leftY);
            sum += step * Cost(x[i] - y[j], order);
            moved += step;
            leftX -= step;
            leftY -= step;
            // Rounding may leave a crumb on one side when the other is used up; it is lost, which the division by what was moved makes good.
            if (leftX <= 0)
            {
                if (++i == x.Length) break;
                leftX = massX[i];
            }
            if (leftY <= 0)
            {
                if (++j == y.Length) break;
                leftY = massY[j];
            }
        }
        return sum / moved;
    }

    private static double Cost(double difference, double order) =>
        order == 2 ? difference * difference : order == 1 ? Math.Abs(difference) : Math.Pow(Math.Abs(difference), order);
}
