using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class TensorBenchTests : IDisposable
{
    private static readonly ToolContext Context = new() { Slug = "tensors-and-functions" };

    private readonly string _folder = Directory.CreateTempSubdirectory("praxis-tensor-bench-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Formats_that_keep_the_tolerance_come_first_by_the_numbers_they_need()
    {
        // A sum of two products: CP needs 2 · (6 + 7 + 8) numbers, and no format fewer.
        var random = new RandomStream(1);
        var tensor = new CpTensor([random.Normal(6, 2), random.Normal(7, 2), random.Normal(8, 2)]).Rebuild();
        var board = Run(tensor, new TensorBenchOptions { Tolerances = [1e-3] });
        var rows = Assert.Single(board.Tables).Rows;
        Assert.Equal("CP, alternating least squares", rows[0].Method);
        Assert.Equal(42, rows[0].Cells[3].Value);
        Assert.Equal(rows.Select(row => row.Cells[0].Value).Order(), rows.Select(row => row.Cells[0].Value));
        Assert.All(rows, row => Assert.InRange(row.Cells[1].Value!.Value, 0, 1e-3));
        Assert.Equal("chebyshev-tucker", rows.Single(row => row.Method == "Chebyshev–Tucker").Slug);
        Assert.Empty(board.Remarks);
    }

    [Fact]
    public void A_polynomial_needs_only_its_coefficients()
    {
        var tensor = DecompositionTests.Fill([30, 30, 30], i => ((i[0] / 29.0) + (i[1] / 29.0) + (i[2] / 29.0)) * (1 + (i[0] * i[0] / 841.0)));
        var rows = Run(tensor, new TensorBenchOptions { Tolerances = [1e-5] }).Tables[0].Rows;
        // Ranks 2 · 2 · 2, degrees up to 3, 1 and 1.
        var polynomial = rows.Single(row => row.Method == "Chebyshev–Tucker");
        Assert.Equal(8 + (4 * 2) + (2 * 2) + (2 * 2), polynomial.Cells[3].Value);
        Assert.Same(polynomial, rows[0]);
        Assert.InRange(rows.Single(row => row.Method == "tensor train, cross").Cells[4].Value!.Value, 1, 40);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(300)]
    public void A_mode_that_is_no_coordinate_keeps_its_columns(int n)
    {
        var random = new RandomStream(3);
        var tensor = new TuckerTensor(random.Normal(2, 2), [random.Normal(n, 2), Tensor.Stack(1, Tensor.Ones(50), Tensor.Linspace(-1, 1, 50))]).Rebuild();
        var row = Run(tensor, new TensorBenchOptions { Tolerances = [1e-4] }).Tables[0].Rows.Single(row => row.Method == "Chebyshev–Tucker");
        Assert.Equal(4 + (n * 2) + (2 * 2), row.Cells[3].Value);
        Assert.InRange(row.Cells[1].Value!.Value, 0, 1e-4);
    }

    [Fact]
    public void What_a_tolerance_could_not_be_reached_with_is_said()
    {
        // Noise has no few terms: CP gives up before it has as many numbers as the array.
        var board = Run(new RandomStream(2).Normal(8, 8, 8), new TensorBenchOptions { Tolerances = [0.01] });
        var last = board.Tables[0].Rows.Single(row => row.Method.StartsWith("CP", StringComparison.Ordinal));
        Assert.Null(last.Cells[0].Value);
        Assert.InRange(last.Cells[1].Value!.Value, 0.1, 1);
        Assert.Contains(board.Remarks, remark => remark.Contains("CP, alternating least squares did not reach 0.01; the least was 0.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_array_and_seed_give_the_same_table()
    {
        var tensor = DecompositionTests.Function(9, 8, 7);
        IEnumerable<double?> Errors() => Run(tensor, new TensorBenchOptions { Tolerances = [0.1, 0.01], Shown = 0.01 }).Tables[0].Rows.SelectMany(row => row.Cells.Take(5).Select(cell => cell.Value));
        Assert.Equal(Errors(), Errors());
    }

    [Fact]
    public void Arrays_that_do_not_do_are_refused_with_place_and_cure()
    {
        var tensor = Tensor.Ones(3, 4, 5);
        tensor[1, 2, 3] = double.NaN;
        var message = Refused(tensor);
        Assert.Contains("1, 2, 3", message, StringComparison.Ordinal);
        Assert.Contains("array.npy", message, StringComparison.Ordinal);
        Assert.Contains("two or more", Refused(Tensor.Ones(5)), StringComparison.Ordinal);
        Assert.Contains("(5 × 1 × 3)", Refused(Tensor.Ones(5, 1, 3)), StringComparison.Ordinal);
        Assert.Contains("zero", Refused(Tensor.Zeros(5, 3)), StringComparison.Ordinal);
        Assert.Contains("there is no such file", Assert.ThrowsAny<Exception>(() => new TensorBench().Run(new TensorBenchOptions { Array = new InputFile(Path.Combine(_folder, "none.csv")) }, Context, CancellationToken.None)).Message, StringComparison.OrdinalIgnoreCase);
    }

    private string Refused(Tensor tensor) => Assert.Throws<ToolException>(() => Run(tensor, new TensorBenchOptions())).Message;

    private Leaderboard Run(Tensor tensor, TensorBenchOptions options)
    {
        var path = Path.Combine(_folder, "array.npy");
        NpyFile.Write(path, tensor);
        return new TensorBench().Run(options with { Array = new InputFile(path) }, Context, CancellationToken.None);
    }
}
