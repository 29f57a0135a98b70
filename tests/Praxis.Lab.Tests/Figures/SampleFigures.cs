using Praxis.Lab.Figures;

namespace Praxis.Lab.Tests.Figures;

internal static class SampleFigures
{
    /// <summary>One figure in which every kind of mark occurs with its settings.</summary>
    public static Figure EveryMark() => new()
    {
        Title = "Every mark",
        Description = "A line with a band, points, bars, counts, a matrix, shapes and a tree.",
        Columns = 2,
        Panels =
        [
            new Panel
            {
                X = new Axis("step"),
                Y = new Axis("loss", AxisScale.Log),
                Marks =
                [
                    new Line([1, 2, 3, 4], [3, double.NaN, 1, 0.3], [2, 1, 0.5, 0.1], [4, 3, 2, 1], Points: true) { Name = "ours" },
                    new Line([1, 2, 3, 4], [4, 3, 2, 1], Dashed: true) { Name = "theirs", Color = 5 },
                    new Scatter([1.5, 2.5], [1, 2], 8) { Name = "samples" },
                    new Rule(1.5, Label: "bound"),
                    new Rule(2.5, Vertical: true),
                    new Label(3, 3, "here"),
                ],
            },
            new Panel
            {
                X = new Axis(Categories: ["a", "b", "c"]),
                Y = new Axis("error"),
                Marks = [new Bars([1, 2, double.NaN], [0.5, 1.5, 0], [1.5, 2.5, 0]) { Name = "first" }, new Bars([2, 1, 3]) { Name = "second" }],
            },
            new Panel { Marks = [Histogram.Of([1, 2, 2, 3, 3, 3], 3)] },
            new Panel { Marks = [new HeatMap([[1, -2], [double.NaN, 4]]) { Diverging = true, ValueLabel = "weight", ShowValues = true }] },
            new Panel
            {
                EqualAspect = true,
                HideAxes = true,
                Marks =
                [
                    new Polygons([new Polygon([new(0, 0), new(1, 0), new(0, 1)], Value: 2, Label: "left"), new Polygon([new(1, 1), new(1, 0), new(0, 1)], Color: 2)]),
                    new Segments([new(0, 0, 1, 1)]),
                ],
            },
        ],
    };
}
