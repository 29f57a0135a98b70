using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>The figures and tables of the study.</summary>
internal static class DsformerFigures
{
    /// <summary>Relative errors against the compression, on trained and on Gaussian matrices.</summary>
    public static Figure ErrorAgainstSize(IReadOnlyList<WeightPart.MatrixErrors> errors) => new()
    {
        Title = "Error of the weight against the compression",
        Description = "Two panels over the compression, 1.5 to 3.57 times. Left, matrices of trained language models: relative Frobenius error of truncated SVD and of the dense-sparse form, with places counted and by values alone. Right, Gaussian matrices of the same shapes. Means over matrices.",
        Panels =
        [
            Panel("trained matrices", [("SVD", e => e.Svd, false), ("dense-sparse, places counted", e => e.Bits, false), ("dense-sparse, values only", e => e.Values, true)], errors),
            Panel("Gaussian matrices", [("SVD", e => e.GaussianSvd, false), ("dense-sparse, places counted", e => e.GaussianBits, false)], errors),
        ],
    };

    /// <summary>Test losses along fine-tuning, and how many supports change.</summary>
    public static Figure Training(IReadOnlyList<TrainingPart.NetworkLosses> networks)
    {
        int points = networks[0].Curves[0].Length, epochs = networks[0].Changed.Length;
        return new Figure
        {
            Title = "Fine-tuning of compressed perceptrons",
            Description = "Left: loss on test digits from the start of fine-tuning to its end for low rank, fixed supports and straight-through training; the rule is the dense network. Right: share of the supports that straight-through training changed in each epoch; none after they are frozen.",
            Panels =
            [
                new Panel
                {
                    Title = "loss on test images",
                    X = new Axis("share of the steps, %"),
                    Y = new Axis("nats an image", AxisScale.Log),
                    Marks =
                    [
                        .. TrainingPart.Arms.Select((name, arm) => new Line(
                            [.. Enumerable.Range(0, points + 1).Select(point => 100.0 * point / points)],
                            [networks.Average(n => n.Start[arm]), .. Enumerable.Range(0, points).Select(point => networks.Average(n => n.Curves[arm][point]))],
                            Points: true) { Name = name }),
                        new Rule(networks.Average(n => n.Dense), Label: "dense"),
                    ],
                },
                new Panel
                {
                    Title = "supports that changed",
                    X = new Axis("epoch"),
                    Y = new Axis("% of the kept coefficients", Low: 0),
                    Marks =
                    [
                        new Line(
                            [.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)],
                            [.. Enumerable.Range(0, epochs).Select(epoch => 100 * networks.Average(n => n.Changed[epoch]))],
                            Points: true) { Color = 2 },
                    ],
                },
            ],
        };
    }

    /// <summary>Mean errors by compression.</summary>
    public static FindingsTable Errors(IReadOnlyList<WeightPart.MatrixErrors> errors) => new(
        "Relative Frobenius error, means over matrices",
        ["times smaller", "SVD", "dense-sparse, places counted", "values only", "better than SVD on", "Gaussian: SVD", "Gaussian: dense-sparse"],
        [.. WeightPart.Ratios.Select((ratio, r) => (IReadOnlyList<string>)
        [
            $"{ratio}", Mean(errors, e => e.Svd[r]), Mean(errors, e => e.Bits[r]), Mean(errors, e => e.Values[r]),
            $"{errors.Count(e => e.Bits[r] < e.Svd[r])} of {errors.Count}", Mean(errors, e => e.GaussianSvd[r]), Mean(errors, e => e.GaussianBits[r]),
        ])]);

    /// <summary>Mean losses by arm.</summary>
    public static FindingsTable Losses(IReadOnlyList<TrainingPart.NetworkLosses> networks, double[] rates) => new(
        $"Perceptrons on digits at 2.8 times fewer values, means over seeds (dense: {networks.Average(n => n.Dense):0.000} nats)",
        ["arm", "learning rate", "loss before fine-tuning", "loss after", "accuracy after, %"],
        [
            .. TrainingPart.Arms.Select((name, arm) => (IReadOnlyList<string>)
            [
                name, $"{rates[arm]:0.####}", $"{networks.Average(n => n.Start[arm]):0.000}", $"{networks.Average(n => n.Final[arm]):0.000}", $"{100 * networks.Average(n => n.Accuracy[arm]):0.0}",
            ]),
            ["straight-through in 8 bits", "", "", $"{networks.Average(n => n.Rounded):0.000}", ""],
        ]);

    private static Panel Panel(string title, IReadOnlyList<(string Name, Func<WeightPart.MatrixErrors, double[]> Of, bool Dashed)> lines, IReadOnlyList<WeightPart.MatrixErrors> errors) => new()
    {
        Title = title,
        X = new Axis("times smaller"),
        Y = new Axis("‖W − Ŵ‖/‖W‖", Low: 0),
        Marks = [.. lines.Select(line => new Line(WeightPart.Ratios, [.. WeightPart.Ratios.Select((_, r) => errors.Average(e => line.Of(e)[r]))], Points: true, Dashed: line.Dashed) { Name = line.Name })],
    };

    private static string Mean(IReadOnlyList<WeightPart.MatrixErrors> errors, Func<WeightPart.MatrixErrors, double> of) => $"{errors.Average(of):0.000}";
}
