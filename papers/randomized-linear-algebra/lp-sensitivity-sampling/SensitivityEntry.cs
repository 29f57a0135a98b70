using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>Rows drawn by the ℓₚ sensitivities of [A b], in the family's bench; for p = 2 these are leverage scores that see b too.</summary>
[Paper("lp-sensitivity-sampling")]
public sealed class SensitivityEntry : IRegressionEntry
{
    /// <inheritdoc/>
    public string Name => "sensitivity sampling";

    /// <inheritdoc/>
    public bool Takes(double p) => true;

    /// <inheritdoc/>
    public Tensor Solve(LpProblem problem, int rows, RandomStream random)
    {
        var augmented = Tensor.Concat(1, problem.A, problem.B.Reshape(problem.B.Length, 1)); // (n, d + 1)
        var score = problem.P == 2 ? RowScore.Leverage : problem.P < 2 ? RowScore.RootLeverage : RowScore.LeveragePlusSensitivity;
        return problem.SolveOn(LpRowSampler.Prepare(augmented, problem.P, score).Draw(rows, random));
    }
}
