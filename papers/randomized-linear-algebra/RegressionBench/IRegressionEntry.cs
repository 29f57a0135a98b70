using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// A way to solve min ‖A x − b‖ₚ that keeps only some rows: one entry of the family's bench. A room enters by a class with this interface and its
/// <see cref="PaperAttribute"/>; baselines have none.
/// </summary>
public interface IRegressionEntry : IPaperPart
{
    /// <summary>The method's name in the table.</summary>
    string Name { get; }

    /// <summary>Whether the method is made for this power.</summary>
    /// <param name="p">The power of the loss: 1 or 2.</param>
    bool Takes(double p);

    /// <summary>Solves the problem from so many rows.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="rows">m: how many rows may be kept, at least as many as A has columns.</param>
    /// <param name="random">Random numbers.</param>
    /// <returns>x′: (d).</returns>
    Tensor Solve(LpProblem problem, int rows, RandomStream random);
}

/// <summary>min ‖A x − b‖ₚ.</summary>
/// <param name="A">(n, d), finite, of full column rank.</param>
/// <param name="B">(n), finite.</param>
/// <param name="P">The power of the loss.</param>
public sealed record LpProblem(Tensor A, Tensor B, double P)
{
    /// <summary>‖A x − b‖ₚᵖ.</summary>
    /// <param name="x">(d).</param>
    public double Cost(Tensor x) => Losses(x).Sum();

    /// <summary>|aᵢᵀx − bᵢ|ᵖ of every row.</summary>
    /// <param name="x">(d).</param>
    /// <returns>(n).</returns>
    public Tensor Losses(Tensor x)
    {
        var losses = (LinearAlgebra.MatVec(A, x) - B).Abs(); // (n)
        LpPower.Raise(losses.AsSpan(), P, losses.AsSpan());
        return losses;
    }

    /// <summary>The exact solution, from all rows.</summary>
    /// <returns>x*: (d).</returns>
    public Tensor Solve() => P == 2 ? LinearAlgebra.LeastSquares(A, B).Solution : LpRegression.Solve(A, B, P).X;

    /// <summary>The solution on kept rows; a sample that has lost rank is solved by the shortest least-squares solution.</summary>
    /// <param name="sample">Rows and their weights.</param>
    /// <returns>x′: (d).</returns>
    public Tensor SolveOn(RowSample sample)
    {
        if (P != 2 && sample.Count >= A.Columns)
        {
            try
            {
                return LpRegression.Solve(sample.Scaled(A, P), sample.Scaled(B, P), P).X;
            }
            catch (ArgumentException)
            {
                // The sample has lost rank.
            }
        }
        return LinearAlgebra.LeastSquares(sample.Scaled(A, 2), sample.Scaled(B, 2)).Solution;
    }
}
