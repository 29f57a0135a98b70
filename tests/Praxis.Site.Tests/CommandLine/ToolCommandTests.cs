using System.Text.Json;

namespace Praxis.Site.Tests.CommandLine;

public sealed class ToolCommandTests : IDisposable
{
    private readonly PraxisProcess _praxis = new();

    public ToolCommandTests() =>
        File.WriteAllLines(In("table.csv"), ["x,y,z", .. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{i % 7},{(2 * i) - (i % 7) + (0.1 * (i % 3))}"))]);

    public void Dispose() => _praxis.Dispose();

    [Fact]
    public async Task A_tool_writes_its_result_in_the_format_asked_for_and_reports_the_guarantee_and_the_error()
    {
        var (exit, output, error) = await _praxis.RunAsync(["use", "linf-sketched-regression", "table.csv", "--rows", "40", "-o", "x.csv", "--json"]);
        Assert.True(exit == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.False(string.IsNullOrEmpty(json.RootElement.GetProperty("guarantee").GetString()));
        Assert.Contains(json.RootElement.GetProperty("measures").EnumerateArray(), measure => measure.GetProperty("name").GetString()!.Contains("error", StringComparison.Ordinal));
        Assert.Equal("x.csv", json.RootElement.GetProperty("written")[0].GetString());
        var lines = await File.ReadAllLinesAsync(In("x.csv"));
        Assert.Equal("\"constant\",\"x\",\"y\"", lines[0]);
        Assert.InRange(double.Parse(lines[1].Split(',')[1], System.Globalization.CultureInfo.InvariantCulture), 1.9, 2.1);

        var (again, _, refused) = await _praxis.RunAsync(["use", "linf-sketched-regression", "table.csv", "-o", "x.csv"]);
        Assert.Equal(1, again);
        Assert.Contains("--overwrite", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_input_and_seed_give_the_same_file()
    {
        foreach (var name in (string[])["a.csv", "b.csv"])
            Assert.Equal(0, (await _praxis.RunAsync(["use", "linf-sketched-regression", "table.csv", "--rows", "20", "--seed", "5", "-o", name])).ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(In("a.csv")), await File.ReadAllBytesAsync(In("b.csv")));
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,nan\n4,5\n", "row 2, column 2 ('y')")]
    [InlineData("x,y\n1,2\n3,word\n4,5\n", "line 3")]
    [InlineData("x,y\n1,2\n1,3\n1,4\n", "column 1 ('x') has the value 1")]
    [InlineData("x,y,z,w\n1,2,4,5\n", "as many rows")]
    [InlineData("", "no row")]
    public async Task Bad_input_ends_with_one_line_that_names_the_place_and_leaves_no_file(string text, string expected)
    {
        await File.WriteAllTextAsync(In("bad.csv"), text);
        var (exit, _, error) = await _praxis.RunAsync(["use", "linf-sketched-regression", "bad.csv", "-o", "out.csv"]);
        Assert.Equal(1, exit);
        Assert.Contains("bad.csv", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(In("out.csv")));
    }

    [Theory]
    [InlineData(new[] { "use", "linf-sketched-regression", "table.csv", "--rows", "0" }, "at least 1")]
    [InlineData(new[] { "use", "linf-sketched-regression", "table.csv", "--target", "price" }, "x, y, z")]
    [InlineData(new[] { "use", "linf-sketched-regression", "table.csv", "-o", "table.csv" }, "is an input")]
    [InlineData(new[] { "use", "linf-sketched-regression", "none.csv" }, "none.csv")]
    [InlineData(new[] { "use", "kaprekar" }, "takes no input")]
    [InlineData(new[] { "bench", "nothing" }, "randomized-linear-algebra")]
    [InlineData(new[] { "bench", "randomized-linear-algebra", "--record", "--seeds", "7" }, "leave out")]
    public async Task What_cannot_be_done_is_said(string[] arguments, string expected)
    {
        var (exit, _, error) = await _praxis.RunAsync(arguments);
        Assert.Equal(1, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_be_used_and_compared_is_listed_and_help_explains_the_options()
    {
        Assert.Contains("streaming-top-eigenvector", (await _praxis.RunAsync(["use"])).Output, StringComparison.Ordinal);
        Assert.Contains("randomized-linear-algebra", (await _praxis.RunAsync(["bench"])).Output, StringComparison.Ordinal);
        var (_, help, _) = await _praxis.RunAsync(["use", "linf-sketched-regression", "--help"]);
        Assert.Contains("above 0 and below 1; default 0.05", help, StringComparison.Ordinal);
        Assert.Contains("Examples:", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaderboard_on_the_readers_table_has_a_row_for_every_method()
    {
        var (exit, output, error) = await _praxis.RunAsync(["bench", "randomized-linear-algebra", "table.csv", "--seeds", "5", "--json", "--html", "board.html"]);
        Assert.True(exit == 0, error);
        using var json = JsonDocument.Parse(output);
        var rows = json.RootElement.GetProperty("board").GetProperty("tables")[0].GetProperty("rows");
        Assert.Contains(rows.EnumerateArray(), row => row.GetProperty("slug").GetString() == "linf-sketched-regression");
        Assert.Contains(rows.EnumerateArray(), row => row.GetProperty("method").GetString() == "uniform rows" && row.GetProperty("slug").ValueKind == JsonValueKind.Null);
        Assert.Contains("<svg", await File.ReadAllTextAsync(In("board.html")), StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_praxis.Folder, name);
}
