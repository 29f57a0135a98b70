namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>
/// Least squares for curves c − a·u(x; θ) with a ≥ 0, by variable projection: for a given θ the best a and c are a straight-line fit, so that only
/// θ is searched for. The pattern's three parameters are badly determined together (b near 0 sends c to infinity); this search has no starting
/// point to go wrong and never leaves the bounds of θ.
/// </summary>
public static class SaturatingFit
{
    private const int GridPoints = 48;
    private const int Sections = 40;
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>The least b of a fitted power law; below, the ceiling is not determined by any data one has.</summary>
    public const double LeastPower = 0.01;

    /// <summary>The greatest b of a fitted power law.</summary>
    public const double GreatestPower = 3;

    /// <summary>The power law nearest to some observations in the sense of least squares.</summary>
    /// <param name="sizes">Training sizes x: (n), ascending and positive, n ≥ 3.</param>
    /// <param name="scores">Scores in points: (n).</param>
    /// <param name="anchor">A pseudo-observation at infinity, of weight 1: the residual c − anchor counts as that of one level.</param>
    /// <exception cref="ArgumentException">Fewer than three observations, or lists of different lengths.</exception>
    public static PowerLaw Power(ReadOnlySpan<double> sizes, ReadOnlySpan<double> scores, double? anchor = null)
    {
        Require(sizes, scores);
        var first = sizes[0];
        var logs = new double[sizes.Length];
        for (var i = 0; i < logs.Length; i++) logs[i] = Math.Log(sizes[i] / first);
        var (a, b, c) = Search(logs, scores, anchor, LeastPower, GreatestPower); // u = (x/x₁)^(−b)
        return new PowerLaw(a * Math.Pow(first, b), b, c);
    }

    /// <summary>The saturating exponential c − a·e^(−x/s) nearest to some observations.</summary>
    /// <param name="sizes">Training sizes x: (n), ascending and positive, n ≥ 3.</param>
    /// <param name="scores">Scores in points: (n).</param>
    /// <returns>The curve as a function of x.</returns>
    /// <exception cref="ArgumentException">Fewer than three observations, or lists of different lengths.</exception>
    public static Func<double, double> Exponential(ReadOnlySpan<double> sizes, ReadOnlySpan<double> scores)
    {
        Require(sizes, scores);
        var first = sizes[0];
        var shifted = new double[sizes.Length];
        for (var i = 0; i < shifted.Length; i++) shifted[i] = sizes[i] - first;
        var (a, rate, c) = Search(shifted, scores, null, 0.01 / sizes[^1], 10 / first);
        return x => c - (a * Math.Exp(-rate * (x - first)));
    }

    private static void Require(ReadOnlySpan<double> sizes, ReadOnlySpan<double> scores)
    {
        if (sizes.Length != scores.Length) throw new ArgumentException($"There are {sizes.Length} sizes but {scores.Length} scores.", nameof(scores));
        if (sizes.Length < 3) throw new ArgumentException($"Three parameters need at least three observations, not {sizes.Length}.", nameof(sizes));
        for (var i = 0; i < sizes.Length; i++)
        {
            if (!double.IsFinite(sizes[i]) || !double.IsFinite(scores[i])) throw new ArgumentException($"Observation {i + 1} is no finite number.", nameof(sizes));
            if (sizes[i] <= (i == 0 ? 0 : sizes[i - 1])) throw new ArgumentException($"Sizes must be positive and ascend; observation {i + 1} does not.", nameof(sizes));
        }
    }

    // u(x; θ) = e^(−θ·t(x)), with t = ln(x/x₁) for the power law and t = x − x₁ for the exponential.
    private static (double A, double Theta, double C) Search(double[] t, ReadOnlySpan<double> y, double? anchor, double low, double high)
    {
        var (best, bestError) = (0, double.PositiveInfinity);
        var ratio = Math.Log(high / low) / (GridPoints - 1);
        for (var i = 0; i < GridPoints; i++)
            if (Line(t, y, anchor, low * Math.Exp(i * ratio)).Error is var error && error < bestError)
                (best, bestError) = (i, error);
        // Golden section between the neighbours of the best point of the grid, in ln θ.
        double from = Math.Max(0, best - 1) * ratio, to = Math.Min(GridPoints - 1, best + 1) * ratio;
        for (var section = 0; section < Sections; section++)
        {
            double left = to - (Golden * (to - from)), right = from + (Golden * (to - from));
            if (Line(t, y, anchor, low * Math.Exp(left)).Error <= Line(t, y, anchor, low * Math.Exp(right)).Error) to = right;
            else from = left;
        }
        var theta = Math.Clamp(low * Math.Exp((from + to) / 2), low, high);
        var (a, c, _) = Line(t, y, anchor, theta);
        return (a, theta, c);
    }

    private static (double A, double C, double Error) Line(double[] t, ReadOnlySpan<double> y, double? anchor, double theta)
    {
        // An anchor is an observation where u is 0: at infinity.
        var n = t.Length + (anchor is null ? 0 : 1);
        double meanU = 0, meanY = anchor ?? 0;
        for (var i = 0; i < t.Length; i++)
        {
            meanU += Math.Exp(-theta * t[i]);
            meanY += y[i];
        }
        meanU /= n;
        meanY /= n;
        double varianceU = 0, varianceY = 0, covariance = 0;
        void Add(double u, double v)
        {
            varianceU += (u - meanU) * (u - meanU);
            varianceY += (v - meanY) * (v - meanY);
            covariance += (u - meanU) * (v - meanY);
        }
        for (var i = 0; i < t.Length; i++) Add(Math.Exp(-theta * t[i]), y[i]);
        if (anchor is { } ceiling) Add(0, ceiling);
        var a = varianceU > 0 ? -covariance / varianceU : 0;
        return a > 0 ? (a, meanY + (a * meanU), varianceY + (a * covariance)) : (0, meanY, varianceY);
    }
}
