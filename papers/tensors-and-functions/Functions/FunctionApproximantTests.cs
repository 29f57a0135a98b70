using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class FunctionApproximantTests
{
    private static readonly double[] X = [0, 0.1, 0.5, 0.6, 1.5, 1.7, 3.0];
    private static readonly double[] Y = [1.0, -0.5, 2.0, 0.25, 3.0, -1.0, 0.5];
    private static readonly CoordinateBox Box = new([0, -1, 0.5], [1, 1, 2]);

    private static Tensor Bump(Tensor points) => Expression.Parse("exp(-x^2 - y*z)*cos(2*x*y + z)", "x", "y", "z").EvaluateRows(points);

    [Theory] // scipy.interpolate.CubicSpline 1.10.1, bc_type='not-a-knot'
    [InlineData(0.05, -14.561470699060605, 242.87054833818294)]
    [InlineData(0.55, -18.967349727242517, -54.659129407264516)]
    [InlineData(1.0, 10.95297325988292, 19.83331351696947)]
    [InlineData(2.9, 73.1988380105855, 227.26206955695508)]
    public void Derivatives_of_splines_equal_those_of_scipy(double x, double first, double second)
    {
        var slope = CubicSpline.Through(X, Y).Differentiate();
        Assert.Equal(first, slope.Evaluate(x), 1e-11);
        Assert.Equal(second, slope.Differentiate().Evaluate(x), 1e-10);
        Assert.Equal(0, slope.Differentiate().Differentiate().Differentiate().Evaluate(x));
    }

    [Fact]
    public void Integrals_of_splines_equal_those_of_scipy()
    {
        var spline = CubicSpline.Through(X, Y);
        Assert.Equal(-8.79934973192255, spline.Integrate(new CoordinateBox([0.3], [2.5])), 1e-13);
        Assert.Equal(-8.79934973192255, spline.Pieces.Integrate(new CoordinateBox([0.3], [2.5])), 1e-13);
        Assert.Equal(1.787622412320181, spline.Pieces.Antiderivative().Evaluate(1.6), 1e-13);
        Assert.Contains("approximated from 0 to 3", Assert.Throws<ArgumentException>(() => spline.Integrate(new CoordinateBox([0.3], [3.5]))).Message);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(50)]
    [InlineData(3000)]
    public void Places_in_any_order_have_the_value_of_their_piece(int knots)
    {
        // Knots crowd towards zero over ten powers of ten, so that most share one cell of the table.
        double[] x = [.. Enumerable.Range(0, knots).Select(i => Math.Pow(10, -10.0 * (knots - 1 - i) / (knots - 1)))];
        double[] y = [.. x.Select(at => Math.Sin(20 * at))];
        var spline = CubicSpline.Through(x, y);
        var random = new RandomStream(1);
        double[] places = [.. x, .. x.Select(at => Math.BitDecrement(at)), .. random.Uniform(2000).ToArray().Select(u => Math.Pow(10, -11 * u)), -0.1, 1.2];
        foreach (var order in (double[][])[places, [.. places.Order()], [.. places.OrderDescending()]])
        {
            var values = new double[order.Length];
            spline.EvaluateMany(order, values);
            for (var i = 0; i < order.Length; i++)
                Assert.Equal(spline.Evaluate(order[i]), values[i], 1e-11 * Math.Max(1, Math.Abs(values[i])));
        }
        var many = new double[1];
        spline.Pieces.EvaluateMany([double.NaN], many);
        Assert.True(double.IsNaN(many[0]));
    }

    [Fact]
    public void Values_do_not_depend_on_the_threads_or_the_places_beside()
    {
        var spline = CubicSpline.Through(X, Y);
        var series = ChebyshevSeries.Fit(points => points.Map(Math.Exp), 0, 3, 1e-10, new RandomStream(1));
        var tucker = ChebyshevTuckerFunction.Fit(Bump, Box, 1e-6, new RandomStream(1));
        foreach (var function in (FunctionApproximant[])[spline.Pieces, series, tucker])
        {
            var points = function.Domain.Scatter(40_000, new RandomStream(2));
            var all = function.Evaluate(points);
            for (var p = 0; p < 40_000; p += 997) Assert.Equal(all[p], function.Evaluate(points.RowSpan(p)));
        }
    }

    [Fact]
    public void Series_equal_those_of_numpy()
    {
        double[] c = [1.5, -0.3, 0.7, 0.25, -0.1];
        var series = new ChebyshevSeries(CoordinateBox.Cube(1), c);
        var slope = series.Differentiate();
        foreach (var (t, value, derivative) in ((double, double, double)[])[(-0.9, 2.17312, -0.24719999999999942), (0.2, 0.58472, -0.0756), (0.77, 1.371188672, 2.6557944)])
        {
            Assert.Equal(value, series.Evaluate(t), 1e-14);
            Assert.Equal(derivative, slope.Evaluate(t), 1e-13);
        }
        Assert.Equal(0.9616500666666665, series.Integrate(new CoordinateBox([-0.5], [0.6])), 1e-14);
        Assert.Equal(0, new ChebyshevSeries(CoordinateBox.Cube(1), 2.0).Differentiate().Evaluate(0.3));
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-12)]
    public void Series_of_the_exponential_keep_their_tolerance_and_their_calculus(double tolerance)
    {
        var series = ChebyshevSeries.Fit(points => points.Map(Math.Exp), -1, 2, tolerance, new RandomStream(1));
        var largest = Math.Exp(2);
        for (var x = -1.0; x <= 2; x += 0.01) Assert.InRange(Math.Abs(series.Evaluate(x) - Math.Exp(x)), 0, tolerance * largest);
        Assert.InRange(series.Error!.Measured!.Value, 0, series.Error.Promised!.Value);
        Assert.Equal(Math.Exp(1.3), series.Differentiate().Evaluate(1.3), 100 * tolerance * largest);
        Assert.Equal(Math.Exp(2) - Math.Exp(-1), series.Integrate(), 3 * tolerance * largest);
        Assert.InRange(series.ParameterCount, 5, tolerance < 1e-10 ? 18 : 9);
    }

    [Fact]
    public void Splines_are_fitted_within_their_tolerance()
    {
        var spline = CubicSpline.Fit(points => points.Map(x => Math.Sin(3 * x)), 0, 2, 1e-6);
        for (var x = 0.0; x <= 2; x += 0.003) Assert.InRange(Math.Abs(spline.Evaluate(x) - Math.Sin(3 * x)), 0, 2e-6);
        Assert.InRange(spline.Error!.Measured!.Value, 0, 1e-6);
    }

    [Fact]
    public void A_Tucker_function_keeps_its_tolerance_its_promise_and_its_calculus()
    {
        var f = Expression.Parse("exp(-x^2 - y*z)*cos(2*x*y + z)", "x", "y", "z");
        var function = ChebyshevTuckerFunction.Fit(Bump, Box, 1e-8, new RandomStream(1));
        var (error, largest, at) = function.MeasureError(Bump, 5000, new RandomStream(9));
        Assert.InRange(error, 0, 1.2e-8 * largest);
        Assert.Equal(error, Math.Abs(f.Evaluate(at) - function.Evaluate(at)), 1e-15);
        Assert.InRange(function.Error!.Measured!.Value, 0, Math.Min(1e-8 * largest, function.Error.Promised!.Value));
        double[] point = [0.31, -0.42, 1.7];
        foreach (var (name, l) in ((string, int)[])[("x", 0), ("y", 1), ("z", 2)])
            Assert.Equal(f.Derivative(name).Evaluate(point), function.Differentiate(l).Evaluate(point), 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => function.Differentiate(3));
        // The panels against the definition, term by term.
        var rows = Enumerable.Range(0, 3).Select(l => ChebyshevBasis.Evaluate(function.Coefficients.Factors[l], Box.ToReference(l, Tensor.FromArray([point[l]])))).ToList();
        Assert.Equal(function.Coefficients.ContractCore(rows)[0], function.Evaluate(point), 1e-14);
    }

    [Fact]
    public void Tucker_integrals_are_those_of_products()
    {
        // ∫x² ∫e^y ∫cos z over part of the box.
        var f = Expression.Parse("x^2*exp(y)*cos(z)", "x", "y", "z");
        var function = ChebyshevTuckerFunction.Fit(f.EvaluateRows, Box, 1e-11, new RandomStream(1));
        Assert.Equal([1, 1, 1], function.Coefficients.Ranks);
        var exact = (0.9 * 0.9 * 0.9 - 0.2 * 0.2 * 0.2) / 3 * (Math.Exp(0.5) - Math.Exp(-1)) * (Math.Sin(1.5) - Math.Sin(0.75));
        Assert.Equal(exact, function.Integrate(new CoordinateBox([0.2, -1, 0.75], [0.9, 0.5, 1.5])), 1e-11);
        Assert.Equal((Math.Exp(1) - Math.Exp(-1)) / 3 * (Math.Sin(2) - Math.Sin(0.5)), function.Integrate(), 1e-11);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Tucker_functions_of_any_dimension_meet_their_formula(int d)
    {
        string[] names = [.. "xyzw"[..d].Select(c => $"{c}")];
        var f = Expression.Parse($"exp(({string.Join(" + ", names)})/2)/(2 + {string.Join("*", names)})", names);
        var function = ChebyshevTuckerFunction.Fit(f.EvaluateRows, CoordinateBox.Cube(d), 1e-5, new RandomStream(1));
        Assert.InRange(function.MeasureError(f.EvaluateRows, 777, new RandomStream(2)).Error, 0, 1.5e-5 * Math.Exp(0.5 * d));
    }

    [Fact]
    public void Functions_come_back_from_their_file_to_the_last_bit()
    {
        var random = new RandomStream(1);
        foreach (var function in (FunctionApproximant[])
        [
            CubicSpline.Fit(points => points.Map(Math.Exp), 0, 1, 1e-5), CubicSpline.Through(X, Y), CubicSpline.Through(X, Y).Pieces,
            ChebyshevSeries.Fit(points => points.Map(Math.Exp), 0, 1, 1e-9, random), ChebyshevTuckerFunction.Fit(Bump, Box, 1e-5, random),
        ])
        {
            var again = FunctionFile.FromJson(FunctionFile.ToJson(function), "f.json");
            Assert.Equal(function.Kind, again.Kind);
            Assert.Equal(function.ParameterCount, again.ParameterCount);
            Assert.Equal(function.Error, again.Error);
            var points = function.Domain.Scatter(100, random);
            Assert.Equal(function.Evaluate(points).ToArray(), again.Evaluate(points).ToArray());
        }
    }

    [Theory]
    [InlineData("", "no function")]
    [InlineData("{}", "no function")]
    [InlineData("[1, 2]", "no function")]
    [InlineData("{\"format\":\"praxis-function\",\"kind\":\"sine\",\"low\":[0],\"high\":[1],\"arrays\":{}}", "'sine' is unknown")]
    [InlineData("{\"format\":\"praxis-function\",\"kind\":\"cubic-spline\",\"low\":[0],\"high\":[1],\"arrays\":{}}", "'knots' is missing")]
    [InlineData("{\"format\":\"praxis-function\",\"kind\":\"cubic-spline\",\"low\":[1],\"high\":[0],\"arrays\":{}}", "begin before it ends")]
    [InlineData("{\"format\":\"praxis-function\",\"kind\":\"chebyshev-series\",\"low\":[0],\"high\":[1],\"arrays\":{\"coefficients\":{\"shape\":[3],\"values\":[1]}}}", "no function")]
    public void Damaged_files_are_refused(string json, string part) =>
        Assert.Contains(part, Assert.Throws<MatrixFileException>(() => FunctionFile.FromJson(json, "f.json")).Message);

    [Fact]
    public void What_cannot_be_approximated_says_where_or_what_was_reached()
    {
        var random = new RandomStream(1);
        Func<Tensor, Tensor> kink = points => Expression.Parse("abs(x - 0.3)", "x").EvaluateRows(points), hole = points => Expression.Parse("sqrt(x - 0.3)", "x").EvaluateRows(points);
        Assert.InRange(Assert.Throws<ToleranceException>(() => CubicSpline.Fit(kink, 0, 1, 1e-9, 1000)).Reached, 1e-6, 1e-3);
        Assert.InRange(Assert.Throws<ToleranceException>(() => ChebyshevSeries.Fit(kink, 0, 1, 1e-9, random)).Reached, 1e-8, 1e-4);
        Assert.InRange(Assert.Throws<ToleranceException>(() => ChebyshevTuckerFunction.Fit(kink, CoordinateBox.Cube(1), 1e-9, random)).Reached, 1e-5, 1e-1);
        Assert.Contains("NaN at 0", Assert.Throws<NonFiniteException>(() => CubicSpline.Fit(hole, 0, 1, 1e-3)).Message);
        Assert.Contains("NaN at ", Assert.Throws<NonFiniteException>(() => ChebyshevSeries.Fit(hole, 0, 1, 1e-3, random)).Message);
        Assert.Contains("at the node (", Assert.Throws<NonFiniteException>(() => ChebyshevTuckerFunction.Fit(hole, CoordinateBox.Cube(1), 1e-3, random)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ChebyshevSeries.Fit(kink, 0, 1, 0, random));
        Assert.Throws<ArgumentException>(() => new ChebyshevSeries(CoordinateBox.Cube(2), 1.0));
        Assert.Throws<ArgumentException>(() => new PiecewisePolynomial([0, 1, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => new PiecewisePolynomial([0, 1, 2], [1, 2, 3]));
        var series = new ChebyshevSeries(CoordinateBox.Cube(1), 1, 2);
        Assert.Contains("Point 2: ", Assert.Throws<ArgumentOutOfRangeException>(() => series.Evaluate(Tensor.FromArray([0.5, 1.5]))).Message);
        Assert.Throws<ShapeException>(() => series.Evaluate(Tensor.Zeros(3, 2)));
        Assert.Throws<ShapeException>(() => series.EvaluateMany([1, 2], new double[3]));
    }
}
