using System.Text.Json;
using System.Text.Json.Nodes;
using Praxis.Lab.Figures;

namespace Praxis.Lab.Tests.Figures;

public class FigureJsonTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static Figure With(params Mark[] marks) =>
        new() { Title = "T", Description = "D", Panels = [new Panel { Marks = marks }] };

    private static TMark RoundTrip<TMark>(TMark mark) where TMark : Mark =>
        Assert.IsType<TMark>(FigureJson.Read(FigureJson.Write(With(mark))).Panels[0].Marks[0]);

    [Fact]
    public void Every_kind_of_mark_comes_back_as_it_was()
    {
        Figure figure = SampleFigures.EveryMark();
        string json = FigureJson.Write(figure);
        Figure back = FigureJson.Read(json);

        Assert.Equal(json, FigureJson.Write(back));
        Assert.Equal(
            figure.Panels.SelectMany(panel => panel.Marks).Select(mark => mark.GetType()),
            back.Panels.SelectMany(panel => panel.Marks).Select(mark => mark.GetType()));
        Assert.Equal(9, back.Panels.SelectMany(panel => panel.Marks).Select(mark => mark.GetType()).Distinct().Count());
    }

    [Fact]
    public void All_settings_survive()
    {
        Figure figure = new()
        {
            Title = "Title \"quoted\" <b>",
            Description = "Seen",
            Columns = 3,
            Panels =
            [
                new Panel
                {
                    Title = "P",
                    X = new Axis("x", AxisScale.Log, 0.1, 10),
                    Y = new Axis("y", Categories: ["a", "b"]),
                    EqualAspect = true,
                    HideAxes = true,
                    Legend = false,
                    Marks = [new Line([1], [2], [0], [0], Dashed: true, Points: true) { Name = "n", Color = 0 }],
                },
            ],
        };
        Figure back = FigureJson.Read(FigureJson.Write(figure));
        Panel panel = Assert.Single(back.Panels);
        Line line = Assert.IsType<Line>(Assert.Single(panel.Marks));

        Assert.Equal((figure.Title, figure.Description, figure.Columns), (back.Title, back.Description, back.Columns));
        Assert.Equal(new Axis("x", AxisScale.Log, 0.1, 10), panel.X);
        Assert.Equal(["a", "b"], panel.Y.Categories!);
        Assert.Equal(("P", true, true, false), (panel.Title, panel.EqualAspect, panel.HideAxes, panel.Legend));
        Assert.Equal(("n", 0, true, true), (line.Name, line.Color, line.Dashed, line.Points));
        Assert.Equal([0.0], line.Low!);
    }

    [Fact]
    public void Defaults_are_left_out_and_come_back()
    {
        Assert.Equal(
            """{"title":"T","description":"D","panels":[{"title":"","x":{"label":""},"y":{"label":""},"marks":[{"kind":"rule","label":""}],"legend":true}]}""",
            FigureJson.Write(With(new Rule(0))));
        Assert.Equal(new Rule(0), RoundTrip(new Rule(0)));
        Assert.Equal(new Label(0, 0, "origin"), RoundTrip(new Label(0, 0, "origin")));
        Assert.Equal(0, RoundTrip(new Scatter([1], [1], Size: 0)).Size);
        Assert.Equal(0.0, RoundTrip(new Polygons([new Polygon([], Value: 0)])).Items[0].Value);
    }

    [Theory]
    [InlineData(0.123456789, "0.12346")]
    [InlineData(-0.123456789, "-0.12346")]
    [InlineData(1234.5678, "1234.6")]
    [InlineData(0.00001234567, "1.2346E-05")]
    [InlineData(1234567.8, "1234600")]
    [InlineData(6.02214076e23, "6.0221E+23")]
    [InlineData(123456789, "123456789")]
    [InlineData(-0.0, "0")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    public void Numbers_are_rounded_to_five_digits_but_counts_are_kept(double value, string written)
    {
        string json = FigureJson.Write(With(new Line([value], [0])));
        Assert.Contains($"\"x\":[{written}]", json);
    }

    [Fact]
    public void Values_that_are_not_finite_survive()
    {
        Line line = RoundTrip(new Line([1, 2, 3], [double.NaN, double.PositiveInfinity, double.NegativeInfinity]));
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity], line.Y);
    }

    [Fact]
    public void A_figure_inside_an_indented_document_stays_compact()
    {
        Figure figure = SampleFigures.EveryMark();
        string json = JsonSerializer.Serialize(new { figure }, Indented);

        Assert.Contains(FigureJson.Write(figure), json);
        Figure back = JsonNode.Parse(json)!["figure"].Deserialize<Figure>()!;
        Assert.Equal(FigureJson.Write(figure), FigureJson.Write(back));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"pie"}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"line","x":[1,2],"y":[1]}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"line","x":["one"],"y":[1]}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"line","y":[1]}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"heatMap","values":[[1],[1,2]]}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"heatMap"}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"segments","items":[[1,2,3]]}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"histogram"}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"histogram","edges":[0,1]}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"polygons","items":[{}]}]}]}""")]
    [InlineData("""{"title":"T","panels":[{"marks":[{"kind":"segments"}]}]}""")]
    public void What_is_no_figure_is_refused_as_bad_JSON(string json) =>
        Assert.ThrowsAny<JsonException>(() => FigureJson.Read(json));
}
