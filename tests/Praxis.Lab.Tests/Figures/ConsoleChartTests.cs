using Praxis.Lab.Figures;

namespace Praxis.Lab.Tests.Figures;

public class ConsoleChartTests
{
    private static IReadOnlyList<string> Draw(int width, params Mark[] marks) =>
        ConsoleChart.Draw(new Figure { Title = "T", Panels = [new Panel { X = new Axis("x"), Marks = marks }] }, width);

    [Theory]
    [InlineData(30)]
    [InlineData(53)]
    [InlineData(120)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        IReadOnlyList<string> lines = ConsoleChart.Draw(SampleFigures.EveryMark(), width);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Contains(lines, line => line.Length > width - 3);
    }

    [Fact]
    public void A_rising_line_goes_from_below_left_to_above_right()
    {
        string[] rows = [.. Draw(40, new Line([0, 1], [0, 1])).Where(line => line.Contains('│') || line.Contains('┤'))];
        int[] columns = [.. rows.Select(row => row.LastIndexOfAny([.. row.Where(IsBraille)])).Where(column => column >= 0)];

        Assert.Equal(12, rows.Length);
        Assert.Equal(columns.OrderDescending(), columns);
        Assert.True(columns[0] > 30 && columns[^1] < 12);
    }

    [Fact]
    public void Bars_are_as_long_as_their_values_and_say_their_intervals()
    {
        IReadOnlyList<string> lines = Draw(60, new Bars([4, 2], [3, 1], [5, 3]));
        int[] lengths = [.. lines.Select(line => line.Count(character => character == '█')).Where(length => length > 0)];

        Assert.Equal(2, lengths.Length);
        Assert.Equal(2.0, (double)lengths[0] / lengths[1], 0.15);
        Assert.Contains(lines, line => line.EndsWith("4 [3, 5]", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_series_have_signs_of_their_own()
    {
        IReadOnlyList<string> lines = Draw(60, new Scatter([0], [0]) { Name = "one" }, new Scatter([1], [1]) { Name = "two" });
        Assert.Contains("● one   + two", lines);
        Assert.Equal((2, 2), (lines.Sum(line => line.Count(c => c == '●')), lines.Sum(line => line.Count(c => c == '+'))));
    }

    [Fact]
    public void What_a_terminal_cannot_show_is_said_in_words() =>
        Assert.Contains("(heat map: 2 × 3 values from −1 to 5)", Draw(60, new HeatMap([[-1, 2, 3], [4, 5, double.NaN]])));

    [Fact]
    public void Control_characters_never_reach_the_terminal()
    {
        const string Hostile = "\u001b[2J\u0007\r\n";
        Figure figure = new()
        {
            Title = Hostile + "T",
            Panels =
            [
                new Panel { Title = Hostile, X = new Axis(Hostile), Y = new Axis(Hostile), Marks = [new Line([0, 1], [0, 1]) { Name = Hostile }, new Rule(1, Label: Hostile)] },
                new Panel { X = new Axis(Hostile, Categories: [Hostile]), Y = new Axis(Hostile), Marks = [new Bars([1]) { Name = Hostile }, new Rule(1, Label: Hostile), new Line([0], [1]) { Name = Hostile }] },
                new Panel { X = new Axis(Categories: [Hostile, Hostile]), Y = new Axis(Categories: [Hostile, Hostile]), Marks = [new Scatter([0, 1], [0, 1])] },
            ],
        };
        Assert.All(ConsoleChart.Draw(figure, 60), line => Assert.DoesNotContain(line, char.IsControl));
    }

    private static bool IsBraille(char character) => character is > '\u2800' and <= '\u28FF';
}
