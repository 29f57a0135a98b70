using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>Figures and tables of the study.</summary>
internal static class RandomMatrixFigures
{
    private const int CurvePoints = 150, Bins = 30;

    /// <summary>A spectrum with spikes.</summary>
    public static Figure Spikes(SpikeCounts spikes)
    {
        double ratio = (double)spikes.Dimensions / spikes.Samples;
        var law = new MarchenkoPastur(ratio);
        double raw = new MarchenkoPastur(ratio, NoiseVariance.Of(spikes.Shown, ratio, NoiseEstimate.RawMedian)).Upper;
        double mended = new MarchenkoPastur(ratio, NoiseVariance.Of(spikes.Shown, ratio, NoiseEstimate.LawMedian)).Upper;
        double end = 1.35 * law.Upper;
        double[] near = [.. spikes.Shown.Where(value => value <= end)];
        double[] x = [.. Enumerable.Range(0, CurvePoints + 1).Select(i => law.Lower + ((law.Upper - law.Lower) * i / CurvePoints))];
        return new Figure
        {
            Title = $"Eigenvalues of noise with five spikes, d = {spikes.Dimensions}, n = {spikes.Samples}",
            Description = $"Histogram of the sample eigenvalues of one seed up to {end:0.0}, with the Marchenko–Pastur density. The edge from the raw median lies inside the bulk, that from the corrected median at its end; {spikes.Shown.Length - near.Length} of the four strong spikes lie beyond the picture, the weak one inside the bulk.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("eigenvalue"),
                    Y = new Axis("density"),
                    Marks =
                    [
                        Histogram.Of(near, Bins, density: true) with { Name = "sample eigenvalues" },
                        new Line(x, [.. x.Select(law.Density)]) { Name = "noise alone" },
                        new Rule(raw, Vertical: true, Label: "raw median"),
                        new Rule(mended, Vertical: true, Label: "law's median"),
                    ],
                },
            ],
        };
    }

    /// <summary>Accuracy against size.</summary>
    public static Figure Accuracies(IReadOnlyList<(string Task, ReductionRun[] Runs)> tasks) => new()
    {
        Title = "Accuracy against parameters left",
        Description = "Mean test accuracy over seeds against the share of parameters left, one panel a task. The line joins the choices by 90, 95, 99 and 99.9 % of the variance and the whole network (a choice that ends early leaves a large one); points are RMT-KD with two estimates of the noise, which nearly coincide. Random directions, far below, are in the table.",
        Columns = 2,
        Panels = [.. tasks.Select(entry => new Panel
        {
            Title = entry.Task,
            X = new Axis("share of parameters left"),
            Y = new Axis("test accuracy"),
            Marks =
            [
                new Line(
                    [.. Variance(entry.Runs).Select(p => Kept(entry.Runs, p)), 1],
                    [.. Variance(entry.Runs).Select(p => Accuracy(entry.Runs, p)), entry.Runs.Average(run => run.Tuned)],
                    Points: true) { Name = "by variance" },
                .. Enumerable.Range(0, entry.Runs[0].Points.Length - 1).Except(Variance(entry.Runs)).Select(p => new Scatter([Kept(entry.Runs, p)], [Accuracy(entry.Runs, p)], 9) { Name = entry.Runs[0].Points[p].Rule }),
            ],
        })],
    };

    /// <summary>What real activations look like.</summary>
    public static Figure Streams(IReadOnlyList<(string Task, ReductionRun[] Runs)> tasks) => new()
    {
        Title = "Eigenvalues of trained activations have no bulk of noise",
        Description = "Eigenvalues of the stream behind the first block of one trained network, on a logarithmic axis, with the edge from the raw median. They fall over orders of magnitude without a gap at the edge.",
        Columns = 2,
        Panels = [.. tasks.Select(entry =>
        {
            var run = entry.Runs[0];
            double ratio = (double)run.Spectrum.Length / run.Samples;
            double edge = new MarchenkoPastur(ratio, NoiseVariance.Of(run.Spectrum, ratio, NoiseEstimate.RawMedian)).Upper;
            return new Panel
            {
                Title = entry.Task,
                X = new Axis("place in the spectrum"),
                Y = new Axis("eigenvalue", AxisScale.Log),
                Marks = [new Line([.. Enumerable.Range(1, run.Spectrum.Length).Select(i => (double)i)], run.Spectrum), new Rule(edge, Label: "edge of the noise")],
            };
        })],
    };

    /// <summary>Counts by estimate.</summary>
    public static FindingsTable Counts(IReadOnlyList<SpikeCounts> counts) => new(
        "Four spikes above the threshold, one below, noise of variance 1: mean number of eigenvalues beyond the edge, and in brackets the noise variance found",
        ["noise", "raw median", "median / law's median", "fitted density"],
        [.. counts.Select(entry => (IReadOnlyList<string>)[$"d = {entry.Dimensions}, n = {entry.Samples}", .. entry.Counts.Select((count, e) => $"{count:0.00} ({entry.Variances[e]:0.000})")])]);

    /// <summary>All reductions.</summary>
    public static FindingsTable Reductions(IReadOnlyList<(string Task, ReductionRun[] Runs)> tasks) => new(
        "Reduced networks, mean over seeds",
        ["task", "rule", "parameters left, %", "test accuracy, %", "width at the first place", "places reduced", "stopped early, % of seeds"],
        [.. tasks.SelectMany(entry => (IReadOnlyList<string>[])
        [
            [entry.Task, "none (trained)", "100.0", $"{100 * entry.Runs.Average(run => run.Trained):0.0}", "", "", ""],
            [entry.Task, "none, tuned as long", "100.0", $"{100 * entry.Runs.Average(run => run.Tuned):0.0}", "", "", ""],
            .. entry.Runs[0].Points.Select((point, p) => (IReadOnlyList<string>)
            [
                entry.Task,
                point.Rule,
                $"{100 * Kept(entry.Runs, p):0.0}",
                $"{100 * Accuracy(entry.Runs, p):0.0}",
                entry.Runs.Where(run => run.Points[p].Widths.Length > 0).ToArray() is { Length: > 0 } some ? $"{some.Average(run => run.Points[p].Widths[0]):0.0}" : "",
                $"{entry.Runs.Average(run => run.Points[p].Widths.Length):0.0}",
                $"{100 * entry.Runs.Average(run => run.Points[p].Stopped.Length > 0 ? 1.0 : 0):0}",
            ]),
        ])]);

    // The choices by variance, smallest network first.
    private static int[] Variance(ReductionRun[] runs) => [.. Enumerable.Range(0, runs[0].Points.Length).Where(p => runs[0].Points[p].ByVariance).OrderBy(p => Kept(runs, p))];

    private static double Kept(ReductionRun[] runs, int point) => runs.Average(run => run.Points[point].Kept);

    private static double Accuracy(ReductionRun[] runs, int point) => runs.Average(run => run.Points[point].Accuracy);
}
