using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class CompareCloudsToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clouds").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private InputFile Text(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return new InputFile(path);
    }

    private InputFile Matrix(string name, Tensor values)
    {
        var path = Path.Combine(_folder, name);
        NpyFile.Write(path, values);
        return new InputFile(path);
    }

    private static ToolReport Use(CompareCloudsToolOptions options) =>
        new CompareCloudsTool().Use(options, new ToolContext { Slug = "sliced-wasserstein-control-variates" }, CancellationToken.None);

    private static double Measure(ToolReport report, string name) => report.Measures.Single(measure => measure.Name == name).Value;

    [Fact]
    public void A_moved_cloud_is_at_its_known_distance()
    {
        // SW₂² = ‖v‖²/d = 12/3.
        var points = new RandomStream(1).Normal(40, 3);
        var report = Use(new CompareCloudsToolOptions { First = Matrix("a.npy", points), Second = Matrix("b.npy", points + 2) });
        Assert.Equal(2, Measure(report, "distance"), 2);
        Assert.InRange(Measure(report, "standard error"), 0, 0.1 * Measure(report, "plain standard error"));
        var slices = Assert.IsType<MatrixOutput>(Assert.Single(report.Outputs)).Values;
        Assert.Equal((1000, 4), (slices.Rows, slices.Columns));
        Assert.InRange(slices[0, 3], 3.3, Math.Sqrt(12) + 1e-9); // the farthest direction is near v
    }

    [Fact]
    public void Weights_take_the_place_of_repeated_points_and_units_do_not_matter_when_standardised()
    {
        var weighted = Use(new CompareCloudsToolOptions { First = Text("w.csv", "x,y,w\n0,0,2\n1,2,1\n"), Second = Text("v.csv", "x,y,w\n3,1,1\n4,4,1\n"), Weights = "w" });
        var repeated = Use(new CompareCloudsToolOptions { First = Text("r.csv", "x,y\n0,0\n0,0\n1,2\n"), Second = Text("s.csv", "x,y\n3,1\n4,4\n") });
        Assert.Equal(Measure(repeated, "distance"), Measure(weighted, "distance"), 10);

        var metres = Use(new CompareCloudsToolOptions { First = Text("m.csv", "x,y\n0,0\n1,2\n"), Second = Text("n.csv", "x,y\n3,1\n4,4\n"), Standardise = true });
        var millimetres = Use(new CompareCloudsToolOptions { First = Text("mm.csv", "x,y\n0,0\n1000,2\n"), Second = Text("nn.csv", "x,y\n3000,1\n4000,4\n"), Standardise = true });
        Assert.Equal(Measure(metres, "distance"), Measure(millimetres, "distance"), 10);
    }

    [Fact]
    public void Identical_clouds_are_at_distance_zero()
    {
        var points = new RandomStream(2).Normal(10, 2);
        var report = Use(new CompareCloudsToolOptions { First = Matrix("a.npy", points), Second = Matrix("b.npy", points) });
        Assert.Equal((0.0, 0.0), (Measure(report, "distance"), Measure(report, "standard error")));
        Assert.Contains("the same", report.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Coinciding_means_are_told_because_the_lower_bound_then_does_nothing()
    {
        var points = new RandomStream(2).Normal(10, 2);
        var both = Tensor.Concat(0, points, -points); // mean zero
        var report = Use(new CompareCloudsToolOptions { First = Matrix("a.npy", both), Second = Matrix("b.npy", both * 2) });
        Assert.Contains(report.Remarks, remark => remark.Contains("means of the clouds coincide", StringComparison.Ordinal));
    }

    [Fact]
    public void Bad_input_names_file_place_and_cure()
    {
        var good = Text("good.csv", "x,y\n0,1\n2,3\n");
        Assert.Contains("row 2, column 1", Error(Matrix("nan.npy", Tensor.FromArray(new[,] { { 1, 2 }, { double.NaN, 3 } }))));
        Assert.Contains("wide.csv has 3", Error(Text("wide.csv", "x,y,z\n1,2,3\n")));
        Assert.Contains("another order", Error(Text("swapped.csv", "y,x\n1,2\n")));
        Assert.Contains("is empty", Error(Matrix("empty.npy", Tensor.Zeros(0, 2))));
        Assert.Contains("there is no such file", Error(new InputFile(Path.Combine(_folder, "none.npy"))), StringComparison.OrdinalIgnoreCase);
        var flat = Text("flat.csv", "x,y\n0,1\n2,1\n");
        Assert.Contains("y has one value only", Assert.Throws<ToolException>(() => Use(new CompareCloudsToolOptions { First = flat, Second = flat, Standardise = true })).Message);
        var negative = Text("negative.csv", "x,y\n0,1\n2,-1\n");
        Assert.Contains("row 2: the weight in 'y' is negative", Assert.Throws<ToolException>(() => Use(new CompareCloudsToolOptions { First = negative, Second = negative, Weights = "y" })).Message);

        string Error(InputFile second) => Assert.ThrowsAny<Exception>(() => Use(new CompareCloudsToolOptions { First = good, Second = second })).Message;
    }
}
