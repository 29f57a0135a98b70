using Praxis.Lab.Figures;

namespace Praxis.Papers.Theory.Kaprekar;

/// <summary>The figures of the study.</summary>
internal static class KaprekarFigures
{
    /// <summary>Histograms of step counts in four bases.</summary>
    public static Figure Histograms(IReadOnlyList<StepTable> tables)
    {
        var shown = tables.Where(table => table.Base is 2 or 4 or 10 or 16).ToList();
        return new Figure
        {
            Title = "Steps to the constant, three digits",
            Description = "One panel per base. In bases 10 and 16 three steps is the most common count; in bases 2 and 4 it is one step.",
            Panels = [.. shown.Select(table => new Panel
            {
                Title = $"base {table.Base}",
                X = new Axis("steps", Categories: [.. Enumerable.Range(0, table.All.Keys.Max() + 1).Select(j => $"{j}")]),
                Y = new Axis("numbers", Low: 0),
                Marks = [new Bars([.. Enumerable.Range(0, table.All.Keys.Max() + 1).Select(j => (double)table.All.GetValueOrDefault(j))])],
            })],
        };
    }

    /// <summary>Steps from a number of spread s, over all even bases: the regular triangle of the table.</summary>
    public static Figure SpreadMap(int largestBase)
    {
        var bases = Enumerable.Range(1, largestBase / 2).Select(half => 2 * half).ToList();
        return new Figure
        {
            Title = "Steps from spread s in even bases",
            Description = "Heat map: spread of the digits across, base downwards. The fewest steps lie along s = B/2, and the count grows by one with each unit of distance from it.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("spread s = largest − smallest digit"),
                    Y = new Axis("base B"),
                    Marks =
                    [
                        new HeatMap([.. bases.Select(b => (IReadOnlyList<double>)[.. Enumerable.Range(1, largestBase - 1).Select(s => s < b ? Steps(b, s) : double.NaN)])])
                        {
                            XEdges = [.. Enumerable.Range(0, largestBase).Select(i => i + 0.5)],
                            YEdges = [.. Enumerable.Range(0, bases.Count + 1).Select(i => 2.0 * i + 1)],
                            ValueLabel = "steps",
                        },
                    ],
                },
            ],
        };

        // 1 + t(s) with t(s) = s − B/2 for s ≥ B/2, else 1 + B/2 − s.
        static double Steps(int b, int s) => 1 + (s >= b / 2 ? s - b / 2 : 1 + b / 2 - s);
    }

    /// <summary>The functional graph of four decimal digits on differences (a − d, b − c), 6174 at the root.</summary>
    public static Figure Tree6174()
    {
        var routine = new KaprekarRoutine(10, 4);
        // K(N) = 999(a−d) + 90(b−c) for digits a ≥ b ≥ c ≥ d: one node per pair of differences.
        var nodes = new Dictionary<long, long>();
        for (var outer = 1; outer <= 9; outer++)
            for (var inner = 0; inner <= outer; inner++)
            {
                long value = 999 * outer + 90 * inner;
                nodes[value] = (long)routine.Value(routine.Step([(int)(value / 1000), (int)(value / 100 % 10), (int)(value / 10 % 10), (int)(value % 10)]));
            }

        var children = nodes.Where(edge => edge.Key != edge.Value).ToLookup(edge => edge.Value, edge => edge.Key);
        var place = new Dictionary<long, Point>();
        var leaves = 0;
        Lay(6174, 0);

        double Lay(long value, int depth)
        {
            var below = children[value].Order().Select(child => Lay(child, depth + 1)).ToList();
            var x = below.Count > 0 ? (below[0] + below[^1]) / 2 : leaves++;
            place[value] = new Point(x, -depth);
            return x;
        }

        return new Figure
        {
            Title = "Four decimal digits: every image of the routine runs into 6174",
            Description = $"A tree with 6174 at the top. Its {nodes.Count} nodes are the possible values of digits downward minus digits upward; each line leads to the next value; the deepest lie six steps below.",
            Panels =
            [
                new Panel
                {
                    HideAxes = true,
                    Legend = false,
                    Marks =
                    [
                        new Segments([.. nodes.Where(edge => edge.Key != edge.Value).Select(edge =>
                            new Segment(place[edge.Key].X, place[edge.Key].Y, place[edge.Value].X, place[edge.Value].Y))]),
                        new Scatter([.. place.Values.Select(p => p.X)], [.. place.Values.Select(p => p.Y)], Size: 6),
                        new Label(place[6174].X, place[6174].Y + 0.35, "6174"),
                    ],
                },
            ],
        };
    }
}
