using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Praxis.Lab.Figures;

namespace Praxis.Lab.Tests.Figures;

public partial class SvgChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static XElement Draw(Panel panel) => XElement.Parse(SvgChart.Draw(new Figure { Title = "T", Panels = [panel] }));

    private static XElement Draw(params Mark[] marks) => Draw(new Panel { Marks = marks });

    private static string[] Texts(XElement svg) => [.. svg.Descendants(Svg + "text").Select(text => text.Value)];

    private static string[] PathsOf(XElement svg, string cssClass) =>
        [.. svg.Descendants(Svg + "path").Where(path => Classes(path).Contains(cssClass)).Select(path => (string)path.Attribute("d")!)];

    private static string[] Classes(XElement element) => ((string?)element.Attribute("class") ?? "").Split(' ');

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_kind_of_mark_gives_well_formed_XML_with_unique_ids(bool standalone)
    {
        XElement drawn = XElement.Parse(SvgChart.Draw(SampleFigures.EveryMark(), new SvgOptions { Standalone = standalone, IdPrefix = "p7" }));
        string[] ids = [.. drawn.DescendantsAndSelf().Select(element => (string?)element.Attribute("id")).OfType<string>()];

        Assert.All(ids, id => Assert.StartsWith("p7", id));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (XAttribute reference in drawn.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName is "aria-labelledby" or "aria-describedby" or "clip-path"))
            Assert.Contains(reference.Value.Replace("url(#", "").TrimEnd(')'), ids);
        Assert.DoesNotContain("NaN", drawn.ToString());
    }

    [Fact]
    public void Markup_for_a_page_has_no_styles_of_its_own()
    {
        XElement drawn = XElement.Parse(SvgChart.Draw(SampleFigures.EveryMark()));

        Assert.DoesNotContain(drawn.DescendantsAndSelf(), element => element.Name.LocalName is "style" or "script" || element.Attribute("style") is not null);
        Assert.Equal(5, drawn.Elements(Svg + "svg").Count());
        Assert.All(drawn.Elements(Svg + "svg"), svg => Assert.Equal("img", (string?)svg.Attribute("role")));
        Assert.Equal("Every mark", (string?)drawn.Attribute("aria-label"));
    }

    [Fact]
    public void A_file_is_one_drawing_with_both_themes_and_its_title()
    {
        XElement drawn = XElement.Parse(SvgChart.Draw(SampleFigures.EveryMark(), new SvgOptions { Standalone = true }));

        Assert.Equal(Svg + "svg", drawn.Name);
        Assert.Contains("prefers-color-scheme:dark", Assert.Single(drawn.Elements(Svg + "style")).Value);
        Assert.Equal("Every mark", drawn.Element(Svg + "title")!.Value);
        Assert.StartsWith("A line with a band", drawn.Element(Svg + "desc")!.Value);
        Assert.Contains("Every mark", Texts(drawn));
    }

    [Fact]
    public void Every_class_of_a_drawing_is_styled()
    {
        string drawing = SvgChart.Draw(SampleFigures.EveryMark());
        IEnumerable<string> used = XElement.Parse(drawing).Descendants(Svg + "svg").Descendants().SelectMany(Classes).Where(name => name.Length > 0).Distinct();
        Assert.All(used, name => Assert.Matches($@"\.{name}\b[^-]", SvgChart.StyleSheet));
    }

    [Fact]
    public void Texts_are_encoded_and_characters_that_XML_forbids_are_replaced()
    {
        const string Hostile = "<script>alert(\"1\")</script> & 'x' \u0001 \ud83d\ude00";
        string drawn = SvgChart.Draw(new Figure
        {
            Title = Hostile,
            Description = Hostile,
            Panels = [new Panel { Title = Hostile, X = new Axis(Hostile), Marks = [new Line([1, 2], [1, 2]) { Name = Hostile }, new Label(1, 1, Hostile), new Rule(1, Label: Hostile)] }],
        });

        Assert.DoesNotContain("<script", drawn);
        Assert.Equal(Hostile.Replace('\u0001', '\uFFFD'), XElement.Parse(drawn).Element(Svg + "title")!.Value);
    }

    [Fact]
    public void The_same_figure_is_drawn_the_same_way() =>
        Assert.Equal(SvgChart.Draw(SampleFigures.EveryMark()), SvgChart.Draw(FigureJson.Read(FigureJson.Write(SampleFigures.EveryMark()))));

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("a\"onload=")]
    public void An_id_prefix_that_is_no_id_is_refused(string prefix) =>
        Assert.Throws<ArgumentException>(() => SvgChart.Draw(SampleFigures.EveryMark(), new SvgOptions { IdPrefix = prefix }));

    public static TheoryData<Mark[]> Nothing => new()
    {
        Array.Empty<Mark>(),
        new Mark[] { new Line([], []) },
        new Mark[] { new Line([1, 2], [double.NaN, double.PositiveInfinity]) },
        new Mark[] { new Scatter([double.NaN], [1]) },
        new Mark[] { new Bars([]) },
        new Mark[] { new Bars([double.NaN]) },
        new Mark[] { Histogram.Of([], 3) },
        new Mark[] { new HeatMap([]) },
        new Mark[] { new HeatMap([[], []]) },
        new Mark[] { new HeatMap([[double.NaN]]) },
        new Mark[] { new Polygons([]) },
        new Mark[] { new Segments([]), new Rule(3) },
    };

    [Theory]
    [MemberData(nameof(Nothing))]
    public void Without_data_the_chart_says_so(Mark[] marks)
    {
        Assert.Contains("no data", Texts(Draw(marks)));
        Assert.Contains("(no data)", ConsoleChart.Draw(new Figure { Title = "T", Panels = [new Panel { Marks = marks }] }, 60));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(5.0)]
    [InlineData(-1e-300)]
    [InlineData(1e300)]
    public void A_single_value_has_an_axis_around_it(double value)
    {
        XElement svg = Draw(new Panel { HideAxes = true, Marks = [new Scatter([value], [value])] });
        Assert.Matches(@"^M\d+(\.\d)? \d+(\.\d)?h0$", Assert.Single(PathsOf(svg, "dots")));
    }

    [Fact]
    public void Ticks_are_round_numbers()
    {
        XElement svg = Draw(new Panel { X = new Axis("x", Low: 0, High: 1), Y = new Axis("y", Low: 0, High: 30_000), Marks = [new Line([0, 1], [0, 30_000])] });
        Assert.Subset(Texts(svg).ToHashSet(), new HashSet<string> { "0", "0.2", "0.4", "0.6", "0.8", "1.0", "10,000", "20,000", "30,000" });
    }

    [Fact]
    public void Logarithmic_ticks_are_powers_of_ten()
    {
        XElement svg = Draw(new Panel { Y = new Axis("y", AxisScale.Log), Marks = [new Line([1, 2, 3], [1e-6, 0, 1])] });
        Assert.Subset(Texts(svg).ToHashSet(), new HashSet<string> { "10⁻⁶", "10⁻⁴", "10⁻²", "1" });

        // Zero has no place on the axis, so both ends stand alone.
        Assert.Empty(PathsOf(svg, "line"));
        Assert.Equal(2, Assert.Single(PathsOf(svg, "dots")).Count(letter => letter == 'M'));
    }

    [Theory]
    [InlineData(AxisScale.Log, 1e-300, 1e300)]
    [InlineData(AxisScale.Log, double.Epsilon, double.MaxValue)]
    [InlineData(AxisScale.Log, 1, 1.0001)]
    [InlineData(AxisScale.Linear, -1e300, 1e300)]
    [InlineData(AxisScale.Linear, double.MinValue, double.MaxValue)]
    [InlineData(AxisScale.Linear, 0, double.Epsilon)]
    [InlineData(AxisScale.Linear, 1e15, 1e15 + 1)]
    public void Extreme_ranges_have_few_ticks(AxisScale scale, double low, double high)
    {
        XElement svg = Draw(new Panel { X = new Axis("x", scale), Marks = [new Line([low, high], [0, 1])] });
        Assert.InRange(Texts(svg).Length, 5, 20);
        Assert.DoesNotContain(Texts(svg), text => text.Contains("NaN") || text.Contains('∞'));
    }

    [Fact]
    public void NaN_breaks_a_line_in_two()
    {
        string path = Assert.Single(PathsOf(Draw(new Line([0, 1, 2, 3, 4], [1, 2, double.NaN, 2, 1])), "line"));
        Assert.Equal((2, 2), (path.Count(letter => letter == 'M'), path.Count(letter => letter == 'L')));
    }

    [Fact]
    public void A_long_line_is_thinned_but_keeps_its_extremes()
    {
        double[] x = [.. Enumerable.Range(0, 50_000).Select(i => (double)i)];
        double[] y = [.. x.Select(value => Math.Sin(value / 3000))];
        (y[20_001], y[30_001]) = (9, -9);
        XElement svg = Draw(new Panel { HideAxes = true, Marks = [new Line(x, y)] });
        string path = Assert.Single(PathsOf(svg, "line"));
        double[] heights = [.. Coordinates().Matches(path).Select(match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))];

        Assert.InRange(heights.Length, 400, 3000);
        Assert.Equal(1, heights.Count(height => height == heights.Min()));
        Assert.Equal(1, heights.Count(height => height == heights.Max()));
    }

    [Fact]
    public void Points_on_the_same_spot_are_drawn_once()
    {
        XElement svg = Draw(new Scatter([1, 1, 2, 3, 3], [1, 1, 2, 3, 3]));
        Assert.Equal(3, Assert.Single(PathsOf(svg, "dots")).Count(letter => letter == 'M'));
    }

    [Fact]
    public void Bars_stand_on_zero_and_their_heights_are_their_values()
    {
        XElement svg = Draw(new Panel { X = new Axis(Categories: ["a", "b", "c"]), Marks = [new Bars([1, 2, -1], [0.5, 1.5, -2], [1.5, 2.5, 0])] });
        double[][] bars = [.. Assert.Single(PathsOf(svg, "bar")).Split('z', StringSplitOptions.RemoveEmptyEntries)
            .Select(bar => Numbers().Matches(bar).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray())];

        // Each is: left, root, tip, right, root.
        Assert.Equal(3, bars.Length);
        Assert.All(bars, bar => Assert.Equal(bars[0][1], bar[1]));
        double unit = bars[0][1] - bars[0][2];
        Assert.True(unit > 10);
        Assert.Equal(2 * unit, bars[1][1] - bars[1][2], 0.2);
        Assert.Equal(-unit, bars[2][1] - bars[2][2], 0.2);
        Assert.Equal(9, Assert.Single(PathsOf(svg, "whisker")).Count(letter => letter == 'M'));
        Assert.Subset(Texts(svg).ToHashSet(), new HashSet<string> { "a", "b", "c" });
    }

    [Fact]
    public void Bars_lie_when_the_y_axis_has_the_names()
    {
        XElement svg = Draw(new Panel { Y = new Axis(Categories: ["first", "second"]), Marks = [new Bars([1, 2])] });
        Dictionary<string, double> baselines = svg.Descendants(Svg + "text").Where(text => text.Value is "first" or "second")
            .ToDictionary(text => text.Value, text => (double)text.Attribute("y")!);
        Assert.True(baselines["first"] < baselines["second"]);
    }

    [Fact]
    public void Cells_of_a_heat_map_cover_it_and_missing_ones_are_marked()
    {
        XElement svg = Draw(new Panel { HideAxes = true, Marks = [new HeatMap([[0, 0, 0], [1, double.NaN, 0]]) { ShowValues = true }] });
        Assert.Single(PathsOf(svg, "missing"));
        Assert.Equal(["0", "0", "0", "1", "–", "0"], Texts(svg).Take(6));

        // Three equal neighbours are one shape; the lone zero of the second row is another.
        Assert.Equal(2, Assert.Single(PathsOf(svg, "q0")).Count(letter => letter == 'M'));
        Assert.Single(PathsOf(svg, "q24"));
    }

    [Fact]
    public void A_diverging_map_has_its_middle_at_zero()
    {
        XElement svg = Draw(new HeatMap([[-4, 0, 1]]) { Diverging = true });
        Assert.Single(PathsOf(svg, "d0"));
        Assert.Single(PathsOf(svg, "d12"));
        Assert.Single(PathsOf(svg, "d15"));
    }

    [Fact]
    public void Edges_that_do_not_fit_the_cells_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Draw(new HeatMap([[1, 2, 3]]) { XEdges = [0, 1] }));
        Assert.Contains("3 cells along this side needs 4 XEdges, not 2", error.Message);
    }

    [Fact]
    public void Repeated_names_are_in_the_legend_once()
    {
        XElement svg = Draw(new Line([0, 1], [0, 1]) { Name = "ours", Color = 0 }, new Line([0, 1], [1, 0]) { Name = "ours", Color = 0 }, new Line([0, 1], [1, 1]) { Name = "theirs" });
        Assert.Equal((1, 1), (Texts(svg).Count(text => text == "ours"), Texts(svg).Count(text => text == "theirs")));
        Assert.DoesNotContain("ours", Texts(Draw(new Panel { Legend = false, Marks = [new Line([0, 1], [0, 1]) { Name = "ours" }] })));
    }

    [Fact]
    public void Lines_are_told_apart_without_colour()
    {
        XElement svg = Draw([.. Enumerable.Range(0, 8).Select(i => new Line([0, 1], [i, i]) { Name = $"{i}" })]);
        string?[] dashes = [.. svg.Element(Svg + "g")!.Elements(Svg + "path").Select(path => (string?)path.Attribute("stroke-dasharray"))];
        Assert.Equal((8, 8), (dashes.Length, dashes.Distinct().Count()));
    }

    [Fact]
    public void Equal_aspect_makes_units_equally_long()
    {
        XElement svg = Draw(new Panel { EqualAspect = true, HideAxes = true, Marks = [new Segments([new(0, 0, 10, 0)]), new Segments([new(0, 0, 0, 3)])] });
        double[] across = [.. Numbers().Matches(PathsOf(svg, "edge")[0]).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
        double[] up = [.. Numbers().Matches(PathsOf(svg, "edge")[1]).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
        Assert.Equal((across[2] - across[0]) / 10, (up[1] - up[3]) / 3, 0.1);
    }

    [Fact]
    public void An_axis_that_ends_before_it_begins_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Axis("x", Low: 2, High: 1));
        Assert.Throws<ArgumentException>(() => new Axis("x", AxisScale.Log, Low: 0));
        Assert.Throws<ArgumentException>(() => new Axis("x", High: double.NaN));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Series_colours_have_a_contrast_of_three_to_one(bool dark)
    {
        string scope = dark ? @":root\[data-theme=dark\] \.chart" : @"\n\.chart";
        (string ground, string[] colors) = (
            Regex.Match(SvgChart.StyleSheet, scope + @" \.reversed\{fill:#(\w{6})\}").Groups[1].Value,
            [.. Regex.Matches(SvgChart.StyleSheet, scope + @" \.s\d\{stroke:#(\w{6})\}").Select(match => match.Groups[1].Value)]);

        Assert.Equal(8, colors.Distinct().Count());
        Assert.All(colors, color => Assert.InRange(Contrast(color, ground), 3, 21));
    }

    // The contrast of WCAG 2: (lighter + 0.05) / (darker + 0.05), of relative luminances.
    private static double Contrast(string first, string second)
    {
        double[] luminances = [.. new[] { first, second }.Select(Luminance).Order()];
        return (luminances[1] + 0.05) / (luminances[0] + 0.05);

        static double Luminance(string color)
        {
            double[] linear = [.. Convert.FromHexString(color).Select(part => part / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
        }
    }

    [GeneratedRegex(@"(-?[\d.]+) (-?[\d.]+)")]
    private static partial Regex Coordinates();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Numbers();
}
