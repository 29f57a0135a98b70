namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>Value and gradient of a smooth function.</summary>
/// <param name="at">The place.</param>
/// <param name="gradient">Where the gradient goes.</param>
/// <returns>The value.</returns>
public delegate double ValueAndGradient(double[] at, double[] gradient);

/// <summary>L-BFGS with ten pairs on plain arrays: for functions of few parameters that are called so often that nothing but their own arithmetic may cost.</summary>
public static class LimitedMemoryBfgs
{
    private const int History = 10;
    private const double SmallestDecrease = 2.2e-9; // relative, in one iteration
    private const double SmallestGradient = 1e-5;

    /// <summary>Minimises a function from a start.</summary>
    /// <returns>The place of the least value found, and that value.</returns>
    public static (double[] Place, double Value) Minimize(ValueAndGradient function, double[] start, int iterations)
    {
        var n = start.Length;
        double[] x = [.. start], gradient = new double[n], next = new double[n], nextGradient = new double[n], direction = new double[n];
        var value = function(x, gradient);
        var pairs = new List<(double[] Step, double[] Change, double Curvature)>();
        for (var iteration = 0; iteration < iterations && gradient.Max(Math.Abs) > SmallestGradient; iteration++)
        {
            Direct(gradient, pairs, direction);
            var slope = Dot(direction, gradient);
            if (!(slope < 0))
            {
                pairs.Clear();
                for (var i = 0; i < n; i++) direction[i] = -gradient[i];
                slope = Dot(direction, gradient);
            }
            var length = pairs.Count > 0 ? 1 : Math.Min(1, 1 / Math.Sqrt(-slope));
            var nextValue = double.NaN;
            for (var tries = 0; tries < 25; tries++)
            {
                for (var i = 0; i < n; i++) next[i] = x[i] + (length * direction[i]);
                nextValue = function(next, nextGradient);
                if (nextValue <= value + (1e-4 * length * slope)) break;
                // The parabola through value, slope and the new value says how much shorter.
                var shorter = -slope * length / (2 * (nextValue - value - (slope * length)));
                length *= double.IsFinite(shorter) ? Math.Clamp(shorter, 0.1, 0.5) : 0.1;
                nextValue = double.NaN;
            }
            if (double.IsNaN(nextValue)) break; // no descent left that double precision can see
            double[] step = new double[n], change = new double[n];
            for (var i = 0; i < n; i++) (step[i], change[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
            var curvature = Dot(step, change);
            if (curvature > 1e-10 * Dot(change, change))
            {
                if (pairs.Count == History) pairs.RemoveAt(0);
                pairs.Add((step, change, curvature));
            }
            var decrease = value - nextValue;
            (x, next, gradient, nextGradient, value) = (next, x, nextGradient, gradient, nextValue);
            if (decrease <= SmallestDecrease * Math.Max(1, Math.Abs(value))) break;
        }
        return (x, value);
    }

    // The two-loop recursion.
    private static void Direct(double[] gradient, List<(double[] Step, double[] Change, double Curvature)> pairs, double[] direction)
    {
        for (var i = 0; i < gradient.Length; i++) direction[i] = -gradient[i];
        Span<double> weights = stackalloc double[pairs.Count];
        for (var k = pairs.Count - 1; k >= 0; k--)
        {
            weights[k] = Dot(pairs[k].Step, direction) / pairs[k].Curvature;
            Add(direction, pairs[k].Change, -weights[k]);
        }
        if (pairs.Count > 0)
        {
            var scale = pairs[^1].Curvature / Dot(pairs[^1].Change, pairs[^1].Change);
            for (var i = 0; i < direction.Length; i++) direction[i] *= scale;
        }
        for (var k = 0; k < pairs.Count; k++) Add(direction, pairs[k].Step, weights[k] - (Dot(pairs[k].Change, direction) / pairs[k].Curvature));
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Add(double[] to, double[] what, double times)
    {
        for (var i = 0; i < to.Length; i++) to[i] += times * what[i];
    }
}
