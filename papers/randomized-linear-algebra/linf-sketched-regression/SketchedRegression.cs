using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>Sketch and solve: x′ = argmin ‖S A x − S b‖₂ = (S A)†S b, with a bound on every coordinate of the error.</summary>
public static class SketchedRegression
{
    /// <summary>Solves the sketched problem by QR, never by normal equations.</summary>
    /// <param name="a">A: (n, d).</param>
    /// <param name="b">b: (n).</param>
    /// <param name="sketch">S: m × n with m ≥ d.</param>
    /// <param name="whenDeficient">What to do when S A has lost rank, so that x′ is not unique.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, or fewer sketched rows than columns.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in a or b.</exception>
    /// <exception cref="RankDeficientSketchException">S A has lost rank, and <paramref name="whenDeficient"/> says to refuse that.</exception>
    public static SketchedSolution Solve(Tensor a, Tensor b, ISketch sketch, RankDeficiency whenDeficient = RankDeficiency.Refuse)
    {
        if (a.Rank != 2) throw new ArgumentException($"A must be a matrix; it has rank {a.Rank}.", nameof(a));
        if (b.Rank != 1 || b.Length != a.Rows) throw new ArgumentException($"b must be a vector of {a.Rows} entries, one for each row of A.", nameof(b));
        if (sketch.Columns != a.Rows) throw new ArgumentException($"The sketch is for {sketch.Columns} rows, but A has {a.Rows}.", nameof(sketch));
        if (sketch.Rows < a.Columns)
            throw new ArgumentException($"The sketch has fewer rows ({sketch.Rows}) than A has columns ({a.Columns}); use more rows.", nameof(sketch));
        a.EnsureFinite("A");
        b.EnsureFinite("b");

        var sketchedA = sketch.Apply(a); // (m, d)
        var sketchedB = sketch.Apply(b); // (m)
        var factors = LinearAlgebra.Qr(sketchedA);                                              // Q (m, d), R (d, d)
        var rank = NumericalRank(LinearAlgebra.SingularValues(factors.R), sketch.Rows);
        if (rank == a.Columns)
            return new SketchedSolution(
                LinearAlgebra.SolveTriangular(factors.R, LinearAlgebra.MatVec(factors.Q.Transpose(), sketchedB), lower: false), rank);
        return whenDeficient == RankDeficiency.MinimumNorm
            ? new SketchedSolution(LinearAlgebra.LeastSquares(sketchedA, sketchedB).Solution, rank)
            : throw new RankDeficientSketchException(rank, a.Columns, sketch.Rows);
    }

    /// <summary>The row count of the theorem with constant 1: m = ⌈ε⁻²·d·ln³(n/δ)⌉.</summary>
    /// <param name="d">Columns of A.</param>
    /// <param name="n">Rows of A.</param>
    /// <param name="accuracy">ε in (0, 1).</param>
    /// <param name="failureProbability">δ in (0, 1).</param>
    public static int RowsFor(int d, int n, double accuracy, double failureProbability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(d, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, d);
        RequireOpenUnit(accuracy, nameof(accuracy));
        RequireOpenUnit(failureProbability, nameof(failureProbability));
        return checked((int)Math.Ceiling(d * Math.Pow(Math.Log(n / failureProbability), 3) / (accuracy * accuracy)));
    }

    /// <summary>The theorem's bound on every coordinate: ‖x′ − x*‖∞ ≤ (ε/√d)·‖A x* − b‖₂·‖A†‖₂.</summary>
    /// <param name="problem">The problem with its norms.</param>
    /// <param name="accuracy">ε.</param>
    public static double CoordinateBound(RegressionProblem problem, double accuracy) =>
        accuracy / Math.Sqrt(problem.Solution.Length) * problem.ResidualNorm * problem.PseudoInverseNorm;

    /// <summary>How many singular values are above max(m, d)·2⁻⁵² times the largest.</summary>
    internal static int NumericalRank(Tensor singularValues, int rows)
    {
        var floor = Math.Max(rows, singularValues.Length) * Math.ScaleB(1, -52) * singularValues[0];
        var rank = 0;
        while (rank < singularValues.Length && singularValues[rank] > floor) rank++;
        return rank;
    }

    private static void RequireOpenUnit(double value, string name)
    {
        if (!(value > 0 && value < 1)) throw new ArgumentOutOfRangeException(name, value, "It must lie between 0 and 1.");
    }
}

/// <summary>What to do when the sketched matrix has lost rank.</summary>
public enum RankDeficiency
{
    /// <summary>Throw: the sketched problem has no unique solution.</summary>
    Refuse,
    /// <summary>Take (S A)†S b, the shortest of the solutions.</summary>
    MinimumNorm,
}

/// <summary>The solution of a sketched problem.</summary>
/// <param name="X">x′: (d).</param>
/// <param name="Rank">The numerical rank of S A; below d the solution is the shortest of many.</param>
public sealed record SketchedSolution(Tensor X, int Rank);

/// <summary>S A has a lower rank than A has columns.</summary>
public sealed class RankDeficientSketchException : Exception
{
    /// <summary>An error without numbers.</summary>
    public RankDeficientSketchException() : this("The sketched matrix has lost rank.")
    {
    }

    /// <summary>An error with its message.</summary>
    public RankDeficientSketchException(string message) : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public RankDeficientSketchException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>An error with the numbers.</summary>
    public RankDeficientSketchException(int rank, int columns, int rows)
        : this($"The sketched matrix has numerical rank {rank} but {columns} columns (m = {rows}): the solution is not unique. Use more rows, a denser sketch, or ask for the shortest solution.")
    {
    }
}
