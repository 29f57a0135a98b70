using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.QvGen;

/// <summary>Figures and tables of the study.</summary>
internal static class QvGenFigures
{
    private static readonly string[] Shown = [QvGenStudy.Lsq, QvGenStudy.QvGen, QvGenStudy.AtOnce, QvGenStudy.Uniform, QvGenStudy.LargestFirst];

    /// <summary>Loss and gradient norm over training.</summary>
    public static Figure Course(IReadOnlyList<SeedOutcome> all)
    {
        return new Figure
        {
            Title = "Training with 3 bits: loss and gradient norm, medians over seeds",
            Description = "Left the distillation loss, right the norm of the gradient of the quantised weights, over the steps of training, for training without the module (LSQ) and with modules that go in several ways.",
            Panels = [Lines("distillation loss", student => student.Losses, legend: true), Lines("gradient norm of the weights", student => student.GradientNorms, legend: false)],
        };

        Panel Lines(string label, Func<StudentOutcome, double[]> course, bool legend) => new()
        {
            Title = label,
            Legend = legend,
            X = new Axis("step"),
            Y = new Axis(label, AxisScale.Log),
            Marks = [.. Shown.Select(name =>
            {
                int points = course(all[0].Students[name]).Length;
                return new Line(
                    [.. Enumerable.Range(0, points).Select(k => (10.0 * k) + 5)],
                    [.. Enumerable.Range(0, points).Select(k => Summary.Median(all.Select(outcome => course(outcome.Students[name])[k])))])
                { Name = name };
            })],
        };
    }

    /// <summary>Errors of all students with 3 bits.</summary>
    public static Figure Errors(IReadOnlyList<SeedOutcome> all)
    {
        string[] names = [.. all[0].Students.Keys.Where(name => !name.Contains("4 bits", StringComparison.Ordinal))];
        var errors = names.Select(name => Interval.OfMean([.. all.Select(outcome => outcome.Students[name].Error)])).ToList();
        return new Figure
        {
            Title = "How far 3-bit students are from their teacher on held-out noisy digits",
            Description = "Bars of the mean squared difference to the teacher's noise, over the noise's mean square, for each way of training, with intervals over seeds. Lower is better.",
            Panels =
            [
                new Panel
                {
                    Legend = false,
                    X = new Axis("mean squared difference over the teacher's mean square", Low: 0),
                    Y = new Axis(Categories: names),
                    Marks = [new Bars([.. errors.Select(error => error.Estimate)], [.. errors.Select(error => error.Low)], [.. errors.Select(error => error.High)])],
                },
            ],
        };
    }

    /// <summary>All students.</summary>
    public static FindingsTable Students(IReadOnlyList<SeedOutcome> all) => new(
        "Students, medians over seeds (weights and activations of the layers inside with 3 bits unless 4 are named)",
        ["training", "error to the teacher", "Fréchet distance", "mean gradient norm"],
        [
            ["the teacher (full precision)", "0", $"{Summary.Median(all.Select(outcome => outcome.TeacherDistance)):0.00}", ""],
            .. all[0].Students.Keys.Select(name => (IReadOnlyList<string>)
            [
                name,
                $"{Summary.Median(all.Select(outcome => outcome.Students[name].Error)):0.0000}",
                $"{Summary.Median(all.Select(outcome => outcome.Students[name].Distance)):0.00}",
                $"{Summary.Median(all.Select(outcome => outcome.Students[name].GradientNorms.Average())):0.0000}",
            ]),
        ]);
}
