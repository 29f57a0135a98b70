using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>Quantises the reader's layer, with the errors of simpler ways beside it, measured on rows that were not calibrated on.</summary>
[Paper("svdquant")]
public sealed class SvdQuantTool : ITool<SvdQuantToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Quantise a layer's weight and activations to a few bits with a low-rank branch in 16 bits.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy inputs.npy -o left.npy",
        "weight.npy inputs.npy --rank 16 --bits 4 --activation-bits 8 --refine 5",
    ];

    /// <inheritdoc/>
    public ToolReport Use(SvdQuantToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values; // (outputs, inputs)
        var rows = options.Inputs.Table().Values;   // (rows, inputs)
        if (rows.Columns != weight.Columns)
            throw new ToolException($"{options.Inputs.Path}: {rows.Columns} columns, but the weight in {options.Weight.Path} has {weight.Columns} inputs (its columns). Give rows of that width, or the weight transposed.");
        if (rows.Rows < 2)
            throw new ToolException($"{options.Inputs.Path}: one row only; at least two are needed, for every other row is calibrated on and the rest measured on.");
        int full = Math.Min(weight.Rows, weight.Columns);
        if (options.Rank > full)
            throw new ToolException($"--rank {options.Rank}: a weight of {weight.Rows} × {weight.Columns} has rank {full} at most.");
        var calibration = Every(rows, 0);
        var test = Every(rows, 1);
        var truth = LinearAlgebra.MatMul(test, weight, false, true); // (rows, outputs)
        if (truth.FrobeniusNorm() == 0)
            throw new ToolException($"{options.Inputs.Path}: the outputs of all rows that are measured on are zero, so that an error has no size. Give other rows.");
        var asked = new SvdQuantOptions
        {
            Rank = options.Rank,
            WeightBits = options.Bits,
            ActivationBits = options.ActivationBits == 16 ? null : options.ActivationBits,
            GroupSize = options.Group,
            Refinements = options.Refine,
        };
        var lines = new List<IReadOnlyList<string>>();
        QuantizedMap? ours = null;
        double oursError = 0, best = double.PositiveInfinity;
        var arms = QuantizationArm.All(options.Rank);
        foreach (var arm in arms)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report(arm.Name, (double)lines.Count / arms.Count);
            var map = SvdQuantizer.Fit(weight, calibration, asked with { Branch = arm.Options.Branch, Smoothing = arm.Options.Smoothing });
            double error = (map.Forward(test) - truth).FrobeniusNorm() / truth.FrobeniusNorm();
            if (arm.Name == QuantizationArm.SvdQuant)
                (ours, oursError) = (map, error);
            else
                best = Math.Min(best, error);
            lines.Add([arm.Name, Numbers.Short(error), $"{map.BitsPerWeight:0.00}"]);
        }

        var kept = ours!;
        return new ToolReport
        {
            Headline = $"{options.Bits}-bit weights and {(asked.ActivationBits is null ? "unrounded" : $"{options.ActivationBits}-bit")} activations with a branch of rank {options.Rank}: outputs are off by {Numbers.Short(100 * oursError)} % of their norm; the best simpler way is off by {Numbers.Short(100 * best)} %.",
            Guarantee = "None for the end result of a model. Proposition 1 of the paper bounds this layer's error by the errors of weight and activations; the error below is measured, on every other row.",
            Measures =
            [
                new("relative output error", oursError, Note: "rows that were not calibrated on"),
                new("bits a weight", kept.BitsPerWeight, Note: "codes, 16-bit scales, smoothing scales and branch"),
                new("operations of the branch", (double)options.Rank * (weight.Rows + weight.Columns) / weight.Length, Note: "share of the layer's"),
            ],
            Tables = [new FindingsTable("Relative output error and size", ["method", "error", "bits a weight"], lines)],
            Remarks = oursError > best ? ["A simpler way does better on this layer: the branch pays where inputs have outliers and the weight has strong directions."] : [],
            Outputs =
            [
                .. kept.Branch is { } branch
                    ? new ToolOutput[]
                    {
                        new MatrixOutput("left", $"the branch's left factor, {weight.Rows} × {options.Rank}", branch.Left),
                        new MatrixOutput("right", $"the branch's right factor, {options.Rank} × {weight.Columns}", branch.Right),
                    }
                    : [],
                new MatrixOutput("codes", $"the residual's codes from −{1 << (options.Bits - 1)} to {(1 << (options.Bits - 1)) - 1}, {weight.Rows} × {weight.Columns}", Codes(kept.Residual)),
                new MatrixOutput("scales", $"the residual's scales, {weight.Rows} × {kept.Residual.Scales.Columns} groups", kept.Residual.Scales),
                new MatrixOutput("smoothing", $"λ, by which inputs are divided, {weight.Columns}", kept.InputScale),
            ],
        };
    }

    private static Tensor Every(Tensor rows, int first) => rows.TakeRows([.. Enumerable.Range(0, rows.Rows).Where(row => row % 2 == first)]);

    private static Tensor Codes(QuantizedWeight residual)
    {
        double[] codes = new double[residual.Codes.Length];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = residual.Codes[i] - residual.Grid.Middle;
        return Tensor.Wrap(codes, residual.Outputs, residual.Inputs);
    }
}
