using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>What repeated sketches of one problem gave, for one seed.</summary>
/// <param name="Problem">The problem's name.</param>
/// <param name="D">Columns of A.</param>
/// <param name="Sketch">The sketch's name.</param>
/// <param name="M">Sketched rows.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Largest">ρ of each sketch.</param>
/// <param name="Euclidean">ρ₂ of each sketch.</param>
/// <param name="Deficient">In how many of them S A lost rank.</param>
/// <param name="WithinTail">How many kept the rank and have ρ of at most 4√(ln d).</param>
internal sealed record SketchTrials(string Problem, int D, string Sketch, int M, long Seed, double[] Largest, double[] Euclidean, int Deficient, int WithinTail)
{
    /// <summary>ρ of the sketch in the middle.</summary>
    public double MedianLargest => Summary.Median(Largest);

    /// <summary>ρ₂ of the sketch in the middle.</summary>
    public double MedianEuclidean => Summary.Median(Euclidean);

    /// <summary>Draws sketches of a problem and solves each.</summary>
    public static SketchTrials Run(StudyContext context, string name, RegressionProblem problem, SketchFamily family, int m, long seed, int count, CancellationToken cancel)
    {
        var d = problem.Solution.Length;
        var random = context.Random(seed, $"{name}, d = {d}, {family.Name}, m = {m}");
        var (largest, euclidean) = (new double[count], new double[count]);
        var (deficient, withinTail) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var sketch = family.Draw(m, problem.A.Rows, random.Fork(i));
            // The paper's x′ is the pseudoinverse solution, also where S A has lost rank; how often that happened is reported.
            var solved = SketchedRegression.Solve(problem.A, problem.B, sketch, RankDeficiency.MinimumNorm);
            (largest[i], euclidean[i]) = problem.ErrorsOf(solved.X, m);
            if (solved.Rank < d) deficient++;
            else if (largest[i] <= 4 * Math.Sqrt(Math.Log(d))) withinTail++;
        }
        return new SketchTrials(name, d, family.Name, m, seed, largest, euclidean, deficient, withinTail);
    }
}
