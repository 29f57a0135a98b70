using Praxis.Lab;
using Praxis.Papers.TensorsAndFunctions;
using Praxis.Papers.TensorsAndFunctions.AutoKnots;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class AutoKnotsToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("praxis-autoknots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_formulas_knots_and_spline_meet_the_tolerance()
    {
        var report = Use(new() { Function = "2 + sin(3*x)", Range = [0, 4], Tolerance = 1e-7 });
        var knots = Assert.IsType<MatrixOutput>(report.Outputs[0]);
        Assert.Equal(["x", "y"], knots.Columns);
        Assert.Equal(0, knots.Values[0, 0]);
        Assert.Equal(4, knots.Values[knots.Values.Rows - 1, 0]);
        for (var i = 0; i < knots.Values.Rows; i++) Assert.Equal(2 + Math.Sin(3 * knots.Values[i, 0]), knots.Values[i, 1], 14);
        var spline = FunctionFile.FromJson(Assert.IsType<TextOutput>(report.Outputs[1]).Text, "spline.json");
        for (var x = 0.0; x < 4; x += 0.0037) Assert.InRange(Math.Abs(spline.Evaluate(x) / (2 + Math.Sin(3 * x)) - 1), 0, 1.1e-7);
        Assert.Equal(report.Measures[3].Value, spline.Error!.Measured);
        Assert.Single(report.Figures);
    }

    [Fact]
    public void A_sign_change_gives_a_scale_and_a_given_scale_stays()
    {
        var report = Use(new() { Function = "sin(x)", Range = [0, 6], Tolerance = 1e-5 });
        Assert.Contains(report.Remarks, remark => remark.Contains("changes its sign", StringComparison.Ordinal));
        Assert.DoesNotContain(Use(new() { Function = "sin(x)", Range = [0, 6], Tolerance = 1e-5, Scale = 0.5 }).Remarks, remark => remark.Contains("changes its sign", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dense_table_needs_far_fewer_knots_than_rows()
    {
        var file = Write("table.csv", "time,flux\n" + string.Concat(Enumerable.Range(0, 2001).Select(i => FormattableString.Invariant($"{i / 200.0:R},{Math.Exp(-i / 200.0):R}\n"))));
        var report = Use(new() { Table = file, X = "time", Y = "flux", Tolerance = 1e-6 });
        var knots = Assert.IsType<MatrixOutput>(report.Outputs[0]).Values;
        Assert.InRange(knots.Rows, 20, 400);
        Assert.InRange(report.Measures[1].Value, 0, 1);
        Assert.Contains(report.Remarks, remark => remark.Contains("the table's own cubic spline", StringComparison.Ordinal));
        for (var i = 0; i < knots.Rows; i++) Assert.InRange(Math.Abs(knots[i, 1] / Math.Exp(-knots[i, 0]) - 1), 0, 1e-9);
    }

    [Theory]
    [InlineData("x,y\n0,1\n1,2\n1,3\n2,4\n3,5\n", "rows 2 and 3 both have x = 1")]
    [InlineData("x,y\n0,1\n2,2\n1,3\n3,4\n4,5\n", "row 3: x = 1 after 2. Sort the rows by x")]
    [InlineData("x,y\n0,1\n1,2\n2,3\n", "3 rows; a spline needs at least 4")]
    [InlineData("x,y\n0,1\n1,nan\n2,3\n4,3\n", "row 2, column 2 ('y')")]
    [InlineData("x\n0\n1\n2\n3\n", "one column only")]
    public void Malformed_tables_are_refused_with_row_and_cure(string text, string part) =>
        Assert.Contains(part, Assert.Throws<ToolException>(() => Use(new() { Table = Write("table.csv", text) })).Message);

    [Fact]
    public void Bad_formulas_and_ranges_are_refused_with_the_place()
    {
        Refuses(new() { Function = "sine(x)", Range = [0, 1] }, "--function: column 1: there is no function 'sine'; did you mean sin?");
        Refuses(new() { Function = "x*y", Range = [0, 1] }, "2 variables, x, y");
        Refuses(new() { Function = "x" }, "--range is missing");
        Refuses(new() { Function = "x", Range = [1, 0] }, "must end above its beginning");
        Refuses(new() { Function = "x", Range = [1, 2, 3] }, "3 numbers");
        Refuses(new(), "nothing to interpolate");
        Refuses(new() { Function = "x", Table = new InputFile("t.csv") }, "not both");
        Refuses(new() { Function = "log(x - 0.5)", Range = [0, 1] }, "is NaN at x = 0;");
        Refuses(new() { Function = "1/(x - 0.5)", Range = [0, 1], FirstKnots = 5 }, "f(0.5) is Infinity");
        Refuses(new() { Function = "x", Range = [-1, 1], Spacing = KnotSpacing.Logarithmic, Scale = 1 }, "above 0");
        Refuses(new() { Table = Write("t.csv", "x,y\n0,1\n1,2\n2,3\n3,3\n"), Range = [0, 9] }, "the table goes from 0 to 3");
    }

    [Fact]
    public void A_tolerance_that_cannot_be_reached_says_what_was()
    {
        Refuses(new() { Function = "1 + abs(sin(200*x))", Range = [0, 3], Tolerance = 1e-9, MostKnots = 500 }, "was not reached. With ");
        Refuses(new() { Function = "sign(x - 0.3) + 2", Range = [0, 1] }, "probably discontinuous at x = 0.");
    }

    [Fact]
    public void Constants_are_functions_too() =>
        Assert.Equal(0, Use(new() { Function = "pi", Range = [0, 1] }).Measures[0].Value, 1e-15);

    private static void Refuses(AutoKnotsToolOptions options, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<Exception>(() => Use(options)).Message);

    private static ToolReport Use(AutoKnotsToolOptions options) => new AutoKnotsTool().Use(options, new ToolContext { Slug = "autoknots" }, CancellationToken.None);

    private InputFile Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return new InputFile(path);
    }
}
