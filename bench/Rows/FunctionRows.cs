using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Bench.Rows;

/// <summary>Functions approximated by finitely many numbers, evaluated at many points; the approximants are made beforehand.</summary>
internal static class FunctionRows
{
    private const int Knots = 1_000;
    private const int Places = 10_000_000;
    private const int Points = 1_000_000;

    // 6e-5 at the worst of the points, relative to the largest value.
    private const double Tolerance = 1e-4;

    [Row("spline-sorted-10M", 1.5)]
    public static Work SortedPlaces() => Spline(sorted: true);

    [Row("spline-scattered-10M", 1.5)]
    public static Work ScatteredPlaces() => Spline(sorted: false);

    /// <summary>Scattered points in [−1, 1]³; the error is the largest of all of them against the formula.</summary>
    [Row("chebyshev-tucker-1M", 3)]
    public static Work ChebyshevTucker()
    {
        var f = Expression.Parse("exp(-sqrt(x*x + y*y + z*z + 0.01))", "x", "y", "z");
        var cube = CoordinateBox.Cube();
        var function = ChebyshevTuckerFunction.Fit(f.EvaluateRows, cube, Tolerance, new RandomStream(1));
        var points = cube.Scatter(Points, new RandomStream(2));
        Tensor? values = null;
        return new Work(
            () => values = function.Evaluate(points),
            () =>
            {
                var exact = f.EvaluateRows(points);
                return (exact - values!).MaxAbs() / exact.MaxAbs();
            });
    }

    // Knots at random distances. A spline with not-a-knot ends reproduces cubics.
    private static Work Spline(bool sorted)
    {
        static double Cubic(double x) => 1 + (x * (0.5 - (x * (2 - (3 * x)))));
        var stream = new RandomStream(1);
        double[] x = stream.Uniform(Knots).ToArray();
        Array.Sort(x);
        (x[0], x[^1]) = (0, 1);
        var spline = CubicSpline.Through(x, [.. x.Select(Cubic)]);
        double[] places = stream.Uniform(Places).ToArray();
        if (sorted)
            Array.Sort(places);
        var points = Tensor.Wrap(places, Places);
        Tensor? values = null;
        return new Work(
            () => values = spline.Evaluate(points),
            () => Enumerable.Range(0, 1000).Max(i => Math.Abs(values![i * (Places / 1000)] - Cubic(places[i * (Places / 1000)]))));
    }
}
