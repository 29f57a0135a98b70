namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>
/// What the linear layers in FLUX.1's transformer blocks take: 19 blocks with two streams and 38 with one, width 3072, feed-forward parts four times as
/// wide, as the model's published configuration says.
/// </summary>
public static class FluxMemory
{
    private const int Width = 3072;

    /// <summary>Outputs, inputs and number of each kind of layer.</summary>
    public static IReadOnlyList<(string Name, int Outputs, int Inputs, int Count)> Layers { get; } =
    [
        ("double, modulation", 6 * Width, Width, 2 * 19),
        ("double, query, key, value", 3 * Width, Width, 2 * 19),
        ("double, attention output", Width, Width, 2 * 19),
        ("double, feed-forward up", 4 * Width, Width, 2 * 19),
        ("double, feed-forward down", Width, 4 * Width, 2 * 19),
        ("single, modulation", 3 * Width, Width, 38),
        ("single, query, key, value and feed-forward up", 7 * Width, Width, 38),
        ("single, attention output and feed-forward down", Width, 5 * Width, 38),
    ];

    /// <summary>The numbers of all layers.</summary>
    public static long Parameters => Layers.Sum(layer => (long)layer.Outputs * layer.Inputs * layer.Count);

    /// <summary>Bits with 4-bit codes, 16-bit scales for groups and a branch of 16-bit numbers.</summary>
    /// <param name="rank">The branch's.</param>
    /// <param name="groupSize">Of the scales.</param>
    public static long QuantizedBits(int rank, int groupSize) => Layers.Sum(layer => layer.Count * (
        new QuantizationGrid(4, groupSize).StorageBits(layer.Outputs, layer.Inputs) + (rank * ((long)layer.Outputs + layer.Inputs) * CompressedWeight.NumberBits)));

    /// <summary>Operations of the branch over those of the layers, for an input row.</summary>
    /// <param name="rank">The branch's.</param>
    public static double BranchOperations(int rank) =>
        Layers.Sum(layer => (double)layer.Count * rank * (layer.Outputs + layer.Inputs)) / Parameters;
}
