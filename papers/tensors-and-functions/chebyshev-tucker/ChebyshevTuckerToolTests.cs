using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;
using Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class ChebyshevTuckerToolTests : IDisposable
{
    private const string Formula = "exp(-x^2-y^2)*cos(z+x*y)";

    private readonly string _folder = Directory.CreateTempSubdirectory("praxis-chebyshev-tucker-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double F(double x, double y, double z) => Math.Exp(-(x * x) - (y * y)) * Math.Cos(z + (x * y));

    [Fact]
    public void A_formula_becomes_a_file_points_and_a_grid_within_the_tolerance()
    {
        var points = Write("points.csv", "x,y,z\n0.5,0.25,1\n-1,1,0\n0,0,2\n");
        var report = Use(new() { Function = Formula, Domain = [-1, 1, -1, 1, 0, 2], Tolerance = 1e-7, At = points, Grid = 5 });
        var function = FunctionFile.FromJson(Assert.IsType<TextOutput>(report.Outputs[0]).Text, "function.json");
        Assert.InRange(function.Error!.Measured!.Value, 0, Math.Min(1e-7, function.Error.Promised!.Value));
        var values = Assert.IsType<MatrixOutput>(report.Outputs[1]);
        Assert.Equal(["x", "y", "z", "value"], values.Columns);
        for (var p = 0; p < 3; p++)
        {
            Assert.Equal(F(values.Values[p, 0], values.Values[p, 1], values.Values[p, 2]), values.Values[p, 3], 1e-7);
            Assert.Equal(values.Values[p, 3], function.Evaluate(values.Values.RowSpan(p)[..3]), 1e-15);
        }
        var grid = Assert.IsType<MatrixOutput>(report.Outputs[2]).Values;
        Assert.Equal([5, 5, 5], grid.Shape.ToArray());
        Assert.Equal(F(-1, 0.5, 2), grid[0, 3, 4], 1e-7);
        Assert.Equal(2, report.Figures.Count);
    }

    [Fact]
    public void A_stored_function_is_evaluated_again()
    {
        var first = Use(new() { Function = Formula, Tolerance = 1e-5 });
        var file = Write("function.json", Assert.IsType<TextOutput>(first.Outputs[0]).Text);
        var report = Use(new() { Input = file, At = Write("points.csv", "0.5,0.25,-0.75\n") });
        Assert.Equal(F(0.5, 0.25, -0.75), Assert.IsType<MatrixOutput>(Assert.Single(report.Outputs)).Values[0, 3], 1e-5);
        Assert.Contains("no function that was stored", Error(new() { Input = Write("other.json", "{\"a\": 1}") }));
    }

    [Fact]
    public void Values_at_nodes_are_met_from_either_end()
    {
        double[] nodes = ChebyshevBasis.Nodes(20).ToArray();
        var values = Tensor.Zeros(20, 20);
        for (var i = 0; i < 20; i++)
            for (var j = 0; j < 20; j++) values[i, j] = Math.Exp(nodes[i]) * Math.Sin(1 + (2 * nodes[j]));
        var path = Path.Combine(_folder, "values.npy");
        NpyFile.Write(path, values);
        var down = Read(Use(new() { Input = new InputFile(path), Tolerance = 1e-9 }));
        Assert.Equal(Math.Exp(0.3) * Math.Sin(1 - 0.8), down.Evaluate(0.3, -0.4), 1e-8);
        var up = Read(Use(new() { Input = new InputFile(path), Tolerance = 1e-9, Ascending = true }));
        Assert.Equal(Math.Exp(0.3) * Math.Sin(1 - 0.8), up.Evaluate(-0.3, 0.4), 1e-8);
        Assert.Equal([1, 1], down.Coefficients.Ranks);
    }

    [Fact]
    public void Values_that_are_not_resolved_are_said_to_be()
    {
        var path = Path.Combine(_folder, "rough.npy");
        NpyFile.Write(path, new RandomStream(1).Normal(9, 9));
        var report = Use(new() { Input = new InputFile(path), Tolerance = 1e-6 });
        Assert.Contains(report.Remarks, remark => remark.Contains("Between the nodes the tolerance may not be met", StringComparison.Ordinal));
        Assert.True(Read(report).Error!.Promised > 0.1);
    }

    [Fact]
    public void Particles_become_their_long_range_potential_in_their_own_units()
    {
        // Two opposite charges far from the point: little but the long range is left.
        var file = Write("particles.csv", "x,y,z,charge\n10,10,10,2\n14,10,10,-1\n10,14,12,1\n");
        var report = Use(new() { Input = file, Tolerance = 1e-5, Domain = [0, 30] });
        var potential = Read(report);
        double[] at = [25, 22, 20];
        var exact = (2 / Distance(at, [10, 10, 10])) - (1 / Distance(at, [14, 10, 10])) + (1 / Distance(at, [10, 14, 12]));
        Assert.Equal(exact, potential.Evaluate(at), 2e-4 * Math.Abs(exact) + 1e-5);
        Assert.InRange(potential.Error!.Measured!.Value / potential.Error.LargestValue!.Value, 0, 1e-5);

        static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
    }

    [Fact]
    public void Bad_input_is_refused_with_place_and_cure()
    {
        Assert.Contains("nothing to compress", Error(new()));
        Assert.Contains("not both", Error(new() { Function = "x", Input = new InputFile("a.npy") }));
        Assert.Contains("column 3: there is no function 'coss'; did you mean cos?", Error(new() { Function = "x*coss(x)" }));
        Assert.Contains("there is no variable or constant 'z'", Error(new() { Function = "x*z", Variables = ["x", "y"] }));
        Assert.Contains("5 variables", Error(new() { Function = "a*b*c*d*f" }));
        Assert.Contains("give 2, for all coordinates, or 4", Error(new() { Function = "x*y", Domain = [0, 1, 2] }));
        Assert.Contains("coordinate 2 goes from 1 to 0", Error(new() { Function = "x*y", Domain = [0, 1, 1, 0] }));
        Assert.Contains("NaN at the node (", Error(new() { Function = "sqrt(x+y)" }));
        Assert.Contains("--tolerance: The tolerance 1.0e-6 was not reached", Error(new() { Function = "abs(x-0.1)" }));
        Assert.Contains("the error is still", Error(new() { Function = "abs(x-0.1)" }));
        Assert.Contains("row 2, y: 1.5 lies outside the box, [-1, 1]", Error(new() { Function = "x*y", At = Write("p.csv", "x,y\n0,0\n0,1.5\n") }));
        Assert.Contains("3 columns; a point has 2 coordinates", Error(new() { Function = "x*y", At = Write("q.csv", "0,0,0\n") }));
        Assert.Contains("particles have four", Error(new() { Input = Write("r.csv", "x,y,z\n0,0,0\n") }));
        Assert.Contains("rows 1 and 3 are particles at the same place", Error(new() { Input = Write("s.csv", "0,0,0,1\n1,0,0,1\n0,0,0,2\n") }));
        Assert.Contains("single particle", Error(new() { Input = Write("t.csv", "0,0,0,1\n") }));
        Assert.Contains("row 2, column 4: the value is NaN", Error(new() { Input = Write("u.csv", "0,0,0,1\n1,0,0,nan\n") }));
        Assert.Contains("--grid 100000", Error(new() { Function = "x*y*z", Grid = 100_000 }));
        Assert.Contains("arrays are read from", Error(new() { Input = new InputFile("v.mtx") }));
    }

    private static ChebyshevTuckerFunction Read(ToolReport report) =>
        Assert.IsType<ChebyshevTuckerFunction>(FunctionFile.FromJson(Assert.IsType<TextOutput>(report.Outputs[0]).Text, "function.json"));

    private static string Error(ChebyshevTuckerToolOptions options) => Assert.ThrowsAny<Exception>(() => Use(options)).Message;

    private static ToolReport Use(ChebyshevTuckerToolOptions options) => new ChebyshevTuckerTool().Use(options, new ToolContext { Slug = "chebyshev-tucker" }, CancellationToken.None);

    private InputFile Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return new InputFile(path);
    }
}
