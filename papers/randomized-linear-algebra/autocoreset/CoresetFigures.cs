using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>The figures of the study.</summary>
internal static class CoresetFigures
{
    /// <summary>ε against m, one panel a problem.</summary>
    public static Figure GapAgainstSize(IReadOnlyList<(InstanceKind Kind, IReadOnlyList<CoresetTrial> Trials)> all)
    {
        string[] ways = [CoresetTrial.Automatic, CoresetTrial.Uniform, CoresetTrial.EqualCalls, CoresetTrial.Specific];
        return new Figure
        {
            Title = "Optimality gap against coreset size",
            Description = "One panel a problem, logarithmic axes: the median over seeds of ε = F(x_C)/F(x_P) − 1 with a band of quartiles for the automatic coreset, one uniform coreset, the best of as many uniform coresets as the construction made solver calls, and a coreset made for the problem. All fall with size. For least squares and logistic regression in ten columns the automatic one falls by orders of magnitude to the floor of 10⁻⁶; for k-means and for digits it stays beside the best of as many uniform ones.",
            Columns = 2,
            Panels = [.. all.Select(entry =>
            {
                double[] sizes = [.. entry.Kind.Sizes.Select(size => (double)size)];
                return new Panel
                {
                    Title = entry.Kind.Name,
                    X = new Axis("coreset points m", AxisScale.Log),
                    Y = new Axis("gap ε", AxisScale.Log),
                    Marks = [.. ways.Select((way, w) => new Line(sizes, At(way, 0.5), w < 2 ? At(way, 0.25) : null, w < 2 ? At(way, 0.75) : null, Points: true) { Name = way })],
                };

                double[] At(string way, double share) =>
                    [.. entry.Kind.Sizes.Select(size => Summary.Quantile(entry.Trials.Where(trial => trial.Size == size).Select(trial => trial.Outcomes[way].Gap), share))];
            })],
        };
    }

    /// <summary>How much smaller the gap is, by problem.</summary>
    public static Figure Ratios(IReadOnlyList<(InstanceKind Kind, IReadOnlyList<CoresetTrial> Trials)> all)
    {
        return new Figure
        {
            Title = "Gap of the automatic coreset as a share of the gap of uniform sampling",
            Description = "Bars over the problems, with quartiles over seeds: the ratio of gaps (geometric mean over sizes) against one uniform coreset, and against the best of as many uniform coresets as the construction made solver calls. Below 1 the automatic coreset is better.",
            Panels =
            [
                new Panel
                {
                    Y = new Axis("", Categories: [.. all.Select(entry => entry.Kind.Name)]),
                    X = new Axis("ratio of gaps ε", Low: 0),
                    Marks = [Series("against one uniform coreset", CoresetTrial.Uniform), Series("against the best of as many", CoresetTrial.EqualCalls), new Rule(1, Vertical: true, Label: "equal")],
                },
            ],
        };

        Bars Series(string name, string way) => new(At(way, 0.5), At(way, 0.25), At(way, 0.75)) { Name = name };

        double[] At(string way, double share) => [.. all.Select(entry => Summary.Quantile(entry.Trials.GroupBy(trial => trial.Seed)
            .Select(seed => Math.Exp(seed.Average(trial => Math.Log(trial.Outcomes[CoresetTrial.Automatic].Gap / trial.Outcomes[way].Gap)))), share))];
    }

    /// <summary>Solver calls against m.</summary>
    public static Figure SolverCalls(IReadOnlyList<(InstanceKind Kind, IReadOnlyList<CoresetTrial> Trials)> all) => new()
    {
        Title = "Solver calls of the automatic construction",
        Description = "A line a problem: the mean number of solver calls (three first solutions and the rounds of the loop) against the size of the coreset. It grows with the size where the gap can still fall, up to about 65 for least squares and logistic regression in ten columns, and stays near 12 to 30 for k-means and for digits.",
        Panels =
        [
            new Panel
            {
                X = new Axis("coreset points m", AxisScale.Log),
                Y = new Axis("solver calls", Low: 0),
                Marks = [.. all.Select(entry => new Line(
                    [.. entry.Kind.Sizes.Select(size => (double)size)],
                    [.. entry.Kind.Sizes.Select(size => entry.Trials.Where(trial => trial.Size == size).Average(trial => trial.SolverCalls))],
                    Points: true) { Name = entry.Kind.Name })],
            },
        ],
    };
}

