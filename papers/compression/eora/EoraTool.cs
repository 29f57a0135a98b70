using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Eora;

/// <summary>A low-rank path for the reader's compressed weight, with truncated SVD of the error beside it.</summary>
[Paper("eora")]
public sealed class EoraTool : ITool<EoraToolOptions>
{
    private const int RowsAtATime = 4096;

    /// <inheritdoc/>
    public string Says => "Repair a compressed weight matrix by a low-rank path fitted to the layer's inputs.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy quantized.npy inputs.npy --rank 16 -o path.npy",
        "weight.csv pruned.csv inputs.csv --rank 4 --test-inputs more.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(EoraToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values;         // (outputs, inputs)
        var compressed = options.Compressed.Table().Values; // (outputs, inputs)
        if (compressed.Rows != weight.Rows || compressed.Columns != weight.Columns)
            throw new ToolException($"{options.Compressed.Path}: {compressed.Rows} × {compressed.Columns} numbers, but {options.Weight.Path} has {weight.Rows} × {weight.Columns}. Give the same layer, both with one output a row.");
        int most = Math.Min(weight.Rows, weight.Columns);
        if (options.Rank > most)
            throw new ToolException($"--rank {options.Rank}: a weight of {weight.Rows} × {weight.Columns} has rank {most} at most.");
        var error = weight - compressed;
        if (error.MaxAbs() == 0)
            throw new ToolException($"{options.Compressed.Path}: equals {options.Weight.Path}; there is no error to repair.");
        context.Report("second moments of the inputs", 0.1);
        (var moments, long rows) = Moments(options.Inputs, weight.Columns, cancel);
        (var judged, _) = options.TestInputs is { } test ? Moments(test, weight.Columns, cancel) : (moments, rows);
        context.Report("directions of the error", 0.6);
        int shown = Math.Min(most, Math.Max(options.Rank, Math.Min(64, 2 * options.Rank)));
        (var aware, var plain) = (EigenspaceCompensation.Directions(error, moments, shown), EigenspaceCompensation.Directions(error, null, shown));
        var path = aware.Truncate(options.Rank);
        double Left(LowRankBasis basis, int rank) => WeightErrors.RelativeOutputError(error, basis.Truncate(rank).ToDense(), judged);
        (double left, double leftPlain) = (Left(aware, options.Rank), Left(plain, options.Rank));
        double before = WeightErrors.RelativeOutputError(weight, compressed, judged);
        string on = options.TestInputs is null ? "on INPUTS" : "on the test inputs";
        return new ToolReport
        {
            Headline = $"A path of rank {options.Rank} leaves {Numbers.Short(100 * left)} % of the output error ({on}); truncated SVD of the error at the same rank leaves {Numbers.Short(100 * leftPlain)} %.",
            Guarantee = options.TestInputs is null
                ? "No path of this rank leaves a smaller mean squared output error on INPUTS (Eckart and Young in the inputs' eigenspace). On other inputs of the layer it can be larger: give --test-inputs to see."
                : "On INPUTS no path of this rank leaves a smaller mean squared output error. On the test inputs it is measured, not guaranteed.",
            Measures =
            [
                new("relative output error before", before, Note: $"√(mean ‖(W − Ŵ)x‖²/mean ‖W x‖²), {on}"),
                new("relative output error after", before * left),
                new("share of the output error left", left),
                new("share left by SVD of the error", leftPlain, Note: "same rank"),
                new("parameters of the path", path.Parameters, Note: $"{Numbers.Short(100.0 * path.Parameters / path.DenseParameters)} % of the weight's"),
                new("input rows", rows),
            ],
            Figures =
            [
                new Figure
                {
                    Title = "Output error left against rank",
                    Description = "Share of the output error that a path of each rank leaves: fitted to the inputs (EoRA), and by truncated SVD of the error.",
                    Panels = [new Panel { X = new Axis("rank"), Y = new Axis("share of the output error left", Low: 0), Marks = [Curve("EoRA", aware), Curve("SVD of the error", plain)] }],
                },
            ],
            Remarks = rows < weight.Columns ? [$"There are {rows} input rows for {weight.Columns} inputs: directions that none of them uses are not repaired."] : [],
            Outputs =
            [
                new MatrixOutput("left", $"B, ({weight.Rows}, {options.Rank})", path.Left),
                new MatrixOutput("right", $"A, ({options.Rank}, {weight.Columns}); the repaired layer is Ŵ x + B (A x)", path.Right),
            ],
        };

        Line Curve(string name, LowRankBasis basis)
        {
            double[] ranks = [.. Enumerable.Range(1, shown).Select(rank => (double)rank)];
            return new Line(ranks, [.. ranks.Select(rank => Left(basis, (int)rank))]) { Name = name };
        }
    }

    private static (Tensor Moments, long Rows) Moments(InputFile file, int inputs, CancellationToken cancel)
    {
        var moments = new InputMoments(inputs);
        foreach (var block in file.Blocks(RowsAtATime))
        {
            cancel.ThrowIfCancellationRequested();
            if (block.Columns != inputs)
                throw new ToolException($"{file.Path}: rows of {block.Columns} numbers, but the weight has {inputs} inputs. Give one input of the layer a row.");
            moments.Add(block);
        }

        var second = moments.ToStatistics(file.Path).SecondMoments;
        if (LinearAlgebra.Trace(second) == 0)
            throw new ToolException($"{file.Path}: every number is 0; the inputs say nothing.");
        return (second, moments.Rows);
    }
}
