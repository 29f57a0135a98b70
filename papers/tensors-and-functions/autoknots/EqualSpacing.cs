namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>The baseline: knots equally spaced in x or ln x, as many as a given largest error needs.</summary>
internal static class EqualSpacing
{
    private const int MostKnots = 400_000;

    /// <summary>The fewest equally spaced knots found whose spline has at most the given largest error, or null when 400,000 do not suffice.</summary>
    /// <remarks>The error need not fall with every knot; it is bisected as if it did, which may miss a lucky smaller number by a few.</remarks>
    public static int? KnotsFor(TestFunction function, DenseGrid grid, double largestError, KnotSpacing spacing)
    {
        int tooFew = 3, enough = CubicSpline.FewestKnots;
        while (!Suffices(enough))
        {
            if (enough == MostKnots) return null;
            tooFew = enough;
            enough = Math.Min(2 * enough, MostKnots);
        }
        while (enough - tooFew > Math.Max(1, enough / 500))
        {
            var middle = (tooFew + enough) / 2;
            if (Suffices(middle)) enough = middle;
            else tooFew = middle;
        }
        return enough;

        bool Suffices(int knots)
        {
            var x = AutoKnotsMethod.EquallySpaced(function.From, function.To, knots, spacing);
            return grid.Measure(CubicSpline.Through(x, [.. x.Select(function.Function)]), largestError).ShareAbove == 0;
        }
    }
}
