namespace Praxis.Papers.Compression.Allocations;

/// <summary>The sizes that a low-rank form of a layer can have: rank 1, 2, … as long as it saves parameters, and then the dense weight.</summary>
public static class RankLadder
{
    /// <summary>The largest rank whose factors are smaller than the dense weight; 0 if there is none (a weight of one row or column).</summary>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    public static int LargestRank(int outputs, int inputs) => (int)((((long)outputs * inputs) - 1) / ((long)outputs + inputs));

    /// <summary>The number of sizes: the ranks and the dense weight.</summary>
    /// <param name="layer">The layer.</param>
    public static int Steps(LayerToCompress layer) => LargestRank(layer.Outputs, layer.Inputs) + 1;

    /// <summary>The rank of a step, counted from 0; null for the last, which is dense.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="step">From 0 to one less than <see cref="Steps"/>.</param>
    public static int? Rank(LayerToCompress layer, int step) => step < LargestRank(layer.Outputs, layer.Inputs) ? step + 1 : null;

    /// <summary>The parameters of a step.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="step">From 0 to one less than <see cref="Steps"/>.</param>
    public static long Parameters(LayerToCompress layer, int step) =>
        Rank(layer, step) is { } rank ? rank * ((long)layer.Outputs + layer.Inputs) : layer.Parameters;

    /// <summary>The share of the dense weight's parameters that a step takes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="step">From 0 to one less than <see cref="Steps"/>.</param>
    public static double Keep(LayerToCompress layer, int step) => (double)Parameters(layer, step) / layer.Parameters;
}
