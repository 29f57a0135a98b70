using Praxis.Lab.Figures;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>The figures of the study.</summary>
internal static class HammingFigures
{
    /// <summary>Time of the bounded engines against k.</summary>
    public static Figure TimeByBound(int m, List<double> bounds, List<double> filtered, List<double> jumping, List<double> exact) => new()
    {
        Title = $"Distances up to k: time against k (m = {m:N0}, n = 16m)",
        Description = "Both axes logarithmic. Kangaroo jumps at every position cost more the larger k; with lower bounds as a filter the time hardly depends on k, because few positions are left to verify; all exact distances cost the same for every k, and at this size less than either.",
        Panels =
        [
            new Panel
            {
                X = new Axis("bound k (mismatches)", AxisScale.Log),
                Y = new Axis("time per letter of text (ns)", AxisScale.Log),
                Marks =
                [
                    new Line(bounds, jumping, Points: true) { Name = "kangaroo jumps everywhere" },
                    new Line(bounds, filtered, Points: true) { Name = "filter, then jumps" },
                    new Line(bounds, exact, Points: true) { Name = "exact, all distances" },
                ],
            },
        ],
    };

    /// <summary>Time and steps against m.</summary>
    public static Figure TimeByLength(List<double> lengths, List<double> direct, List<double> classical, List<double> steps) => new()
    {
        Title = "All distances: cost against the length of the pattern (n = 16m, √m letters)",
        Description = "Both axes logarithmic. Time per letter of text grows in proportion to m for direct counting, and like √m for the classical algorithm, whose counted steps run parallel to the dashed line of slope 1/2.",
        Panels =
        [
            new Panel
            {
                Title = "time",
                X = new Axis("pattern length m", AxisScale.Log),
                Y = new Axis("time per letter of text (ns)", AxisScale.Log),
                Marks =
                [
                    new Line(lengths, direct, Points: true) { Name = "direct counting" },
                    new Line(lengths, classical, Points: true) { Name = "classical (Abrahamson)" },
                ],
            },
            new Panel
            {
                Title = "counted steps",
                X = new Axis("pattern length m", AxisScale.Log),
                Y = new Axis("steps per letter of text", AxisScale.Log),
                Marks =
                [
                    new Line(lengths, steps, Points: true) { Name = "classical (Abrahamson)", Color = 1 },
                    new Line(lengths, [.. lengths.Select(m => steps[0] * Math.Sqrt(m / lengths[0]))], Dashed: true) { Name = "slope 1/2" },
                ],
            },
        ],
    };

    /// <summary>Errors against ε and misses against trials.</summary>
    public static Figure Approximation(double[] epsilons, double[] bounds, double[] estimates, double[] missed)
    {
        double[] trials = [.. Enumerable.Range(1, missed.Length).Select(t => (double)t)];
        return new Figure
        {
            Title = "Earlier approximations",
            Description = "Left, the error below which 95 % of the positions lie against ε, for one trial: the projection's runs along the diagonal, mostly below it; Karloff's estimate with as many transforms is closer at most positions, where nearly all letters differ. "
                + "Right, the share of positions at which the best of some trials is still below (1 − ε) of the distance, below the dashed bound, which halves with each trial.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("ε", AxisScale.Log),
                    Y = new Axis("relative error, 95 % of positions", AxisScale.Log),
                    Marks =
                    [
                        new Line(epsilons, bounds, Points: true) { Name = "projection to 2/ε letters" },
                        new Line(epsilons, estimates, Points: true) { Name = "Karloff, as many transforms" },
                        new Line(epsilons, epsilons, Dashed: true) { Name = "error = ε" },
                    ],
                },
                new Panel
                {
                    X = new Axis("trials (ε = 0.1)"),
                    Y = new Axis("share of positions missed", AxisScale.Log),
                    Marks =
                    [
                        new Line(trials, [.. missed.Select(share => share > 0 ? share : double.NaN)], Points: true) { Name = "measured" },
                        new Line(trials, [.. trials.Select(t => Math.Pow(2, -t))], Dashed: true) { Name = "bound 2^−trials" },
                    ],
                },
            ],
        };
    }

    /// <summary>The smallest distance in each of at most 600 stretches of the text, with the two nearest places named.</summary>
    public static Figure Profile(int[] distances, int m, Func<int, string> nameOf)
    {
        var width = Math.Max(1, distances.Length / 600);
        var stretches = distances.Chunk(width).Select(stretch => (double)stretch.Min()).ToList();
        List<Mark> marks = [new Line([.. Enumerable.Range(0, stretches.Count).Select(s => (s + 0.5) * width)], stretches)];
        // Names only for places that agree in half of the words.
        foreach (var near in Enumerable.Range(0, distances.Length).Where(i => distances[i] < m / 2).GroupBy(nameOf).Take(4))
        {
            var place = near.MinBy(i => distances[i]);
            marks.Add(new Label(place, distances[place] - 0.04 * m, near.Key));
        }
        return new Figure
        {
            Title = $"The first {m} words of Isaiah 37 along the King James Bible",
            Description = "The number of differing words at the best position in each stretch of the text: nearly all words differ almost everywhere. The line falls to zero at the chapter itself, and it falls too where 2 Kings 19 tells the same in nearly the same words, if that part of the text is shown.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("position in the text (words)"),
                    Y = new Axis("differing words", Low: -0.1 * m, High: m),
                    Legend = false,
                    Marks = marks,
                },
            ],
        };
    }
}
