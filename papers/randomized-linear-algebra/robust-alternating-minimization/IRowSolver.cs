using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>Solves the small least-squares problem of one row of a factor: min ‖A x − b‖₂, A the basis at the observed places.</summary>
public interface IRowSolver
{
    /// <summary>Solves one problem.</summary>
    /// <param name="a">A: (N, k), contiguous, N ≥ 1.</param>
    /// <param name="b">b: (N).</param>
    /// <param name="warm">A first guess: (k), or empty.</param>
    /// <param name="random">Random numbers of this row alone, independent of the data in it.</param>
    RowSolution Solve(Tensor a, Tensor b, ReadOnlySpan<double> warm, RandomStream random);
}

/// <summary>The solution of one regression and what it cost.</summary>
/// <param name="X">x: (k).</param>
/// <param name="InnerSteps">Steps of an iterative solver.</param>
/// <param name="EntryOperations">Multiplications with additions that touch observed entries: the |Ω|-part of the running time.</param>
/// <param name="BasisOperations">The others, on k × k matrices or a sketch: the n·k^ω-part.</param>
public sealed record RowSolution(double[] X, int InnerSteps, long EntryOperations, long BasisOperations);
