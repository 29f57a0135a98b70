using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>Vector quantisation of the reader's matrix in a few coordinates: codes, codebook and map, with both errors for every number of coordinates tried.</summary>
[Paper("lr2vq")]
public sealed class Lr2VqTool : ITool<Lr2VqToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Store a matrix as codes of short vectors, a codebook of few coordinates and one small map.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy --length 8 --codewords 256 -o quantised.npy",
        "weight.csv --length 16 --coordinates 4",
    ];

    /// <inheritdoc/>
    public ToolReport Use(Lr2VqToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values; // (outputs, inputs)
        if (weight.Columns % options.Length != 0)
            throw new ToolException($"--length {options.Length}: {options.Weight.Path} has {weight.Columns} columns; lengths that divide them are {string.Join(", ", SubVectors.Lengths(weight.Columns).Where(m => m <= 64))}.");
        if (options.Coordinates > options.Length)
            throw new ToolException($"--coordinates {options.Coordinates}: sub-vectors of {options.Length} have at most {options.Length}.");
        var quantizer = new LowRankQuantizer(weight, options.Length);
        if (quantizer.Energy == 0)
            throw new ToolException($"{options.Weight.Path}: the matrix is zero everywhere; there is nothing to quantise.");
        int[] grid = options.Coordinates is { } given ? [given] : [.. LowRankQuantizer.Candidates(options.Length)];
        List<QuantizedRepresentation> tried = [];
        foreach (int coordinates in grid)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"{coordinates} coordinates", (double)tried.Count / grid.Length);
            tried.Add(quantizer.Quantize(coordinates, options.Codewords, context.Random($"{coordinates} coordinates"), options.Starts));
        }

        int balanced = options.Coordinates ?? LowRankQuantizer.BalancedCoordinates(tried);
        var chosen = tried.First(candidate => candidate.Weight.Basis.Rows == balanced);
        var form = chosen.Weight;
        double bits = (double)form.Bits / weight.Length, error = Math.Sqrt(chosen.Error / quantizer.Energy);
        return new ToolReport
        {
            Headline = $"{weight.Rows} × {weight.Columns} numbers as {form.Codes.Length} codes of {form.Codebook.Rows} codewords with {balanced} of {options.Length} coordinates: {Numbers.Short(bits)} bits a number, relative error {Numbers.Short(error)}.",
            Guarantee = "None: k-means finds a local optimum. The error below was measured on this matrix.",
            Measures =
            [
                new("relative error", error, Note: "‖W − Ŵ‖ / ‖W‖"),
                new("low-rank error", chosen.LowRankError / quantizer.Energy, Note: "share of ‖W‖²"),
                new("clustering error", chosen.ClusteringError / quantizer.Energy, Note: "share of ‖W‖²"),
                new("bits a number", bits, Note: "codes, and both tables at 16 bits a number"),
                new("share of the bits in tables", 1 - ((double)form.Codes.Length * SparseStorage.IndexBits(form.Codebook.Rows) / form.Bits)),
            ],
            Tables =
            [
                new FindingsTable(
                    "Numbers of coordinates tried", ["coordinates", "bits a number", "low-rank error, %", "clustering error, %", "sum, %"],
                    [.. tried.Select(candidate => (IReadOnlyList<string>)
                    [
                        $"{candidate.Weight.Basis.Rows}", $"{(double)candidate.Weight.Bits / weight.Length:0.00}", $"{100 * candidate.LowRankError / quantizer.Energy:0.0}",
                        $"{100 * candidate.ClusteringError / quantizer.Energy:0.0}", $"{100 * candidate.Error / quantizer.Energy:0.0}",
                    ])]),
            ],
            Remarks = form.Bits > form.DenseBits
                ? ["The tables take more than the matrix itself: give fewer codewords, or a larger matrix."]
                : form.Codebook.Rows < options.Codewords ? [$"There are only {form.Codebook.Rows} sub-vectors: no more codewords were needed."] : [],
            Outputs =
            [
                new MatrixOutput("quantised", $"the matrix put together again ({weight.Rows} × {weight.Columns})", form.ToDense()),
                new MatrixOutput("codes", $"row numbers of the codebook ({form.Codes.Rows} × {form.Codes.Columns})", form.Codes.To(DType.F64)),
                new MatrixOutput("codebook", $"codewords ({form.Codebook.Rows} × {form.Codebook.Columns})", form.Codebook),
                new MatrixOutput("map", $"coordinates to sub-vectors ({form.Basis.Rows} × {form.Basis.Columns})", form.Basis),
            ],
        };
    }
}
