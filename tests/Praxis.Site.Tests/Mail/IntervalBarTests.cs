using Praxis.Lab;
using Praxis.Web.Mail;

namespace Praxis.Site.Tests.Mail;

public sealed class IntervalBarTests
{
    [Theory]
    [InlineData(0.95, 0.99, 1)]
    [InlineData(1.1, 1.4, 1)]
    [InlineData(0.8, 1.2, 1)]
    [InlineData(-3e-5, -3e-5, 1e-12)]
    [InlineData(1, 1, 1e9)]
    [InlineData(0.999999, 1.000001, 5)]
    public void Cells_fill_the_row_and_stand_as_the_numbers_do(double low, double high, double threshold)
    {
        var cells = IntervalBar.Segments(Check(low, high, threshold))!;
        Assert.Equal(100, cells.Sum(cell => cell.Width), 6);
        Assert.All(cells, cell => Assert.InRange(cell.Width, 0, 100));
        var starts = cells.Select((cell, i) => (cell.Kind, Start: cells.Take(i).Sum(before => before.Width))).ToList();
        var tick = starts.First(cell => cell.Kind == BarCell.Threshold).Start;
        if (high < threshold) Assert.All(starts.Where(cell => cell.Kind == BarCell.Interval), cell => Assert.True(cell.Start < tick));
        if (low > threshold) Assert.All(starts.Where(cell => cell.Kind == BarCell.Interval), cell => Assert.True(cell.Start > tick));
        if (low < threshold && high > threshold) Assert.Equal(2, cells.Count(cell => cell.Kind == BarCell.Interval));
        else Assert.Equal(1, cells.Count(cell => cell.Kind == BarCell.Interval));
    }

    [Theory]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(0, double.PositiveInfinity, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(-1e308, 1e308, 1)]
    public void What_cannot_be_drawn_is_left_to_the_words(double low, double high, double threshold) => Assert.Null(IntervalBar.Segments(Check(low, high, threshold)));

    [Theory]
    [InlineData(0.95, 0.99, 1)]
    [InlineData(0.8, 1.2, 1)]
    [InlineData(1.1, 1.4, 1)]
    public void The_figure_says_its_numbers_at_their_places(double low, double high, double threshold)
    {
        var check = Check(low, high, threshold);
        var rows = IntervalBar.Html(check, "dB").Split("<table", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, rows.Length);
        Assert.Contains($">{Wording.Bar(check, "dB")}<", rows[0], StringComparison.Ordinal);
        Assert.Contains($">{Wording.Estimate(check, "dB")}<", rows[2], StringComparison.Ordinal);
        foreach (var row in rows)
            Assert.Equal(100, System.Text.RegularExpressions.Regex.Matches(row, "<td width=\"([0-9.]+)%\"").Sum(cell => double.Parse(cell.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)), 0.5);
        // At most: the line is green from the left up to the mark.
        Assert.Matches("^[^>]*><tr><td[^>]*border-bottom:3px solid #2e9e68", rows[1]);
        Assert.DoesNotMatch("border-bottom:3px solid #2e9e68[^>]*>&nbsp;</td></tr>", rows[1]);
    }

    [Fact]
    public void A_unit_is_text() => Assert.DoesNotContain("<b>", IntervalBar.Html(Check(1, 2, 3), "<b>") + IntervalBar.Words(Check(1, 2, 3), "<b>"), StringComparison.Ordinal);

    private static CheckJudgement Check(double low, double high, double threshold) =>
        new() { Id = "x", Verdict = Verdict.Holds, Estimate = low, Low = low, High = high, Threshold = threshold, Side = Side.AtMost, Count = 20, How = "so" };
}
