using Praxis.Papers.TensorsAndFunctions;
using Praxis.Papers.TensorsAndFunctions.AutoKnots;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class AutoKnotsTests
{
    private static readonly double[] X = [0, 0.1, 0.5, 0.6, 1.5, 1.7, 3.0];
    private static readonly double[] Y = [1.0, -0.5, 2.0, 0.25, 3.0, -1.0, 0.5];

    [Theory] // scipy.interpolate.CubicSpline 1.10.1, bc_type='not-a-knot'
    [InlineData(0.05, -0.05358818542272871, 0.020856313006155244)]
    [InlineData(0.3, 1.1549406445091053, 0.013588185422728575)]
    [InlineData(0.55, 1.1933239117590797, 0.49406451681240887)]
    [InlineData(1.0, 0.3354702400658316, 0.27021086462786914)]
    [InlineData(1.6, 1.4163337947594723, 1.7876224123201783)]
    [InlineData(2.0, -10.856323625170196, 0.08892094238446813)]
    [InlineData(2.9, -7.996005537113703, -15.670734945181623)]
    public void Spline_and_its_integral_equal_those_of_scipy(double x, double value, double integral)
    {
        var spline = CubicSpline.Through(X, Y);
        Assert.Equal(value, spline.Evaluate(x), 12);
        var measured = new double[1];
        spline.IntegrateAscending([x], measured);
        Assert.Equal(integral, measured[0], 12);
        spline.EvaluateMany([x], measured);
        Assert.Equal(spline.Evaluate(x), measured[0]);
    }

    [Fact]
    public void Not_a_knot_splines_reproduce_cubics_on_any_knots()
    {
        static double Cubic(double x) => 2 - x + 0.5 * x * x - 3 * x * x * x;
        foreach (var count in new[] { 4, 5, 7 })
        {
            var x = X[..count];
            var spline = CubicSpline.Through(x, [.. x.Select(Cubic)]);
            for (var at = -0.2; at < x[^1] + 0.3; at += 0.07) Assert.Equal(Cubic(at), spline.Evaluate(at), 10);
        }
    }

    [Fact]
    public void Spline_meets_its_knots() =>
        Assert.All(X.Zip(Y), point => Assert.Equal(point.Second, CubicSpline.Through(X, Y).Evaluate(point.First), 13));

    [Fact]
    public void Simpson_with_any_inner_point_integrates_parabolas_exactly()
    {
        static (double, double) At(double x) => (x, 1 + 2 * x - 3 * x * x);
        static double Antiderivative(double x) => x + x * x - x * x * x;
        foreach (var middle in new[] { 1.5, 1.1, 1.97 })
            Assert.Equal(Antiderivative(2) - Antiderivative(1), AutoKnotsMethod.Simpson(At(1), At(middle), At(2)), 12);
    }

    [Fact]
    public void A_cubic_needs_the_first_knots_and_one_test_each()
    {
        var found = AutoKnotsMethod.Interpolate(x => x * x * x + 2, 0, 1, new() { Tolerance = 1e-10 });
        Assert.Equal([6, 11], found.KnotsByRound);
        Assert.True(found.Converged);
        Assert.False(found.SawStructure);
    }

    [Fact]
    public void Every_evaluation_becomes_a_knot_and_none_is_made_twice()
    {
        var evaluated = new List<double>();
        var found = AutoKnotsMethod.Interpolate(x => { evaluated.Add(x); return Math.Exp(-x * x); }, -3, 4, new() { Tolerance = 1e-7 });
        Assert.Equal(evaluated.Order(), found.Spline.Knots.ToArray());
    }

    [Fact]
    public void Knots_are_those_of_the_rule_carried_out_interval_by_interval()
    {
        // The rule once more, naively, with a Simpson integral of the spline's pieces (exact for cubics) instead of the closed integral.
        static double F(double x) => 1 / (1 + 25 * x * x);
        const double tolerance = 1e-5;
        var points = Enumerable.Range(0, 6).Select(i => -1 + 0.4 * i).ToDictionary(x => x, F);
        var intervals = points.Keys.Order().Zip(points.Keys.Order().Skip(1)).ToList();
        while (intervals.Count > 0)
        {
            var x = points.Keys.Order().ToArray();
            var spline = CubicSpline.Through(x, [.. x.Select(at => points[at])]);
            var next = new List<(double, double)>();
            foreach (var (low, high) in intervals)
            {
                double middle = (low + high) / 2, h = high - low;
                points[middle] = F(middle);
                var simpson = h / 6 * (F(low) + 4 * F(middle) + F(high));
                var ofSpline = h / 6 * (spline.Evaluate(low) + 4 * spline.Evaluate(middle) + spline.Evaluate(high));
                if (Math.Abs(F(middle) - spline.Evaluate(middle)) > tolerance * F(middle) || Math.Abs(simpson - ofSpline) > tolerance * simpson)
                    next.AddRange([(low, middle), (middle, high)]);
            }
            intervals = next;
        }
        var found = AutoKnotsMethod.Interpolate(F, -1, 1, new() { Tolerance = tolerance, Refinements = 0 });
        Assert.Equal(points.Count, found.Knots);
        Assert.All(points.Keys.Order().Zip(found.Spline.Knots.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 12));
    }

    [Theory]
    [InlineData(KnotSpacing.Linear)]
    [InlineData(KnotSpacing.Logarithmic)]
    [InlineData(KnotSpacing.HyperbolicSine)]
    public void The_tolerance_is_met_on_a_dense_grid_in_every_variable(KnotSpacing spacing)
    {
        var found = AutoKnotsMethod.Interpolate(x => Math.Pow(x, 0.3), 0.01, 100, new() { Tolerance = 1e-6, Spacing = spacing });
        for (var x = 0.01; x < 100; x *= 1.003) Assert.InRange(found.Spline.Evaluate(x) / Math.Pow(x, 0.3), 1 - 1e-6, 1 + 1e-6);
    }

    [Fact]
    public void A_constant_factor_of_f_changes_no_knot()
    {
        var options = new AutoKnotsOptions { Tolerance = 1e-6 };
        var one = AutoKnotsMethod.Interpolate(x => Math.Exp(x), 0, 3, options);
        var thousand = AutoKnotsMethod.Interpolate(x => 1024 * Math.Exp(x), 0, 3, options);
        Assert.Equal(one.Spline.Knots.ToArray(), thousand.Spline.Knots.ToArray());
    }

    [Fact]
    public void Where_f_keeps_its_sign_the_integral_test_rejects_nothing_that_the_point_test_accepts()
    {
        // Simpson's rule is exact for the spline, so the integral's error is 2h/3 times the point's, and |I| ≥ 2h/3·|f(x̄)|.
        foreach (var f in new Func<double, double>[] { x => 1 / (1 + 25 * x * x), x => Math.Exp(-9 * x * x), x => 1.01 + Math.Sin(20 * x) })
        {
            var options = new AutoKnotsOptions { Tolerance = 1e-6 };
            var both = AutoKnotsMethod.Interpolate(f, -1, 1, options);
            var pointOnly = AutoKnotsMethod.Interpolate(f, -1, 1, options with { TestsIntegral = false });
            Assert.Equal(pointOnly.Spline.Knots.ToArray(), both.Spline.Knots.ToArray());
        }
    }

    [Fact]
    public void Refinement_only_adds_knots()
    {
        static double F(double x) => 1 + Math.Exp(-0.5 * Math.Pow((x - 0.31) / 0.02, 2));
        var without = AutoKnotsMethod.Interpolate(F, 0, 1, new() { Tolerance = 1e-5, Refinements = 0 });
        var with = AutoKnotsMethod.Interpolate(F, 0, 1, new() { Tolerance = 1e-5, Refinements = 1 });
        Assert.Equal(1, with.Refinements);
        Assert.True(with.Knots > without.Knots);
        Assert.Subset(with.Spline.Knots.ToArray().ToHashSet(), without.Spline.Knots.ToArray().ToHashSet());
    }

    [Fact]
    public void A_jump_is_named_with_its_place()
    {
        var error = Assert.Throws<InterpolationException>(() =>
            AutoKnotsMethod.Interpolate(x => x < 0.7 ? 1 : 2, 0, 1, new() { Tolerance = 1e-3, MostKnots = 100_000 }));
        Assert.Matches(@"discontinuous at x = 0\.(70000|69999)", error.Message);
    }

    [Fact]
    public void Too_few_knots_allowed_give_the_best_spline_and_say_so()
    {
        var found = AutoKnotsMethod.Interpolate(x => Math.Sin(x * x), 0, 10, new() { Tolerance = 1e-9, Scale = 1, MostKnots = 50 });
        Assert.False(found.Converged);
        Assert.True(found.Knots > 50);
    }

    [Fact]
    public void Bad_input_is_refused_with_the_reason()
    {
        var options = new AutoKnotsOptions { Tolerance = 1e-6 };
        Assert.Contains("f(0.5) is NaN", Assert.Throws<InterpolationException>(() => AutoKnotsMethod.Interpolate(x => x == 0.5 ? double.NaN : x, 0, 1, options)).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => AutoKnotsMethod.Interpolate(x => x, 1, 1, options)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => AutoKnotsMethod.Interpolate(x => x, 0, 1, options with { Spacing = KnotSpacing.Logarithmic })).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => AutoKnotsMethod.Interpolate(x => x, 0, double.PositiveInfinity, options)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => AutoKnotsMethod.Interpolate(x => x, 0, 1, options with { Tolerance = 1e-15 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => AutoKnotsMethod.Interpolate(x => x, 0, 1, options with { Scale = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => AutoKnotsMethod.Interpolate(x => x, 0, 1, options with { FirstKnots = 3 }));
        Assert.Throws<ArgumentException>(() => CubicSpline.Through([0, 1, 1, 2], [0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => CubicSpline.Through([0, 1, 2], [0, 0, 0]));
    }

    [Theory] // scipy.integrate.quad of the density along the line of sight, and of that over the disc
    [InlineData(0.01, 8.597974397637799, 9.59734203922679, 1.209444547830803, 1.3684101259616173)]
    [InlineData(0.5, 1.3885119802717139, 2.150362103712033, 0.1192762270146455, 0.2209885452025595)]
    [InlineData(1.0, 0.6666666666666666, 1.227411277760219, 0.04244131815783874, 0.10610329539459692)]
    [InlineData(3.0, 0.1411975310791121, 0.37363332612965156, 0.004444671932753524, 0.022472285023612208)]
    [InlineData(100.0, 0.00019689794138257383, 0.0015710526989943876, 2.437446277593025e-07, 3.1337280655654887e-05)]
    public void Halo_formulas_equal_numerical_projections(double radius, double nfw, double nfwMean, double hernquist, double hernquistMean)
    {
        Close(nfw, HaloProfile.NavarroFrenkWhite.SurfaceDensity(radius));
        Close(nfw, HaloProfile.NavarroFrenkWhite.IntegrateLineOfSight(radius));
        Close(nfwMean, HaloProfile.NavarroFrenkWhite.MeanSurfaceDensity(radius));
        Close(nfwMean, 2 * HaloProfile.NavarroFrenkWhite.MassWithin(radius) / (radius * radius));
        Close(hernquist, HaloProfile.Hernquist.SurfaceDensity(radius));
        Close(hernquist, HaloProfile.Hernquist.IntegrateLineOfSight(radius));
        Close(hernquistMean, HaloProfile.Hernquist.MeanSurfaceDensity(radius));
        Close(hernquistMean, 2 * HaloProfile.Hernquist.MassWithin(radius) / (radius * radius));

        static void Close(double expected, double actual) => Assert.InRange(actual / expected, 1 - 1e-10, 1 + 1e-10);
    }

    [Fact]
    public void Halo_formulas_join_smoothly_where_the_series_takes_over()
    {
        foreach (var profile in new[] { HaloProfile.NavarroFrenkWhite, HaloProfile.Hernquist })
            foreach (var edge in new[] { Math.Sqrt(0.7), 1, Math.Sqrt(1.3), 0.3 })
            {
                Assert.Equal(1, profile.SurfaceDensity(edge * (1 + 1e-13)) / profile.SurfaceDensity(edge * (1 - 1e-13)), 11);
                Assert.Equal(1, profile.MeanSurfaceDensity(edge * (1 + 1e-13)) / profile.MeanSurfaceDensity(edge * (1 - 1e-13)), 11);
                Assert.Equal(1, profile.IntegrateLineOfSight(edge) / profile.SurfaceDensity(edge), 11);
            }
    }
}
