using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>Another solver's solution with an error in a random direction: what the robustness theorem must bear.</summary>
/// <param name="inner">The solver.</param>
/// <param name="relativeSize">The error's length as a share of the solution's.</param>
public sealed class PerturbedRowSolver(IRowSolver inner, double relativeSize) : IRowSolver
{
    /// <inheritdoc/>
    public RowSolution Solve(Tensor a, Tensor b, ReadOnlySpan<double> warm, RandomStream random)
    {
        var solution = inner.Solve(a, b, warm, random.Fork("solver"));
        if (relativeSize == 0) return solution;
        var x = solution.X;
        var error = new double[x.Length];
        random.Fork("error").FillNormal(error);
        var scale = relativeSize * TensorPrimitives.Norm<double>(x) / TensorPrimitives.Norm<double>(error);
        TensorPrimitives.MultiplyAdd(error, scale, x, x);
        return solution;
    }
}
