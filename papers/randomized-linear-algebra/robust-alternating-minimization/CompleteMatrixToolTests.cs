using System.Globalization;
using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class CompleteMatrixToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("completion").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private InputFile Text(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return new InputFile(path);
    }

    private static ToolReport Use(CompleteMatrixToolOptions options) =>
        new CompleteMatrixTool().Use(options, new ToolContext { Slug = "robust-alternating-minimization" }, CancellationToken.None);

    private static (Tensor Matrix, bool[] Known) Problem(int m, int n)
    {
        var random = new RandomStream(1);
        var matrix = LinearAlgebra.MatMul(random.Normal(m, 2), random.Normal(2, n)); // rank 2
        matrix += random.Normal(n);                                                  // and a mean for each column
        return (matrix, [.. random.Uniform(m * n).ToArray().Select(u => u < 0.6)]);
    }

    private static string Csv(Tensor matrix, bool[] known) => string.Join('\n', Enumerable.Range(0, matrix.Rows).Select(i =>
        string.Join(',', Enumerable.Range(0, matrix.Columns).Select(j => known[i * matrix.Columns + j] ? matrix[i, j].ToString("R", CultureInfo.InvariantCulture) : "")))) + "\n";

    [Theory]
    [InlineData(RegressionChoice.Exact)]
    [InlineData(RegressionChoice.Sketched)]
    public void Missing_cells_of_a_low_rank_table_are_found_and_known_ones_kept(RegressionChoice solver)
    {
        var (matrix, known) = Problem(60, 30);
        var report = Use(new CompleteMatrixToolOptions { Matrix = Text("m.csv", Csv(matrix, known)), Ridge = 0, Solver = solver, Tolerance = 1e-8, Rank = 3, Iterations = 300 });
        var completed = Assert.IsType<MatrixOutput>(report.Outputs[0]).Values;
        Assert.True((completed - matrix).FrobeniusNorm() < 0.02 * matrix.FrobeniusNorm());
        for (var i = 0; i < known.Length; i++)
            if (known[i]) Assert.Equal(matrix[i / 30, i % 30], completed[i / 30, i % 30]);
    }

    [Fact]
    public void Triplets_give_the_same_as_the_table_and_the_rank_is_chosen_by_hidden_entries()
    {
        var (matrix, known) = Problem(40, 20);
        var triplets = "row,column,value\n" + string.Join('\n', Enumerable.Range(0, 800).Where(e => known[e]).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e / 20 + 1},{e % 20 + 1},{matrix[e / 20, e % 20]:R}"))) + "\n";
        var options = new CompleteMatrixToolOptions { Matrix = Text("m.csv", Csv(matrix, known)), MostRank = 6, Ridge = 0.001 };
        var table = Use(options);
        var listed = Use(options with { Matrix = Text("t.csv", triplets), Triplets = true });
        Assert.Equal(table.Headline, listed.Headline);
        Assert.InRange(table.Measures.Single(measure => measure.Name == "rank").Value, 2, 4);
        Assert.InRange(table.Measures[0].Value / table.Measures[1].Value, 0, 0.3); // far below the columns' means
    }

    [Fact]
    public void Bad_input_names_file_place_and_cure()
    {
        var one = string.Join('\n', Enumerable.Range(1, 12).Select(i => $"{i},1,2.5"));
        Assert.Contains("3 columns", Error(Text("wide.csv", "1,2\n3,4\n"), triplets: true));
        Assert.Contains("row 2, column 1: 0 is no row or column number", Error(Text("zero.csv", "1,1,2\n0,1,3\n"), triplets: true));
        Assert.Contains("rows 1 and 3 both give", Error(Text("twice.csv", "1,1,2\n2,1,3\n1,1,4\n"), triplets: true));
        Assert.Contains("without gaps", Error(Text("far.csv", "1,1,2\n1000000,1000000,3\n"), triplets: true));
        Assert.Contains("no entry is known", Error(Nan(3, 3)));
        Assert.Contains("only 4 entries", Error(Text("few.csv", "1,2\n3,4\n")));
        Assert.Contains("beyond 10^150", Error(Text("large.csv", one.Replace("2.5", "1e200", StringComparison.Ordinal))));
        Assert.Contains("infinite", Error(Infinite()));
        Assert.Contains("rank 3 at most", Assert.Throws<ToolException>(() => Use(new CompleteMatrixToolOptions { Matrix = Text("r.csv", one), Rank = 5 })).Message);

        string Error(InputFile file, bool triplets = false) => Assert.ThrowsAny<Exception>(() => Use(new CompleteMatrixToolOptions { Matrix = file, Triplets = triplets })).Message;
    }

    private InputFile Nan(int m, int n)
    {
        var path = Path.Combine(_folder, "nan.npy");
        NpyFile.Write(path, Tensor.Full(double.NaN, m, n));
        return new InputFile(path);
    }

    private InputFile Infinite()
    {
        var path = Path.Combine(_folder, "infinite.npy");
        NpyFile.Write(path, Tensor.Full(double.PositiveInfinity, 4, 4));
        return new InputFile(path);
    }
}
