namespace Praxis.Papers.Compression.Maestro;

/// <summary>A network that was cut: how large, how good.</summary>
/// <param name="Parameters">Stored numbers of its weights as a share of the dense network's.</param>
/// <param name="Accuracy">On the test part, 0 to 1.</param>
public sealed record CutNetwork(double Parameters, double Accuracy);

/// <summary>What training with one strength of the penalty gave, and its baselines at the same size.</summary>
/// <param name="Penalty">λ.</param>
/// <param name="Ranks">The final ranks.</param>
/// <param name="Ordered">The shrunk network.</param>
/// <param name="Svd">SVD of the normally trained network.</param>
/// <param name="TunedSvd">The same, trained on.</param>
/// <param name="Factored">Factors of fixed ranks from the start.</param>
/// <param name="FirstOperations">Multiplications with additions of a forward pass in the first epoch.</param>
/// <param name="LastOperations">The same in the last epoch.</param>
/// <param name="AllOperations">Multiplications with additions of all forward passes of training, as a multiple of the normal training's.</param>
/// <param name="OrderedCuts">The shrunk network cut to shares of its ranks.</param>
/// <param name="SvdCuts">SVD of the normally trained network at the same ranks.</param>
/// <param name="RanksByEpoch">Active ranks in each epoch.</param>
/// <param name="Importance">Of the first layer's components at the end of some epochs; kept for one seed only.</param>
public sealed record PenaltyMeasures(
    double Penalty,
    int[] Ranks,
    CutNetwork Ordered,
    CutNetwork Svd,
    CutNetwork TunedSvd,
    CutNetwork Factored,
    long FirstOperations,
    long LastOperations,
    double AllOperations,
    CutNetwork[] OrderedCuts,
    CutNetwork[] SvdCuts,
    int[][] RanksByEpoch,
    double[][] Importance);

/// <summary>What one seed gave on one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Normal">Accuracy of the normally trained network.</param>
/// <param name="ByPenalty">One entry for each strength, the weakest first.</param>
public sealed record TaskMeasures(string Task, long Seed, double Normal, PenaltyMeasures[] ByPenalty);
