using Praxis.Lab;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

public sealed class CompressionBenchTests
{
    private static readonly ToolContext Context = new() { Slug = "compression" };

    [Fact]
    public void The_table_goes_from_the_best_to_the_worst_with_every_method_within_its_budget()
    {
        var board = Run(new CompressionBenchOptions { Model = new InputFile("llama-1m"), Keep = [0.5], Methods = ["svd", "aware-svd", "rtn"], Windows = 4, Context = 32 });
        var rows = Assert.Single(board.Tables).Rows;
        var whole = rows.Single(row => row.Method == "the whole model");
        Assert.Equal(4, rows.Count);
        Assert.Equal(100, whole.Cells[1].Value);
        Assert.Equal(rows.Order(Comparer<LeaderboardRow>.Create((one, other) => one.Cells[0].Value!.Value.CompareTo(other.Cells[0].Value!.Value))), rows);
        foreach (var row in rows.Where(row => row != whole))
            Assert.InRange(row.Cells[3].Value!.Value, 0.3 * whole.Cells[3].Value!.Value, 0.9 * whole.Cells[3].Value!.Value);
        Assert.True(rows.First(row => row.Method == "SVD").Cells[0].Value > rows.First(row => row.Method == "activation-aware SVD").Cells[0].Value);
        Assert.True(rows.First(row => row.Method == "SVD").Cells[2].Value <= 50);
        Assert.Single(board.Figures.Single().Panels);
    }

    [Fact]
    public void The_model_is_whole_again_after_each_method_so_that_order_does_not_matter()
    {
        var options = new CompressionBenchOptions { Model = new InputFile("llama-1m"), Keep = [0.5, 0.3], Methods = ["svd", "magnitude"], Windows = 2, Context = 16 };
        var one = Run(options);
        var other = Run(options with { Keep = [0.3] });
        Assert.Equal(Losses(other.Tables[0]), Losses(one.Tables[1]));

        static IEnumerable<(string, double?)> Losses(LeaderboardTable table) => table.Rows.Select(row => (row.Method, row.Cells[0].Value));
    }

    [Fact]
    public void A_budget_that_a_method_cannot_meet_is_a_dash_and_a_remark_with_the_smallest_that_it_can()
    {
        var board = Run(new CompressionBenchOptions { Model = new InputFile("llama-1m"), Keep = [0.001], Methods = ["svd"], Windows = 2, Context = 16 });
        Assert.Null(board.Tables[0].Rows.Single(row => row.Method == "SVD").Cells[0].Value);
        Assert.Contains(board.Remarks, remark => remark.StartsWith("SVD: ", StringComparison.Ordinal) && remark.Contains("smallest", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_there_is_named_with_what_is()
    {
        Assert.Contains("llama-1m", Assert.Throws<ToolException>(() => Run(new CompressionBenchOptions { Model = new InputFile("no-such-model") })).Message, StringComparison.Ordinal);
        Assert.Contains("aware-svd", Assert.Throws<ToolException>(() => Run(new CompressionBenchOptions { Methods = ["no-such-method"] })).Message, StringComparison.Ordinal);
    }

    private static Leaderboard Run(CompressionBenchOptions options) => new CompressionBench().Run(options, Context, CancellationToken.None);
}
