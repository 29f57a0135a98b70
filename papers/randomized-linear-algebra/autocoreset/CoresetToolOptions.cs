using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>What <c>praxis use autocoreset</c> takes.</summary>
public sealed record CoresetToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one point a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The model that will be trained on the coreset.</summary>
    [Option("Model that the coreset is for; the classifiers tell two values of the target apart, k-means has no target")]
    public CoresetModel Model { get; init; } = CoresetModel.Linear;

    /// <summary>The column to explain.</summary>
    [Option("Column to explain, by name or by number from 1; without it the last; not for k-means", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>m.</summary>
    [Option("Points of the coreset; without it 100, or half the rows where there are fewer than 200", Minimum = 1, ValueName = "M")]
    public int? Size { get; init; }

    /// <summary>k.</summary>
    [Option("Centres of k-means", Minimum = 1, ValueName = "K")]
    public int Clusters { get; init; } = 8;

    /// <summary>C.</summary>
    [Option("Weight C of the loss against the regulariser ½‖w‖², for logistic and svm", Above = 0)]
    public double Penalty { get; init; } = 1;

    /// <summary>The summation.</summary>
    [Option("How summed costs are matched: caratheodory exactly, the others at random")]
    public SummationChoice Summation { get; init; } = SummationChoice.Caratheodory;

    /// <summary>The share of rows kept for testing.</summary>
    [Option("Share of the rows kept apart to test on; 0 tests on the rows themselves", Minimum = 0, Below = 1, ValueName = "SHARE")]
    public double TestShare { get; init; } = 0.2;
}

/// <summary>The models on offer.</summary>
public enum CoresetModel
{
    /// <summary>Least squares.</summary>
    Linear,
    /// <summary>Logistic regression.</summary>
    Logistic,
    /// <summary>A linear support vector machine.</summary>
    Svm,
    /// <summary>k-means.</summary>
    KMeans,
}

/// <summary>The summations on offer.</summary>
public enum SummationChoice
{
    /// <summary>Exact.</summary>
    Caratheodory,
    /// <summary>Importance sampling.</summary>
    Importance,
    /// <summary>The best of 100 uniform samples.</summary>
    BestUniform,
}
