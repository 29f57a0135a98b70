using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>Rows drawn with equal probability: the baseline that every method must beat.</summary>
public sealed class UniformRows : IRegressionEntry
{
    /// <inheritdoc/>
    public string Name => "uniform rows";

    /// <inheritdoc/>
    public bool Takes(double p) => true;

    /// <inheritdoc/>
    public Tensor Solve(LpProblem problem, int rows, RandomStream random)
    {
        var n = problem.A.Rows;
        return problem.SolveOn(new RowSample(random.Choose(rows, n), [.. Enumerable.Repeat((double)n / rows, rows)]));
    }
}

/// <summary>Rows drawn by their leverage scores in A, independently with probability min(1, c·τᵢ): the classic of least squares.</summary>
public sealed class LeverageRows : IRegressionEntry
{
    /// <inheritdoc/>
    public string Name => "leverage scores";

    /// <inheritdoc/>
    public bool Takes(double p) => true;

    /// <inheritdoc/>
    public Tensor Solve(LpProblem problem, int rows, RandomStream random) =>
        problem.SolveOn(ScoreSampling.Draw(LeverageScores.Of(problem.A), rows, random));
}

/// <summary>All rows mixed by independent normal numbers: the best sketch, at the price of a dense product.</summary>
public sealed class GaussianSketchEntry : SketchEntry
{
    /// <inheritdoc/>
    public override string Name => "Gaussian sketch";

    /// <inheritdoc/>
    protected override SketchFamily Family => SketchFamily.Gaussian;
}

/// <summary>Every row added to one of m buckets with a random sign: the fastest sketch.</summary>
public sealed class CountSketchEntry : SketchEntry
{
    /// <inheritdoc/>
    public override string Name => "CountSketch";

    /// <inheritdoc/>
    protected override SketchFamily Family => SketchFamily.CountSketch;
}

/// <summary>Sketch and solve: least squares on S A, S b.</summary>
public abstract class SketchEntry : IRegressionEntry
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>The sketches drawn.</summary>
    protected abstract SketchFamily Family { get; }

    /// <inheritdoc/>
    public bool Takes(double p) => p == 2;

    /// <inheritdoc/>
    public Tensor Solve(LpProblem problem, int rows, RandomStream random)
    {
        var sketch = Family.Draw(rows, problem.A.Rows, random);
        return LinearAlgebra.LeastSquares(sketch.Apply(problem.A), sketch.Apply(problem.B)).Solution;
    }
}
