using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>An automatic coreset, in the family's bench: it looks at b and solves again and again, which the time column shows.</summary>
[Paper("autocoreset")]
public sealed class CoresetEntry : IRegressionEntry
{
    /// <inheritdoc/>
    public string Name => "automatic coreset";

    /// <inheritdoc/>
    // It solves some dozens of times, which for other powers is iterative and takes minutes.
    public bool Takes(double p) => p == 2;

    /// <inheritdoc/>
    public Tensor Solve(LpProblem problem, int rows, RandomStream random)
    {
        var losses = new FunctionProblem(
            problem.A.Rows,
            x => problem.Losses(x).ToArray(),
            (coreset, _) => problem.SolveOn(new RowSample(coreset.Points, coreset.Weights)));
        var built = CoresetConstruction.Build(losses, rows, random).Coreset;
        return problem.SolveOn(new RowSample(built.Points, built.Weights));
    }
}
