using Praxis.Numerics;

namespace Praxis.Lab.Tests.Tools;

public sealed class LeaderboardTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static LeaderboardTable Table => new("t",
    [
        new("a", null, [new(3), new(null)]),
        new("b", "slug", [new(1), new(5)]),
        new("c", null, [new(2), new(7)]),
    ]);

    [Fact]
    public void Sorting_puts_the_best_first_and_what_was_not_measured_last()
    {
        Assert.Equal(["b", "c", "a"], Table.SortedBy(0, Better.Lower).Select(row => row.Method));
        Assert.Equal(["c", "b", "a"], Table.SortedBy(1, Better.Higher).Select(row => row.Method));
    }

    [Fact]
    public void A_cell_is_the_middle_with_its_quartiles()
    {
        var cell = LeaderboardCell.Of([5, 1, 2, 4, 3]);
        Assert.Equal((3.0, 2.0, 4.0), (cell.Value!.Value, cell.Low!.Value, cell.High!.Value));
        Assert.Equal("3 [2, 4]", cell.ToString());
        Assert.Equal("–", new LeaderboardCell(null).ToString());
    }

    [Fact]
    public void A_recorded_leaderboard_is_read_as_it_was_written()
    {
        Directory.CreateDirectory(_folder.In("family"));
        var report = new BenchReport("family", "Title", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), 1, 2.5, Backend.Description, Machine.Read(), new Leaderboard
        {
            Protocol = ["one"],
            Columns = [new("error", "", Better.Lower), new("speed", "1/s", Better.Higher)],
            Tables = [Table],
        });
        report.Record(_folder.Path);
        var read = BenchReport.Read(_folder.Path, "family")!;
        Assert.Equal(report.At, read.At);
        Assert.Equal(Better.Higher, read.Board.Columns[1].Better);
        Assert.Equal(7, read.Board.Tables[0].Rows[2].Cells[1].Value);
        Assert.Null(BenchReport.Read(_folder.Path, "other"));
    }

    [Fact]
    public void A_damaged_recording_is_named()
    {
        Directory.CreateDirectory(_folder.In("family"));
        File.WriteAllText(_folder.In("family", "leaderboard.json"), "{\"family\": 3");
        Assert.Contains("leaderboard.json", Assert.Throws<InvalidDataException>(() => BenchReport.Read(_folder.Path, "family")).Message, StringComparison.Ordinal);
    }
}