/// <summary>The tables of the study.</summary>
internal static class CoresetTables
{
    private static readonly string[] Ways =
    [
        CoresetTrial.Automatic, "automatic, importance", "automatic, best of 100 uniform", CoresetTrial.NoLoop,
        CoresetTrial.Uniform, CoresetTrial.EqualCalls, CoresetTrial.EqualCallsByClass, CoresetTrial.Specific,
    ];

    /// <summary>Geometric mean gaps over sizes and seeds.</summary>
    public static FindingsTable Gaps(IReadOnlyList<(InstanceKind Kind, IReadOnlyList<CoresetTrial> Trials)> all) => new(
        "Optimality gap ε, geometric mean over sizes and seeds",
        ["problem", .. Ways],
        [.. all.Select(entry => (IReadOnlyList<string>)
        [
            entry.Kind.Name,
            .. Ways.Select(way => entry.Trials[0].Outcomes.ContainsKey(way)
                ? Numbers.Short(Math.Exp(entry.Trials.Average(trial => Math.Log(trial.Outcomes[way].Gap)))) : ""),
        ])]);

    /// <summary>How often the automatic coreset has the smaller gap, over sizes and seeds.</summary>
    public static FindingsTable Wins(IReadOnlyList<(InstanceKind Kind, IReadOnlyList<CoresetTrial> Trials)> all) => new(
        "Runs (sizes × seeds) in which the automatic coreset (Carathéodory) has the smaller gap",
        ["problem", "runs", "against one uniform", "against the best of as many", "against the one made for the problem"],
        [.. all.Select(entry => (IReadOnlyList<string>)
        [
            entry.Kind.Name, $"{entry.Trials.Count}", Count(entry.Trials, CoresetTrial.Uniform), Count(entry.Trials, CoresetTrial.EqualCalls), Count(entry.Trials, CoresetTrial.Specific),
        ])]);

    /// <summary>Scores on held-out points and seconds, at the largest size.</summary>
    public static FindingsTable ScoresAndTimes(IReadOnlyList<(InstanceKind Kind, IReadOnlyList<CoresetTrial> Trials)> all) => new(
        "Score (accuracy on held-out points, R², or mean squared distance) and median seconds with construction, largest size",
        ["problem", "m", "score, all data", "score, automatic", "score, uniform", "score, best of as many", "seconds, all data", "seconds, automatic", "seconds, best of as many"],
        [.. all.Select(entry =>
        {
            var size = entry.Kind.Sizes.Max();
            var trials = entry.Trials.Where(trial => trial.Size == size).ToList();
            string Score(string way) => Numbers.Short(Summary.Median(trials.Select(trial => trial.Outcomes[way].Score)));
            string Seconds(string way) => Numbers.Fixed(Summary.Median(trials.Select(trial => trial.Outcomes[way].Seconds)), 4);
            return (IReadOnlyList<string>)
            [
                entry.Kind.Name, $"{size}", Numbers.Short(Summary.Median(trials.Select(trial => trial.FullScore))),
                Score(CoresetTrial.Automatic), Score(CoresetTrial.Uniform), Score(CoresetTrial.EqualCalls),
                Numbers.Fixed(Summary.Median(trials.Select(trial => trial.FullSeconds)), 4), Seconds(CoresetTrial.Automatic), Seconds(CoresetTrial.EqualCalls),
            ];
        })]);

    private static string Count(IReadOnlyList<CoresetTrial> trials, string way) =>
        $"{trials.Count(trial => trial.Outcomes[CoresetTrial.Automatic].Gap < trial.Outcomes[way].Gap)}";
}
