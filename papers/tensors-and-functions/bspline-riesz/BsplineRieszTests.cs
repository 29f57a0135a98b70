using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class BsplineRieszTests
{
    [Theory]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(5, 7)]
    public void B_splines_add_up_to_one_and_reproduce_straight_lines(int degree, int elements)
    {
        var basis = new OpenSplineBasis(degree, elements);
        double[] ones = [.. Enumerable.Repeat(1.0, basis.Count)], places = [.. Enumerable.Range(0, basis.Count).Select(basis.Greville)];
        for (var t = 0.0; t <= elements; t += 0.0625)
        {
            Assert.Equal(1, basis.Evaluate(ones, t), 12);
            Assert.Equal(t, basis.Evaluate(places, t), 12);
        }
    }

    [Fact]
    public void Integral_behind_the_support_continues_the_truncated_powers()
    {
        // One B-spline of degree 3 inside: D^α φ(t) = 1/Γ(4−α) Σ (−1)^j C(4,j) (t−j)^(3−α), here against the class on both sides of its change of formula.
        const double alpha = 1.4;
        var basis = new OpenSplineBasis(3, 20);
        var derivative = new FractionalDerivative(basis, alpha);
        double[] binomial = [1, -4, 6, -4, 1];
        var gamma = 1.4296245588603; // Γ(2.6)
        foreach (var t in new[] { 0.5, 1.5, 3.9, 5.9, 6.1, 9.0 })
        {
            var sum = Enumerable.Range(0, 5).Where(j => t > j).Sum(j => binomial[j] * Math.Pow(t - j, 3 - alpha)) / gamma;
            Assert.Equal(sum, derivative.At(6, 3 + t), 9); // N₆ stands on 3 to 7
        }
    }

    [Theory] // values of the scheme from another program
    [InlineData(1.3, 2, 8, 5.2e-5)]
    [InlineData(1.3, 2, 16, 7.1e-6)]
    [InlineData(1.3, 2, 32, 9.8e-7)]
    [InlineData(1.3, 3, 8, 4.6e-5)]
    [InlineData(1.3, 3, 16, 6.1e-6)]
    [InlineData(1.8, 2, 8, 6.9e-5)]
    [InlineData(1.8, 2, 16, 1.4e-5)]
    [InlineData(1.8, 2, 32, 3.1e-6)]
    public void Errors_on_a_smooth_solution_are_those_of_another_program(double alpha, int degree, int elements, double expected)
    {
        var solution = new SmoothSolution(4, alpha);
        var problem = new RieszCollocation(alpha, degree, elements);
        var u = problem.Solve(Tensor.Wrap([.. problem.Points.Select(solution.Derivative)], problem.Points.Count));
        var error = Enumerable.Range(0, 10 * elements + 1).Max(i => Math.Abs(u(i / (10.0 * elements)) - solution.At(i / (10.0 * elements))));
        Assert.InRange(error / expected, 0.98, 1.02);
    }

    [Fact]
    public void A_constant_source_gives_the_half_power_solution()
    {
        const double alpha = 1.6;
        var problem = new RieszCollocation(alpha, 2, 200);
        var u = problem.Solve(Tensor.Full(-1, problem.Points.Count));
        // (x(1−x))^(α/2)/Γ(α+1), Γ(2.6) = 1.42962…
        foreach (var x in new[] { 0.2, 0.5, 0.8 }) Assert.Equal(Math.Pow(x * (1 - x), alpha / 2) / 1.4296245588603, u(x), 3);
    }

    [Theory]
    [InlineData(2, 1.59)]
    [InlineData(3, 1.414)]
    [InlineData(4, 0.965)]
    [InlineData(5, 0.707)]
    [InlineData(6, 0.498)]
    public void Symbol_at_pi_has_the_ratios_of_another_program(int degree, double ratio)
    {
        var symbol = new RieszSymbol(degree, 1.5);
        Assert.InRange(symbol.At(Math.PI) / symbol.At(Math.PI / 2), ratio - 0.006, ratio + 0.006);
    }

    [Theory]
    [InlineData(4, 1.2)]
    [InlineData(5, 1.8)]
    [InlineData(6, 1.5)]
    public void Symbol_equals_its_series(int degree, double alpha)
    {
        foreach (var theta in new[] { 0.1, 1.0, 2.5, Math.PI })
        {
            double sum = 0;
            for (var l = -4000; l <= 4000; l++)
            {
                var half = theta / 2 + Math.PI * l;
                sum += Math.Pow(Math.Abs(2 * half), alpha) * Math.Pow(Math.Sin(half) / half, degree + 1);
            }
            Assert.Equal(sum, new RieszSymbol(degree, alpha).At(theta), 8);
        }
    }

    [Fact]
    public void Hurwitz_zeta_has_its_known_values()
    {
        Assert.Equal(Math.PI * Math.PI / 6, RieszSymbol.HurwitzZeta(2, 1), 13);
        Assert.Equal(Math.PI * Math.PI / 2, RieszSymbol.HurwitzZeta(2, 0.5), 13);
        Assert.Equal(1.2020569031595942, RieszSymbol.HurwitzZeta(3, 1), 13);
    }

    [Fact]
    public void Out_of_range_is_refused()
    {
        Assert.Contains("between 1 and 2", Assert.Throws<ArgumentOutOfRangeException>(() => new RieszCollocation(2, 3, 8)).Message);
        Assert.Contains("at least 2", Assert.Throws<ArgumentOutOfRangeException>(() => new RieszCollocation(1.5, 1, 8)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RieszCollocation(1.5, 2, 1));
        Assert.Throws<ShapeException>(() => new RieszCollocation(1.5, 2, 8).Solve(Tensor.Ones(3)));
    }

    [Fact]
    public void Tool_solves_and_says_how_far_it_is_off()
    {
        var report = Use(new() { Function = "-1", Alpha = 1.6, Degree = 2, Elements = 100 });
        var solution = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal(401, solution.Rows);
        Assert.Equal(Math.Pow(0.25, 0.8) / 1.4296245588603, solution[200, 1], 3);
        Assert.InRange(report.Measures[0].Value, 1e-6, 1e-2);
        Assert.True(Use(new() { Function = "sin(2*pi*x)", Elements = 8, Tolerance = 1e-3 }).Measures[0].Value <= 1e-3);
    }

    [Fact]
    public void Tool_names_what_is_wrong_and_where()
    {
        Assert.Contains("at x = ", Error(new() { Function = "sqrt(x - 0.5)" }));
        Assert.Contains("--function", Error(new() { Function = "sin(" }));
        Assert.Contains("y", Error(new() { Function = "x + y" }));
        Assert.Contains("not reached with", Error(new() { Function = "-1", Elements = 100, Tolerance = 1e-12 }));

        static string Error(BsplineRieszToolOptions options) => Assert.Throws<ToolException>(() => Use(options)).Message;
    }

    private static ToolReport Use(BsplineRieszToolOptions options) => new BsplineRieszTool().Use(options, new ToolContext { Slug = "bspline-riesz" }, CancellationToken.None);
}
