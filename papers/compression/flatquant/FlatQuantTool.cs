using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>Learns the transform of the reader's layer, with simpler ones beside it, measured on rows that were not trained on.</summary>
[Paper("flatquant")]
public sealed class FlatQuantTool : ITool<FlatQuantToolOptions>
{
    private const int MostRows = 256; // in a step

    /// <inheritdoc/>
    public string Says => "Learn a Kronecker transform that makes a layer's weight and activations easy to quantise.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy inputs.npy -o quantized.npy",
        "weight.npy inputs.npy --bits 3 --activation-bits 8 --steps 300",
    ];

    /// <inheritdoc/>
    public ToolReport Use(FlatQuantToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values; // (outputs, inputs)
        var rows = options.Inputs.Table().Values;   // (rows, inputs)
        if (rows.Columns != weight.Columns)
            throw new ToolException($"{options.Inputs.Path}: {rows.Columns} columns, but the weight in {options.Weight.Path} has {weight.Columns} inputs (its columns). Give rows of that width, or the weight transposed.");
        if (rows.Rows < 2)
            throw new ToolException($"{options.Inputs.Path}: one row only; at least two are needed, for every other row is trained on and the rest measured on.");
        (var training, var test) = (Every(rows, 0), Every(rows, 1));
        if (Truth(training, weight).FrobeniusNorm() == 0 || Truth(test, weight).FrobeniusNorm() == 0)
            throw new ToolException($"{options.Inputs.Path}: the outputs of the rows that are trained or measured on are all zero, so that an error has no size. Give other rows.");
        var bits = new FlatQuantOptions { WeightBits = options.Bits, ActivationBits = options.ActivationBits, Steps = options.Steps };
        var plain = FlatQuantOptions.RoundToNearest with { WeightBits = options.Bits, ActivationBits = options.ActivationBits };
        (string Name, FlatQuantOptions Options)[] arms =
        [
            (FlatArm.Nearest, plain),
            (FlatArm.Smoothing, plain with { ScaleExponent = 0.5 }),
            (FlatArm.Hadamard, plain with { Transform = FlatTransform.Hadamard }),
            (FlatArm.FlatQuant, bits),
        ];
        var maxima = training.Abs().Max(0);
        var lines = new List<IReadOnlyList<string>>();
        double[] errors = new double[arms.Length];
        FlatGroup group = null!;
        for (int arm = 0; arm < arms.Length; arm++)
        {
            group = new FlatGroup([weight], maxima, arms[arm].Options, context.Random("transform"));
            if (arms[arm].Options.Steps > 0)
                Train(group, training, Truth(training, weight), arms[arm].Options, context, cancel);
            errors[arm] = FlatQuantModel.OutputError(group, test);
            using var still = NoGradient.Scope();
            var exact = group.Now(quantize: false);
            lines.Add([arms[arm].Name, Numbers.Short(errors[arm]), Numbers.Short(Flatness.Distance(exact.Flat(test).Data)), Numbers.Short(Flatness.Distance(exact.Weights[0].Data))]);
        }

        using var unrecorded = NoGradient.Scope();
        var moment = group.Now();
        (int first, int second) = KroneckerTransform.Factors(weight.Columns);
        double best = errors[..^1].Min();
        return new ToolReport
        {
            Headline = $"{options.Bits}-bit weights and {options.ActivationBits}-bit activations after a learned transform of {first} ⊗ {second}: outputs are off by {Numbers.Short(100 * errors[^1])} % of their norm; the best simpler way is off by {Numbers.Short(100 * best)} %.",
            Guarantee = "None: the transform is learned on every other row, and the error is measured on the rest.",
            Measures =
            [
                new("relative output error", errors[^1], Note: "rows that were not trained on"),
                new("condition of the transform", group.Condition, Note: "its inverse is in the weight"),
                new("share of activations' range that is kept", group.Clips.Last().Data.Sigmoid().ToScalar(), Note: "a row's grid ends at this times its largest number"),
                new("operations of the transform", (double)(first + second) / weight.Rows, Note: "share of the layer's"),
            ],
            Tables = [new FindingsTable("Relative output error, and distance of the channel norms to equal ones (0 is flat)", ["method", "error", "activations", "weight"], lines)],
            Remarks =
            [
                .. errors[^1] > best ? ["A simpler way does better on these rows: give more rows, or more steps."] : Array.Empty<string>(),
                .. first == 1 && second > 1 ? [$"{second} inputs have no two factors, so that the transform is one full matrix."] : Array.Empty<string>(),
            ],
            Outputs =
            [
                new MatrixOutput("weight", $"the quantised weight after the transform, {weight.Rows} × {weight.Columns}", moment.Weights[0].Data),
                new MatrixOutput("transform", $"what inputs are multiplied by from the right before they are rounded, {weight.Columns} × {weight.Columns}", moment.Flat(Tensor.Identity(weight.Columns)).Data),
            ],
        };
    }

    private static void Train(FlatGroup group, Tensor rows, Tensor truth, FlatQuantOptions options, ToolContext context, CancellationToken cancel)
    {
        var clips = group.Clips.ToList();
        Optimizer[] optimizers = [new AdamW(group.Parameters().Except(clips), weightDecay: 0), new AdamW(clips, weightDecay: 0)];
        var rate = Schedules.Cosine(options.LearningRate, options.Steps, options.LearningRate * 1e-3);
        var random = context.Random("rows");
        for (int step = 0; step < options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report("learning the transform", (double)step / options.Steps);
            using var memory = TensorScope.Begin();
            int[] taken = random.Fork(step).Choose(Math.Min(MostRows, rows.Rows), rows.Rows);
            var error = Loss.MeanSquaredError(group.Now().Forward(0, rows.TakeRows(taken)), truth.TakeRows(taken));
            (error / Math.Max(error.ToScalar(), 1e-300)).Backward();
            for (int i = 0; i < optimizers.Length; i++)
            {
                optimizers[i].LearningRate = rate(step) * (i == 0 ? 1 : 10);
                optimizers[i].Step();
                optimizers[i].ZeroGrad();
            }
        }
    }

    private static Tensor Truth(Tensor rows, Tensor weight) => LinearAlgebra.MatMul(rows, weight, transposeA: false, transposeB: true);

    private static Tensor Every(Tensor rows, int first) => rows.TakeRows([.. Enumerable.Range(0, rows.Rows).Where(row => row % 2 == first)]);
}
