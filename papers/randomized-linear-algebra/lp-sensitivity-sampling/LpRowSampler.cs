using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>By what rows are sampled.</summary>
public enum RowScore
{
    /// <summary>All rows alike: blind to heavy rows.</summary>
    Uniform,

    /// <summary>Leverage scores τ: right for p = 2.</summary>
    Leverage,

    /// <summary>ℓₚ sensitivities σ: the paper's subject.</summary>
    Sensitivity,

    /// <summary>ℓₚ Lewis weights (p &lt; 4): the best known baseline.</summary>
    Lewis,

    /// <summary>Root leverage scores τ^(p/2), applied recursively; for p &lt; 2.</summary>
    RootLeverage,

    /// <summary>Leverage plus sensitivity, τ + σ; for p > 2.</summary>
    LeveragePlusSensitivity,
}

/// <summary>Samples the rows of one matrix so that ‖A x‖ₚ is kept for all x: scores are computed once, samples drawn as often as wanted.</summary>
/// <remarks>How leverage and sensitivity are scaled against each other in the mixture is not known to us; their sum is used.</remarks>
public sealed class LpRowSampler
{
    private readonly Tensor _basis;

    private LpRowSampler(Tensor basis, double p, RowScore score, double[] scores)
    {
        _basis = basis;
        P = p;
        Score = score;
        Scores = scores;
    }

    /// <summary>p.</summary>
    public double P { get; }

    /// <summary>By what rows are sampled.</summary>
    public RowScore Score { get; }

    /// <summary>sᵢ of each row; for recursive root leverage those of the first round.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Computes the scores of a matrix.</summary>
    /// <param name="a">(n, d), of any rank above 0. For regression give [A b], not A.</param>
    /// <param name="p">1 to 16; Lewis weights below 4, root leverage at most 2.</param>
    /// <param name="score">By what to sample.</param>
    /// <param name="cancel">Stops the work (sensitivities of thousands of rows take seconds).</param>
    /// <exception cref="ArgumentException">No rows or columns, a matrix of zeros, a p for which the score is not defined.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in a.</exception>
    public static LpRowSampler Prepare(Tensor a, double p, RowScore score, CancellationToken cancel = default)
    {
        LpPower.Require(p);
        return OfBasis(LeverageScores.Basis(a), p, score, sensitivities: null, cancel);
    }

    /// <summary>The same from an orthonormal basis, and from sensitivities where they are known.</summary>
    internal static LpRowSampler OfBasis(Tensor basis, double p, RowScore score, double[]? sensitivities, CancellationToken cancel)
    {
        if (score == RowScore.RootLeverage && p > 2)
            throw new ArgumentOutOfRangeException(nameof(p), p, "Root leverage scores are for 1 ≤ p ≤ 2; for p > 2 use leverage plus sensitivity.");
        double[] Sensitivities() => sensitivities ?? LpSensitivities.OfBasis(basis, p, cancel: cancel);
        double[] scores = score switch
        {
            RowScore.Uniform => [.. Enumerable.Repeat(1.0, basis.Rows)],
            RowScore.Leverage => LeverageScores.OfBasis(basis),
            RowScore.Sensitivity => Sensitivities(),
            RowScore.Lewis => LewisWeights.OfBasis(basis, p),
            RowScore.RootLeverage => RecursiveRootLeverage.Scores(basis, p),
            RowScore.LeveragePlusSensitivity => [.. LeverageScores.OfBasis(basis).Zip(Sensitivities(), (tau, sigma) => tau + sigma)],
            _ => throw new ArgumentOutOfRangeException(nameof(score), score, "There is no such score."),
        };
        return new LpRowSampler(basis, p, score, scores);
    }

    /// <summary>Draws a sample.</summary>
    /// <param name="expectedRows">The mean number of kept rows; the number itself varies by about its square root.</param>
    /// <param name="random">Decides which rows are kept.</param>
    /// <returns>Rows, and their weights on |aᵢᵀx|ᵖ.</returns>
    public RowSample Draw(double expectedRows, RandomStream random) => Score == RowScore.RootLeverage
        ? RecursiveRootLeverage.Draw(_basis, P, expectedRows, random)
        : ScoreSampling.Draw([.. Scores], expectedRows, random);

    /// <summary>This way of picking rows as one that can be compared with others.</summary>
    /// <param name="p">1 to 16.</param>
    /// <param name="score">By what to sample.</param>
    public static RowSelection Selection(double p, RowScore score) =>
        new($"{Name(score)} (p = {Praxis.Lab.Numbers.Short(p)})", (a, rows, random) => Prepare(a, p, score).Draw(rows, random));

    /// <summary>The score's name in tables and figures.</summary>
    public static string Name(RowScore score) => score switch
    {
        RowScore.Uniform => "uniform",
        RowScore.Leverage => "leverage",
        RowScore.Sensitivity => "sensitivity",
        RowScore.Lewis => "Lewis",
        RowScore.RootLeverage => "recursive root leverage",
        _ => "leverage + sensitivity",
    };
}
