using System.Globalization;
using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class PivotLassoToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pivot-lasso").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ToolReport Use(PivotLassoToolOptions options) =>
        new PivotLassoTool().Use(options, new ToolContext { Slug = "random-support-regression" }, CancellationToken.None);

    private InputFile File(string text)
    {
        var path = Path.Combine(_folder, "table.csv");
        System.IO.File.WriteAllText(path, text);
        return new InputFile(path);
    }

    private InputFile Clustered()
    {
        var random = new RandomStream(1);
        var x = Designs.HalfCluster(60, 20, 1e-2, random.Fork("X"));
        var lines = Enumerable.Range(0, 60).Select(i =>
            string.Join(',', x.Row(i).ToArray().Append(5 + x[i, 2] + 100 * (x[i, 12] - x[i, 15]) + 0.1 * random.NextNormal()).Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
        return File(string.Join('\n', lines.Prepend(string.Join(',', Enumerable.Range(0, 20).Select(j => $"x{j}").Append("y")))));
    }

    [Fact]
    public void Coefficients_in_table_units_predict_the_table()
    {
        var input = Clustered();
        var report = Use(new PivotLassoToolOptions { Table = input, Pivots = 4, Draws = 2 });
        var w = ((MatrixOutput)report.Outputs[0]).Values; // (1, d + 1)
        var table = input.Table().Values;
        var error = 0.0;
        for (var i = 0; i < 60; i++) error += Math.Pow(w[0, 0] + Enumerable.Range(0, 20).Sum(j => w[0, j + 1] * table[i, j]) - table[i, 20], 2) / 60;
        Assert.InRange(error, 0, 0.05);
        Assert.InRange(report.Measures[0].Value, 0, report.Measures[2].Value);
        Assert.Equal(21, ((MatrixOutput)report.Outputs[0]).Columns!.Count);
    }

    [Fact]
    public void Nonsense_names_place_and_cure()
    {
        var input = Clustered();
        Assert.Contains("at most 15", Assert.Throws<ToolException>(() => Use(new PivotLassoToolOptions { Table = input, Pivots = 16 })).Message);
        Assert.Contains("at least 10 rows", Assert.Throws<ToolException>(() => Use(new PivotLassoToolOptions { Table = File("a,b,c\n1,2,3\n4,5,7\n") })).Message);
        var rows = string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{i * i},4\n"));
        Assert.Contains("same value", Assert.Throws<ToolException>(() => Use(new PivotLassoToolOptions { Table = File("a,b,c\n" + rows) })).Message);
        Assert.Contains("every row", Assert.Throws<ToolException>(() => Use(new PivotLassoToolOptions { Table = File("a,b,c\n" + rows), Target = "a" })).Message);
        Assert.Contains("row 1", Assert.Throws<ToolException>(() => Use(new PivotLassoToolOptions { Table = File("a,b,c\nNaN,1,2\n" + rows) })).Message);
        Assert.ThrowsAny<Exception>(() => Use(new PivotLassoToolOptions { Table = File("") }));
    }
}
