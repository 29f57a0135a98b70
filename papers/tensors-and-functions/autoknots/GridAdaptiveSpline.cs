namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>
/// The adaptive baseline, as fitting programs such as FITPACK's add knots: every interval in which the spline misses the tolerance on the dense grid gets a knot in its middle. It sees
/// the function at every point of the grid, AutoKnots only at its knots.
/// </summary>
internal static class GridAdaptiveSpline
{
    private const int MostKnots = 400_000;

    /// <summary>The knots after which the largest error on the grid is at most the given one, or null when 400,000 do not suffice.</summary>
    public static int? KnotsFor(TestFunction function, DenseGrid grid, double largestError)
    {
        double[] x = AutoKnotsMethod.EquallySpaced(function.From, function.To, CubicSpline.FewestKnots, KnotSpacing.Linear);
        while (x.Length <= MostKnots)
        {
            var errors = grid.Errors(CubicSpline.Through(x, [.. x.Select(function.Function)]));
            var knots = new List<double>(2 * x.Length) { x[0] };
            int place = 0;
            for (int i = 1; i < x.Length; i++)
            {
                bool misses = false;
                for (; place < errors.Length && grid.Places[place] <= x[i]; place++)
                    misses |= errors[place] > largestError;
                if (misses)
                    knots.Add(0.5 * (x[i - 1] + x[i]));
                knots.Add(x[i]);
            }

            if (knots.Count == x.Length)
                return x.Length;
            x = [.. knots];
        }

        return null;
    }
}
