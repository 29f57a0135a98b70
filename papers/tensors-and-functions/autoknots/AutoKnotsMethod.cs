namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>
/// AutoKnots: intervals are halved until, in each, the spline of the round before meets a freshly computed midpoint value and the
/// Simpson integral through it. Midpoints become knots whether or not their test passes, so no evaluation is wasted.
/// </summary>
public static class AutoKnotsMethod
{
    /// <summary>Relative distance of a midpoint from its interval's end below which f is taken to be discontinuous there: 100 times the machine epsilon.</summary>
    private const double SmallestRelativeStep = 100 * 2.220446049250313e-16;

    /// <summary>Places knots for a spline of f on [a, b].</summary>
    /// <param name="f">The function; finite on [a, b], and free of side effects that later values depend on.</param>
    /// <param name="a">Lower end of the range.</param>
    /// <param name="b">Upper end of the range, above <paramref name="a"/>.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <param name="cancel">Stops between rounds.</param>
    /// <exception cref="ArgumentException">b is not above a, an end is not finite, or logarithmic spacing on a range that is not above 0.</exception>
    /// <exception cref="InterpolationException">f is not finite somewhere, or probably discontinuous; the message names x.</exception>
    public static AutoKnotsInterpolation Interpolate(
        Func<double, double> f, double a, double b, AutoKnotsOptions options, CancellationToken cancel = default)
    {
        options.Validate();
        double[] x = EquallySpaced(a, b, options.FirstKnots, options.Spacing); // (knots)
        double[] y = [.. x.Select(place => ValueOf(f, place))];                // (knots)
        bool[] open = [.. Enumerable.Repeat(true, x.Length - 1)];              // (intervals)
        var spline = CubicSpline.Through(x, y);
        var knotsByRound = new List<int> { x.Length };
        int refinementsLeft = options.Refinements, refinements = 0;

        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var (meanWidth, deviation) = Widths(x, options.Spacing); // of the intervals before they are halved, as in the reference library
            (x, y, open) = HalveOpenIntervals(f, spline, x, y, open, options);
            spline = CubicSpline.Through(x, y); // a global refit, O(n)
            knotsByRound.Add(x.Length);

            var done = !open.Contains(true);
            if (done && refinementsLeft-- > 0 && ReopenWide(x, open, meanWidth + options.RefinementWidth * deviation, options.Spacing))
            {
                refinements++;
                done = false;
            }
            if (done || x.Length > options.MostKnots) return new AutoKnotsInterpolation(spline, done, knotsByRound, refinements);
        }
    }

    /// <summary>n knots from a to b, equally spaced in the variable of <paramref name="spacing"/>.</summary>
    /// <exception cref="ArgumentException">b is not above a, an end is not finite, or logarithmic spacing on a range that is not above 0.</exception>
    public static double[] EquallySpaced(double a, double b, int n, KnotSpacing spacing = KnotSpacing.Linear)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b)) throw new ArgumentException($"The range [{a}, {b}] must have finite ends.");
        if (b <= a) throw new ArgumentException($"The range [{a}, {b}] is empty; its upper end must be above its lower end.");
        if (spacing == KnotSpacing.Logarithmic && a <= 0) throw new ArgumentException($"Logarithmic spacing needs a range above 0, but it begins at {a}.");

        double from = Halved(a, spacing), to = Halved(b, spacing);
        var x = new double[n];
        for (var i = 0; i < n; i++) x[i] = Original(from + (to - from) * i / (n - 1), spacing);
        (x[0], x[^1]) = (a, b); // the way through t may round
        return x;
    }

    /// <summary>One round: every open interval gets its midpoint as a knot, and both halves close when the spline passes both tests.</summary>
    private static (double[] X, double[] Y, bool[] Open) HalveOpenIntervals(
        Func<double, double> f, CubicSpline spline, double[] x, double[] y, bool[] open, AutoKnotsOptions options)
    {
        var size = x.Length + open.Count(isOpen => isOpen);
        var newX = new double[size];
        var newY = new double[size];
        var newOpen = new bool[size - 1];
        var at = 0;
        for (var i = 0; i < open.Length; i++)
        {
            (newX[at], newY[at]) = (x[i], y[i]);
            at++;
            if (!open[i]) continue;

            var middle = Original((Halved(x[i], options.Spacing) + Halved(x[i + 1], options.Spacing)) / 2, options.Spacing);
            if (Math.Abs((middle - x[i]) / middle) < SmallestRelativeStep || middle <= x[i] || middle >= x[i + 1])
                throw new InterpolationException(
                    $"The function is probably discontinuous at x = {middle:R}: f({x[i]:R}) = {y[i]:R}, f({x[i + 1]:R}) = {y[i + 1]:R}, and there is no room left between them. " +
                    "Split the range there, or give a Scale above 0 if the function is zero there.");
            var value = ValueOf(f, middle);
            var passes = Passes(spline, i, (x[i], y[i]), (middle, value), (x[i + 1], y[i + 1]), options);
            newOpen[at - 1] = newOpen[at] = !passes;
            (newX[at], newY[at]) = (middle, value);
            at++;
        }
        (newX[at], newY[at]) = (x[^1], y[^1]);
        return (newX, newY, newOpen);
    }

    /// <summary>
    /// |f(x̄) − f̂(x̄)| ≤ δ(|f(x̄)| + ε) and |I − Î| ≤ δ(|I| + εh), with the spline f̂ of the round before: the new one meets f(x̄) by construction.
    /// </summary>
    private static bool Passes(
        CubicSpline spline, int piece, (double X, double Y) left, (double X, double Y) middle, (double X, double Y) right, AutoKnotsOptions options)
    {
        var pointError = Math.Abs(middle.Y - spline.Evaluate(middle.X));
        if (pointError > options.Tolerance * (Math.Abs(middle.Y) + options.Scale)) return false;
        if (!options.TestsIntegral) return true;

        var integral = Simpson(left, middle, right);
        var integralError = Math.Abs(integral - spline.IntegralOfPiece(piece));
        return integralError <= options.Tolerance * (Math.Abs(integral) + options.Scale * (right.X - left.X));
    }

    /// <summary>
    /// The integral of the parabola through three points. With d = (x̄ − centre)/(h/2) it is
    /// h/6·[y₀(3 − 2/(1 + d)) + 4ȳ/(1 − d²) + y₁(3 − 2/(1 − d))], which for the midpoint, d = 0, is Simpson's rule h/6·(y₀ + 4ȳ + y₁).
    /// </summary>
    public static double Simpson((double X, double Y) left, (double X, double Y) middle, (double X, double Y) right)
    {
        double h = right.X - left.X, d = (2 * middle.X - left.X - right.X) / h;
        return h / 6 * (left.Y * (3 - 2 / (1 + d)) + 4 * middle.Y / (1 - d * d) + right.Y * (3 - 2 / (1 - d)));
    }

    private static (double Mean, double Deviation) Widths(double[] x, KnotSpacing spacing)
    {
        var n = x.Length - 1;
        var mean = (Halved(x[^1], spacing) - Halved(x[0], spacing)) / n;
        double squares = 0;
        for (var i = 0; i < n; i++) squares += Math.Pow(Halved(x[i + 1], spacing) - Halved(x[i], spacing) - mean, 2);
        return (mean, Math.Sqrt(squares / (n - 1)));
    }

    private static bool ReopenWide(double[] x, bool[] open, double limit, KnotSpacing spacing)
    {
        for (var i = 0; i < open.Length; i++) open[i] = Halved(x[i + 1], spacing) - Halved(x[i], spacing) > limit;
        return open.Contains(true);
    }

    private static double ValueOf(Func<double, double> f, double x)
    {
        var y = f(x);
        return double.IsFinite(y) ? y : throw new InterpolationException($"f({x:R}) is {y}; the function must be finite on the whole range.");
    }

    /// <summary>The variable t in which intervals are halved.</summary>
    private static double Halved(double x, KnotSpacing spacing) => spacing switch
    {
        KnotSpacing.Logarithmic => Math.Log(x),
        KnotSpacing.HyperbolicSine => Math.Asinh(x),
        _ => x,
    };

    private static double Original(double t, KnotSpacing spacing) => spacing switch
    {
        KnotSpacing.Logarithmic => Math.Exp(t),
        KnotSpacing.HyperbolicSine => Math.Sinh(t),
        _ => t,
    };
}
