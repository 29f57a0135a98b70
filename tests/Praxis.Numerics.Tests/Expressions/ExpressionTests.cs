namespace Praxis.Numerics.Tests.Expressions;

public class ExpressionTests
{
    // Expected values: arithmetic by hand; functions recorded from numpy and scipy.
    [Theory]
    [InlineData("1 + 2*3", 7)]
    [InlineData("(1 + 2)*3", 9)]
    [InlineData("2 - 3 - 4", -5)]
    [InlineData("24/4/3", 2)]
    [InlineData("24/(4/2)", 12)]
    [InlineData("2^3^2", 512)]
    [InlineData("(2^3)^2", 64)]
    [InlineData("2**3**2", 512)]
    [InlineData("-2^2", -4)]
    [InlineData("(-2)^2", 4)]
    [InlineData("2^-2", 0.25)]
    [InlineData("2^-2^2", 0.0625)]
    [InlineData("--3", 3)]
    [InlineData("+-+3", -3)]
    [InlineData("3 - -3", 6)]
    [InlineData("-2*-3", 6)]
    [InlineData(".5 + 1. + 1e2 + 2.5E-1", 101.75)]
    [InlineData("2*e", 2 * Math.E)]
    [InlineData("cos(pi)", -1)]
    [InlineData("min(3, 1, 2) + max(1, 5, 4)", 6)]
    [InlineData("floor(-1.5) + ceil(1.2) + round(2.5) + trunc(-1.7) + sign(-3) + abs(-4)", 4)]
    [InlineData("pow(2, 10) + sqrt(16) + cbrt(27) + hypot(3, 4)", 1036)]
    [InlineData("log(e) + ln(e) + log2(8) + log10(1000)", 8)]
    [InlineData("arcsin(1) + arccos(1) + arctan(0)", Math.PI / 2)]
    [InlineData("erf(0.3)", 0.3286267594591274)]
    [InlineData("erf(1.7)", 0.983790458590774558)]
    [InlineData("erfc(1.7)", 0.016209541409225436)]
    [InlineData("erf(-2.5)", -0.9995930479825550)]
    [InlineData("expm1(1e-9)", 1.0000000005000001e-09)]
    [InlineData("expm1(-0.3)", -0.2591817793182821)]
    [InlineData("log1p(1e-9)", 9.999999995e-10)]
    [InlineData("cbrt(-3.7)", -1.5466803737720356)]
    [InlineData("hypot(3.1, 4.7)", 5.6302753041036986)]
    [InlineData("atan2(-1, 2)", -0.46364760900080609)]
    [InlineData("sinh(1e-5)", 1.0000000000166668e-05)]
    [InlineData("tanh(0.5) + atanh(0.5)", 0.46211715726000976 + 0.5493061443340549)]
    public void Formulas_have_the_value_of_mathematics(string text, double expected) =>
        Assert.Equal(expected, Expression.Parse(text).Evaluate(), 4e-16 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void Variables_take_their_values_in_the_order_given()
    {
        var f = Expression.Parse("exp(-sqrt(x*x + y*y + z*z + 0.01))", "x", "y", "z");
        Assert.Equal(0.2614163880174534, f.Evaluate(0.3, -0.7, 1.1), 1e-15);
        Assert.Equal(-1.0, Expression.Parse("a - b", "b", "a").Evaluate(3, 2));
        Assert.Equal(["u", "v"], Expression.ParseAny("u*sin(v) + u + pi").Variables);
        Assert.Equal(9, Expression.Parse("2*e + pi", "e", "pi").Evaluate(3, 3)); // a variable goes before a constant
        Assert.Throws<ArgumentException>(() => f.Evaluate(1, 2));
        Assert.Throws<ArgumentException>(() => Expression.Parse("x", "x", "x"));
        Assert.Throws<ArgumentException>(() => Expression.Parse("x", "2x"));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("   ", 1, "empty")]
    [InlineData("x +", 4, "ends")]
    [InlineData("2 x", 3, "write * for a product")]
    [InlineData("2x", 2, "write 2*x")]
    [InlineData("(x + 1", 7, "not closed")]
    [InlineData("x + 1)", 6, "no parenthesis open")]
    [InlineData("sine(x)", 1, "did you mean sin?")]
    [InlineData("x + hight", 5, "did you mean height?")]
    [InlineData("x + qqqqqq", 5, "known are x, height, pi, e")]
    [InlineData("sin x", 1, "sin(…)")]
    [InlineData("sin()", 5, "needs one argument")]
    [InlineData("sin(x, x)", 6, "one argument only")]
    [InlineData("atan2(x)", 8, "needs two arguments")]
    [InlineData("atan2(x, x, x)", 11, "two arguments only")]
    [InlineData("max(x)", 6, "two arguments or more")]
    [InlineData("x(2)", 2, "no function")]
    [InlineData("1,5", 2, "decimals are written with a point")]
    [InlineData("1.2.3", 4, "one point only")]
    [InlineData(".", 1, "no number")]
    [InlineData("1e999", 1, "too large")]
    [InlineData("x = 1", 3, "without an equals sign")]
    [InlineData("x²", 2, "write ^2")]
    [InlineData("3 % 2", 3, "no such operator")]
    [InlineData("[x]", 1, "round parentheses")]
    [InlineData("x\u0000", 2, "U+0000")]
    [InlineData("x * * 2", 5, "has no meaning")]
    [InlineData("System.IO.File(x)", 1, "no variable or constant 'System'")]
    public void Errors_name_the_column_and_the_cure(string text, int column, string part)
    {
        var error = Assert.Throws<ExpressionException>(() => Expression.Parse(text, "x", "height"));
        Assert.Equal(column, error.Column);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"column {column}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_is_too_large_to_be_refused()
    {
        Assert.Contains("at most 20,000", Assert.Throws<ExpressionException>(() => Expression.Parse(new string('1', 1_000_000))).Message, StringComparison.Ordinal);
        foreach (string open in (string[])["(", "-", "sin(", "2^", "1+("])
            Assert.Contains("levels", Assert.Throws<ExpressionException>(() => Expression.Parse(string.Concat(Enumerable.Repeat(open, 19_000 / open.Length)) + "1")).Message, StringComparison.Ordinal);
        Assert.Contains("levels", Assert.Throws<ExpressionException>(() => Expression.Parse("1" + string.Concat(Enumerable.Repeat("+1", 9_000)))).Message, StringComparison.Ordinal);
        Assert.Equal(400, Expression.Parse("1" + string.Concat(Enumerable.Repeat("+1", 399))).Evaluate());
        Assert.Equal(1, Expression.Parse(new string('(', 300) + "1" + new string(')', 300)).Evaluate());
    }

    public static TheoryData<string> UnaryFunctions =>
        [.. Expression.Functions.Where(name => name is not ("min" or "max" or "pow" or "hypot" or "atan2" or "arctan2"))];

    [Theory]
    [MemberData(nameof(UnaryFunctions))]
    public void Blocks_and_single_points_agree(string name)
    {
        double[] points = [.. Enumerable.Range(-600, 1201).Select(i => i * Math.PI / 200), 0, 1e-12, 1e-300, 30, -30, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        var f = Expression.Parse($"{name}(x)", "x");
        double[] many = new double[points.Length];
        f.EvaluateMany(points, many);
        foreach (var (x, value) in points.Zip(many))
        {
            double one = f.Evaluate(x);
            Assert.True(one.Equals(value) || Math.Abs(one - value) <= 8e-16 * Math.Max(Math.Abs(one), name is "sin" or "cos" ? 0.3 : 0), $"{name}({x:R}): {one:R} and {value:R}");
        }
    }

    [Fact]
    public void Points_in_rows_in_columns_and_alone_have_the_same_values()
    {
        var f = Expression.Parse("exp(sin(x)*y) + log(x^2 + 1) - tanh(y)/2^x", "x", "y");
        var points = new RandomStream(5).Normal(1000, 2);
        var all = f.EvaluateRows(points);
        double[] columns = points.Transpose().Contiguous().ToArray();
        double[] together = new double[1000];
        f.EvaluateMany(columns, together);
        double[] alone = new double[1];
        for (int p = 0; p < 1000; p++)
        {
            f.EvaluateMany([points[p, 0], points[p, 1]], alone);
            Assert.Equal(together[p], alone[0], 1e-14);
            Assert.Equal(together[p], all[p], 1e-14);
            Assert.Equal(together[p], f.Evaluate(points[p, 0], points[p, 1]), 1e-14);
        }
    }

    [Fact]
    public void Points_cost_no_allocation()
    {
        var f = Expression.Parse("exp(-x^2)*cos(3*x) + 1/(1 + 25*x*x)", "x");
        double[] x = new RandomStream(3).Normal(100_000).ToArray(), y = new double[x.Length];
        f.EvaluateMany(x, y);
        long before = GC.GetAllocatedBytesForCurrentThread();
        f.EvaluateMany(x, y);
        foreach (double point in x.AsSpan(0, 1000))
            y[0] += f.Evaluate(point);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Fact]
    public void Constants_and_empty_batches_have_values_too()
    {
        double[] values = new double[3];
        Expression.Parse("1/-0 + 2").EvaluateMany([], values);
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity], values);
        Expression.Parse("2*pi", "x").EvaluateMany([1, 2, 3], values);
        Assert.Equal([2 * Math.PI, 2 * Math.PI, 2 * Math.PI], values);
        Expression.Parse("x", "x").EvaluateMany([], []);
        Assert.Throws<ArgumentException>(() => Expression.Parse("x", "x").EvaluateMany([1, 2], new double[3]));
        Assert.Throws<ShapeException>(() => Expression.Parse("x", "x").EvaluateRows(Tensor.Zeros(3, 2)));
    }

    [Theory]
    [MemberData(nameof(UnaryFunctions))]
    public void Derivatives_of_functions_are_their_slopes(string name)
    {
        var f = Expression.Parse($"{name}(0.7*x + 0.1)*x", "x");
        var derivative = f.Derivative("x");
        foreach (double x in (double[])[0.23, 0.61, 1.07, 1.9])
        {
            if (double.IsNaN(f.Evaluate(x)))
                continue; // acosh below 1, asin above
            Assert.Equal(Slope(t => f.Evaluate(t), x), derivative.Evaluate(x), 1e-9 * Math.Max(1, Math.Abs(derivative.Evaluate(x))));
        }
    }

    [Theory]
    [InlineData("x^5 - 3*x^-2 + x^0.5 + x^1 + x^0")]
    [InlineData("2^x + x^x + x^sin(x)")]
    [InlineData("(x + 1)/(x^2 + y) - x/3 + y/x")]
    [InlineData("atan2(x*y, x + 2) + hypot(x, 2*y) + pow(x, y)")]
    [InlineData("min(x*x, 1) + max(x, y, 2 - x)")]
    [InlineData("-x*-y - -x - (x - y)^3")]
    public void Derivatives_follow_the_rules_of_calculus(string text)
    {
        var f = Expression.Parse(text, "x", "y");
        foreach (var (x, y) in ((double, double)[])[(0.4, 1.3), (1.7, 0.2), (2.9, 2.1)])
        {
            Assert.Equal(Slope(t => f.Evaluate(t, y), x), f.Derivative("x").Evaluate(x, y), 1e-8);
            Assert.Equal(Slope(t => f.Evaluate(x, t), y), f.Derivative("y").Evaluate(x, y), 1e-8);
        }
    }

    [Theory]
    [InlineData("x^2", "2*x")]
    [InlineData("3*x + 7", "3")]
    [InlineData("exp(-x)", "-exp(-x)")]
    [InlineData("y", "0")]
    [InlineData("cos(x)", "-sin(x)")]
    public void Derivatives_are_written_short(string text, string expected) => Assert.Equal(expected, Expression.Parse(text, "x", "y").Derivative("x").ToString());

    [Fact]
    public void A_derivative_that_grows_too_large_is_refused()
    {
        var f = Expression.Parse(string.Concat(Enumerable.Repeat("sin(x*", 200)) + "x" + new string(')', 200), "x");
        Assert.Throws<ExpressionException>(() => f.Derivative("x").Derivative("x").Derivative("x"));
        Assert.Throws<ArgumentException>(() => f.Derivative("y"));
    }

    [Theory]
    [InlineData("((x))+(y*(2))", "x + y*2")]
    [InlineData("x-(y-2)", "x - (y - 2)")]
    [InlineData("x/(y*2)", "x/(y*2)")]
    [InlineData("(-x)^2", "(-x)^2")]
    [InlineData("-(x^2)", "-x^2")]
    [InlineData("2**(-x)", "2^-x")]
    [InlineData("2^(x+1)", "2^(x + 1)")]
    [InlineData("(x^y)^2", "(x^y)^2")]
    [InlineData("-(x+y)", "-(x + y)")]
    [InlineData("ln(x)", "log(x)")]
    [InlineData("max(x,y,1)", "max(max(x, y), 1)")]
    public void Formulas_are_written_with_the_parentheses_they_need(string text, string expected) =>
        Assert.Equal(expected, Expression.Parse(text, "x", "y").ToString());

    // Central difference of sixth order.
    private static double Slope(Func<double, double> f, double x)
    {
        const double h = 2e-3;
        return ((45 * (f(x + h) - f(x - h))) - (9 * (f(x + (2 * h)) - f(x - (2 * h)))) + f(x + (3 * h)) - f(x - (3 * h))) / (60 * h);
    }
}
