namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>
/// The sliced Wasserstein distance SW_p^p = E_θ W_p^p(θ♯X, θ♯Y) from L random directions, with less noise by a control variate: a
/// quantity that moves with W from direction to direction and whose mean over all directions is known.
/// </summary>
public static class SlicedWasserstein
{
    /// <summary>Estimates the distance of two clouds.</summary>
    /// <param name="x">X.</param>
    /// <param name="y">Y, of the same dimension.</param>
    /// <param name="directions">θ: (L, d), see <see cref="Directions"/>.</param>
    /// <param name="variate">The control variate.</param>
    /// <param name="order">p, at least 1.</param>
    /// <exception cref="ArgumentException">Dimensions that differ, or p below 1.</exception>
    public static SlicedEstimate Estimate(PointCloud x, PointCloud y, Tensor directions, ControlVariate variate = ControlVariate.Upper, double order = 2) =>
        FromSample(SliceSample.Measure(x, y, directions, variate, order), variate, order);

    /// <summary>The estimate from what the directions gave: Z = Â − γ̂·(1/L)Σ g_l.</summary>
    /// <param name="sample">W_l and the variates asked for.</param>
    /// <param name="variate">The control variate.</param>
    /// <param name="order">p.</param>
    public static SlicedEstimate FromSample(SliceSample sample, ControlVariate variate, double order = 2)
    {
        var count = sample.Count;
        var plain = sample.Transport.Sum() / count;                              // Â = (1/L) Σ W_l
        double[][] variates = variate switch
        {
            ControlVariate.None => [],
            ControlVariate.Lower => [sample.Lower],
            ControlVariate.Upper => [sample.Upper],
            _ => [sample.Lower, sample.Upper],
        };
        // As many directions as coefficients and two more, else the fit follows the noise.
        if (count < variates.Length + 2) variates = [];
        var coefficients = Coefficients(sample.Transport, plain, variates);

        double controlled = plain, squares = 0;
        for (var k = 0; k < variates.Length; k++) controlled -= coefficients[k] * (variates[k].Sum() / count); // Z
        for (var l = 0; l < count; l++)
        {
            var residual = sample.Transport[l] - controlled;
            for (var k = 0; k < variates.Length; k++) residual -= coefficients[k] * variates[k][l];
            squares += residual * residual;
        }
        var freedom = count - 1 - variates.Length;
        var deviation = freedom > 0 ? Math.Sqrt(squares / freedom) : double.NaN;
        return new SlicedEstimate
        {
            Power = Math.Max(controlled, 0),
            Clamped = controlled < 0,
            Plain = plain,
            Coefficients = coefficients,
            Deviation = deviation,
            Directions = count,
            Order = order,
        };
    }

    /// <summary>γ̂ = (1/L)Σ(W_l − Â)g_l / ((1/L)Σ g_l² + tiny), and its two-variate form by the normal equations.</summary>
    /// <remarks>
    /// The guard is relative to Â², so that rescaled clouds give a rescaled estimate; with identical clouds, or means that coincide, it makes
    /// γ̂ zero. Two variates are our extension; where they are proportional to each other (isotropic clouds) only the upper one is used.
    /// </remarks>
    internal static double[] Coefficients(double[] transport, double plain, double[][] variates)
    {
        if (variates.Length == 0) return [];
        var count = transport.Length;
        var tiny = 1e-24 * plain * plain;
        if (variates is [var only])
            return [Divide(Covariance(only), Moment(only, only) + tiny)];

        var (lower, upper) = (variates[0], variates[1]);
        double ll = Moment(lower, lower) + tiny, uu = Moment(upper, upper) + tiny, lu = Moment(lower, upper);
        var determinant = ll * uu - lu * lu;
        if (!(determinant > 1e-12 * ll * uu)) return [0, Divide(Covariance(upper), uu)];
        double wl = Covariance(lower), wu = Covariance(upper);
        return [(uu * wl - lu * wu) / determinant, (ll * wu - lu * wl) / determinant];

        double Moment(double[] g, double[] h)
        {
            double sum = 0;
            for (var l = 0; l < count; l++) sum += g[l] * h[l];
            return sum / count;
        }

        double Covariance(double[] g)
        {
            double sum = 0;
            for (var l = 0; l < count; l++) sum += (transport[l] - plain) * g[l];
            return sum / count;
        }

        static double Divide(double above, double below) => below > 0 ? above / below : 0;
    }
}

/// <summary>Which known mean is used.</summary>
public enum ControlVariate
{
    /// <summary>None: the plain Monte Carlo average.</summary>
    None,
    /// <summary>LCV: the lower bound (θᵀ(m_X − m_Y))² of the squared distance between the fitted Gaussians. Of no use when the means coincide.</summary>
    Lower,
    /// <summary>UCV: the upper bound (θᵀ(m_X − m_Y))² + s_X² + s_Y².</summary>
    Upper,
    /// <summary>Both, by regression on two variables: not in the paper.</summary>
    Both,
}

/// <summary>An estimated sliced Wasserstein distance.</summary>
public sealed record SlicedEstimate
{
    /// <summary>The estimate of SW_p^p, never negative.</summary>
    public required double Power { get; init; }

    /// <summary>Whether the controlled value was negative, which tiny distances can make it, and was set to 0.</summary>
    public required bool Clamped { get; init; }

    /// <summary>Â, the plain average over the same directions.</summary>
    public required double Plain { get; init; }

    /// <summary>γ̂, one for each variate used; none when there were too few directions.</summary>
    public required IReadOnlyList<double> Coefficients { get; init; }

    /// <summary>The standard deviation over directions of what is averaged, W_l − γ̂·g_l; NaN from one direction.</summary>
    public required double Deviation { get; init; }

    /// <summary>L.</summary>
    public required int Directions { get; init; }

    /// <summary>p.</summary>
    public required double Order { get; init; }

    /// <summary>SW_p, the distance itself.</summary>
    public double Distance => Math.Pow(Power, 1 / Order);

    /// <summary>The standard error of <see cref="Power"/>.</summary>
    public double StandardError => Deviation / Math.Sqrt(Directions);

    /// <summary>The standard error of <see cref="Distance"/>, by the derivative of the root; infinite at distance 0.</summary>
    public double DistanceStandardError => StandardError * Distance / (Order * Power) is var error && double.IsNaN(error) && Deviation is not double.NaN
        ? double.PositiveInfinity
        : error;

    /// <summary>About how many directions bring the standard error of the distance down to a share of the distance.</summary>
    /// <param name="relativePrecision">The share, above 0.</param>
    public double DirectionsFor(double relativePrecision) =>
        relativePrecision > 0
            ? Math.Max(1, Math.Ceiling(Math.Pow(Deviation / (Order * Power * relativePrecision), 2)))
            : throw new ArgumentOutOfRangeException(nameof(relativePrecision), relativePrecision, "The precision must be above 0.");
}
