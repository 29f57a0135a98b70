using System.Globalization;
using System.Text.Json;
using Praxis.Lab;
using Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class EvolveProgramToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-program").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ToolReport Use(EvolveProgramToolOptions options) =>
        new EvolveProgramTool().Use(options with { Candidates = Math.Min(options.Candidates, 2000) }, new ToolContext { Slug = "autonumerics-zero" }, CancellationToken.None);

    private static string Refused(EvolveProgramToolOptions options) => Assert.Throws<ToolException>(() => Use(options)).Message;

    private InputFile File(string text)
    {
        var path = Path.Combine(_folder, "table.csv");
        System.IO.File.WriteAllText(path, text);
        return new InputFile(path);
    }

    private static string Rows(Func<double, double> f, int count) =>
        "x,y\n" + string.Join('\n', Enumerable.Range(0, count).Select(i => (double)i / (count - 1)).Select(x => string.Create(CultureInfo.InvariantCulture, $"{x:R},{f(x):R}")));

    [Fact]
    public void The_source_has_the_error_that_the_report_states()
    {
        var report = Use(new EvolveProgramToolOptions { Function = "exp", Bits = 12, Ops = 6 });
        var error = report.Measures[0].Value;
        Assert.InRange(error, 0, Math.Pow(2, -12));
        Assert.Contains("exp on [0, 0.6931]", report.Headline);
        foreach (var output in report.Outputs.Take(2))
        {
            var lines = ((TextOutput)output).Text.Split('\n').Where(line => line.Contains("double t")).ToList();
            var largest = Enumerable.Range(0, 1001).Select(i => i * Math.Log(2) / 1000).Max(x => Math.Abs(AutoNumericsZeroTests.Read(lines, x) / Math.Exp(x) - 1));
            Assert.InRange(largest, 0.9 * error, 1.0001 * error);
        }
        using var front = JsonDocument.Parse(((TextOutput)report.Outputs[2]).Text);
        Assert.Equal("exp", front.RootElement.GetProperty("function").GetString());
        Assert.True(front.RootElement.GetProperty("programs").GetArrayLength() >= 3);
        Assert.Equal(2, report.Figures.Count);
    }

    [Fact]
    public void The_smallest_program_that_is_accurate_enough_is_given()
    {
        var report = Use(new EvolveProgramToolOptions { Function = "exp2", Bits = 4, Ops = 6 });
        Assert.Equal(1, report.Measures[4].Value); // one operation has 4.8 bits
    }

    [Fact]
    public void What_was_reached_is_said_when_the_bits_are_not()
    {
        var report = Use(new EvolveProgramToolOptions { Function = "sin", Bits = 40, Ops = 2 });
        Assert.Contains("40 bits were not reached with at most 2 operations", report.Headline);
        Assert.Contains("--candidates", report.Headline);
        Assert.Contains(report.Remarks, remark => remark.Contains("absolute"));
    }

    [Fact]
    public void A_formula_and_a_table_of_it_are_both_found()
    {
        var formula = Use(new EvolveProgramToolOptions { Function = "1/(2+x*x)", Bits = 40, Ops = 3, Candidates = 2000 });
        Assert.InRange(formula.Measures[0].Value, 0, 1e-12);
        var table = Use(new EvolveProgramToolOptions { Table = File(Rows(x => 3 * x + 1, 20)), Bits = 40, Ops = 2 });
        Assert.InRange(table.Measures[0].Value, 0, 1e-12);
        Assert.Contains("between the rows", table.Guarantee);
    }

    [Fact]
    public void Nonsense_names_place_and_cure()
    {
        Assert.Contains("either --function", Refused(new EvolveProgramToolOptions()));
        Assert.Contains("either --function", Refused(new EvolveProgramToolOptions { Function = "exp", Table = File(Rows(x => x, 20)) }));
        Assert.Contains("column", Refused(new EvolveProgramToolOptions { Function = "exp(x" }));
        Assert.Contains("Named functions are exp2", Refused(new EvolveProgramToolOptions { Function = "expo(x)" }));
        Assert.Contains("at x = 0;", Refused(new EvolveProgramToolOptions { Function = "log(x)", From = 0, To = 1 }));
        Assert.Contains("NaN at x = -1", Refused(new EvolveProgramToolOptions { Function = "sqrt(x)", From = -1, To = 1 }));
        Assert.Contains("empty", Refused(new EvolveProgramToolOptions { Function = "exp", From = 2, To = 1 }));
        Assert.Contains("zero at every point", Refused(new EvolveProgramToolOptions { Function = "0*x" }));
        Assert.Contains("a table has its own interval", Refused(new EvolveProgramToolOptions { Table = File(Rows(x => x, 20)), From = 0 }));
        Assert.Contains("two columns are needed", Refused(new EvolveProgramToolOptions { Table = File("a,b,c\n1,2,3\n") }));
        Assert.Contains("at least 8", Refused(new EvolveProgramToolOptions { Table = File(Rows(x => x, 5)) }));
        Assert.Contains("rows 2 and 9 of the data both have x = 0.5", Refused(new EvolveProgramToolOptions { Table = File("x,y\n0,1\n0.5,1\n3,1\n4,1\n5,1\n6,1\n7,1\n8,1\n0.5,2\n") }));
        Assert.Contains("NaN", Refused(new EvolveProgramToolOptions { Table = File("x,y\n0,1\n1,nan\n3,1\n4,1\n5,1\n6,1\n7,1\n8,1\n") }));
    }
}
