using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>All the construction is told of a problem: a cost for each point, and a solver for weighted points.</summary>
public interface ICoresetProblem
{
    /// <summary>n: how many points there are.</summary>
    int Points { get; }

    /// <summary>The class of each point (0, 1, …), or null when points have none.</summary>
    IReadOnlyList<int>? Classes { get; }

    /// <summary>A solution x that makes Σ_{i∈C} v_i f(p_i, x) small.</summary>
    Tensor Solve(Coreset coreset, RandomStream random);

    /// <summary>f(p_i, x) ≥ 0 for every point: (n).</summary>
    double[] Costs(Tensor solution);
}

/// <summary>A problem given by two functions.</summary>
/// <param name="points">n.</param>
/// <param name="costs">From a solution to the cost of every point: (n), not negative.</param>
/// <param name="solve">From a weighted part of the points to a solution.</param>
/// <param name="classes">The class of each point (0, 1, …), or null.</param>
public sealed class FunctionProblem(int points, Func<Tensor, double[]> costs, Func<Coreset, RandomStream, Tensor> solve, IReadOnlyList<int>? classes = null) : ICoresetProblem
{
    /// <inheritdoc/>
    public int Points => points;

    /// <inheritdoc/>
    public IReadOnlyList<int>? Classes => classes;

    /// <inheritdoc/>
    public Tensor Solve(Coreset coreset, RandomStream random) => solve(coreset, random);

    /// <inheritdoc/>
    public double[] Costs(Tensor solution) => costs(solution);
}

/// <summary>A problem whose solutions can be scored on points that took no part in it.</summary>
public interface IScoredProblem : ICoresetProblem
{
    /// <summary>The score's name: accuracy, R², or the mean cost.</summary>
    string ScoreName { get; }

    /// <summary>The score of a solution on other points.</summary>
    /// <param name="solution">x.</param>
    /// <param name="points">Points that may or may not be among those of the problem.</param>
    double Score(Tensor solution, LabelledPoints points);
}

/// <summary>Points with a target each.</summary>
/// <param name="Features">P: (n, d).</param>
/// <param name="Targets">y: (n); for a problem with two classes −1 and 1; empty for clustering.</param>
public sealed record LabelledPoints(Tensor Features, double[] Targets)
{
    /// <summary>n.</summary>
    public int Count => Features.Rows;

    /// <summary>Checks shapes and values.</summary>
    /// <exception cref="ArgumentException">No points, no features, or another number of targets.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public LabelledPoints Checked(bool needsTargets)
    {
        if (Features.Rank != 2 || Features.Length == 0) throw new ArgumentException("The points must be a matrix with at least one row and one column.");
        if (needsTargets && Targets.Length != Features.Rows) throw new ArgumentException($"There are {Features.Rows} points but {Targets.Length} targets.");
        Features.EnsureFinite("points");
        for (var i = 0; i < Targets.Length; i++)
            if (!double.IsFinite(Targets[i])) throw new ArgumentException($"Target {i} is {Targets[i]}.");
        return this;
    }

    /// <summary>Some of the points, in the order asked for.</summary>
    public LabelledPoints Take(ReadOnlySpan<int> rows)
    {
        var targets = new double[Targets.Length == 0 ? 0 : rows.Length];
        for (var i = 0; i < targets.Length; i++) targets[i] = Targets[rows[i]];
        return new LabelledPoints(Features.TakeRows(rows).Contiguous(), targets);
    }

    /// <summary>[P_C, 1]: (m, d + 1).</summary>
    internal Tensor WithOnes(ReadOnlySpan<int> rows)
    {
        var d = Features.Columns;
        var values = new double[rows.Length * (d + 1)];
        for (var i = 0; i < rows.Length; i++)
        {
            Features.RowSpan(rows[i]).CopyTo(values.AsSpan(i * (d + 1), d));
            values[i * (d + 1) + d] = 1;
        }
        return Tensor.Wrap(values, rows.Length, d + 1);
    }

    /// <summary>z = P w + b for x = (w, b): (n).</summary>
    internal double[] Predict(Tensor solution)
    {
        var d = Features.Columns;
        return (LinearAlgebra.MatVec(Features, solution.Slice(0, 0, d).Contiguous()) + solution[d]).ToArray();
    }

    /// <summary>The share of points whose sign of z is the sign of y.</summary>
    internal double Accuracy(Tensor solution)
    {
        var z = Predict(solution);
        return (double)z.Zip(Targets).Count(pair => pair.First * pair.Second > 0) / Count;
    }

    /// <summary>Classes 0 and 1 of targets −1 and 1.</summary>
    /// <exception cref="ArgumentException">Another target, or one class only.</exception>
    internal int[] TwoClasses()
    {
        for (var i = 0; i < Targets.Length; i++)
            if (Targets[i] is not (-1 or 1)) throw new ArgumentException($"Target {i} is {Targets[i]}; a classification target is −1 or 1.");
        if (Targets.Distinct().Count() < 2) throw new ArgumentException("All points are of one class: there is nothing to tell apart.");
        return [.. Targets.Select(y => y > 0 ? 1 : 0)];
    }
}
