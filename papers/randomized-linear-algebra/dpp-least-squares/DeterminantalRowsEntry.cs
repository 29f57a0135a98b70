using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>Rows of repeated determinantal designs, in the family's bench.</summary>
[Paper("dpp-least-squares")]
public sealed class DeterminantalRowsEntry : IRegressionEntry
{
    /// <inheritdoc/>
    public string Name => "repeated determinantal design";

    /// <inheritdoc/>
    public bool Takes(double p) => p == 2;

    /// <inheritdoc/>
    public Tensor Solve(LpProblem problem, int rows, RandomStream random) =>
        problem.SolveOn(Design.Repeated.Rows().Pick(problem.A, rows, random));
}
