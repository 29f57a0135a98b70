namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>A trained network, whole and decomposed.</summary>
/// <param name="Whole">Test accuracy before the decomposition, 0 to 1.</param>
/// <param name="Decomposed">Test accuracy after it, without fine-tuning.</param>
/// <param name="Operations">Operations after it as a share of the whole network's.</param>
/// <param name="Ranks">The ranks.</param>
public sealed record DecomposedNetwork(double Whole, double Decomposed, double Operations, int[] Ranks)
{
    /// <summary>What the decomposition lost, percentage points.</summary>
    public double Drop => 100 * (Whole - Decomposed);
}

/// <summary>A decomposition at one threshold.</summary>
/// <param name="Operations">As a share of the whole network's.</param>
/// <param name="Accuracy">On the test part, 0 to 1.</param>
public sealed record CurvePoint(double Operations, double Accuracy);

/// <summary>What one seed gave for one network and scheme.</summary>
/// <param name="Setting">Network and scheme.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Pruned">Trained with rank pruning.</param>
/// <param name="Nuclear">Trained with rank pruning and nuclear norm.</param>
/// <param name="PostHoc">Trained normally, decomposed to at most the operations of <paramref name="Pruned"/>.</param>
/// <param name="Tuned">Test accuracy of the latter after fine-tuning for a quarter of the epochs.</param>
/// <param name="PrunedCurve">Accuracy against operations for thresholds on the energy, trained with rank pruning.</param>
/// <param name="NuclearCurve">The same with the nuclear norm.</param>
/// <param name="NormalCurve">The same, trained normally.</param>
/// <param name="Course">Ranks of the first layer after truncations, without and with the nuclear norm; steps first.</param>
public sealed record RankPruningMeasures(
    string Setting,
    long Seed,
    DecomposedNetwork Pruned,
    DecomposedNetwork Nuclear,
    DecomposedNetwork PostHoc,
    double Tuned,
    CurvePoint[] PrunedCurve,
    CurvePoint[] NuclearCurve,
    CurvePoint[] NormalCurve,
    RankCourse[] Course);

/// <summary>How the ranks went while a network was trained.</summary>
/// <param name="Name">How it was trained.</param>
/// <param name="Steps">When truncations took place.</param>
/// <param name="Ranks">For each layer that can be cut its ranks after them.</param>
public sealed record RankCourse(string Name, double[] Steps, double[][] Ranks);
