using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>Choices of the construction.</summary>
public sealed record CoresetOptions
{
    /// <summary>How the summed cost vectors are matched.</summary>
    public IVectorSummation Summation { get; init; } = new CaratheodorySummation();

    /// <summary>η: candidate solutions from uniform samples before the loop begins, at least 1.</summary>
    public int FirstSolutions { get; init; } = 3;

    /// <summary>Rounds in a row without improvement after which the loop ends, at least 1.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Rounds after which the loop ends in any case; 1 leaves the loop out.</summary>
    public int MostRounds { get; init; } = 100;
}

/// <summary>What the construction found.</summary>
/// <param name="Coreset">The best coreset.</param>
/// <param name="Solution">x: the solver's solution on it.</param>
/// <param name="Cost">F(x): the cost of x on all points.</param>
/// <param name="Rounds">Rounds of the loop.</param>
/// <param name="SolverCalls">η + rounds.</param>
/// <param name="FirstCost">F after the first round, which is what η columns without the loop give.</param>
/// <param name="Losses">M_f as it was when the best coreset was selected: (n, number of solutions).</param>
/// <param name="Solutions">The solutions of its columns.</param>
public sealed record CoresetResult(
    Coreset Coreset, Tensor Solution, double Cost, int Rounds, int SolverCalls, double FirstCost, Tensor Losses, IReadOnlyList<Tensor> Solutions)
{
    /// <summary>The largest relative error of the summed cost over the collected solutions: 0 for an exact summation.</summary>
    public double LargestSumError => Enumerable.Range(0, Losses.Columns).Max(j =>
    {
        var column = Losses.Column(j).ToArray();
        var total = column.Sum();
        var kept = Coreset.Sum(column);
        return total > 0 ? Math.Abs(kept - total) / total : kept;
    });
}

/// <summary>
/// The loop: collect the cost of every point under a few candidate solutions, pick weighted points whose summed costs match the total,
/// solve on them, collect the costs under that solution too, and go on until the cost on all data stops improving.
/// </summary>
public static class CoresetConstruction
{
    private const int MostRedraws = 100;

    /// <summary>Builds a coreset.</summary>
    /// <param name="problem">Costs and solver.</param>
    /// <param name="size">m: at most how many points the coreset has.</param>
    /// <param name="random">Random numbers.</param>
    /// <param name="options">Summation, first solutions, patience.</param>
    /// <param name="cancel">Looked at before every solver call.</param>
    /// <exception cref="ArgumentException">A size outside 1 to n, options that make no sense, or a size (of a class) too small for the summation.</exception>
    /// <exception cref="InvalidOperationException">A cost that is negative or no number (with its point), or a class missing in 100 samples.</exception>
    public static CoresetResult Build(ICoresetProblem problem, int size, RandomStream random, CoresetOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new CoresetOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FirstSolutions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostRounds, 1);
        var parts = Parts(problem, size);
        var smallest = parts.Min(part => part.Size);
        if (options.Summation.FewestRows(options.FirstSolutions) is var fewest && smallest < fewest)
            throw new ArgumentException($"{options.Summation.Name} needs at least {fewest} points{(parts.Count > 1 ? " of every class" : "")} to match {options.FirstSolutions} solutions, but only {smallest} are asked for; use a larger coreset or fewer first solutions.", nameof(size));

        var solutions = new List<Tensor>();
        var columns = new List<double[]>();
        for (var i = 0; i < options.FirstSolutions; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var x = problem.Solve(Uniform(problem, size, random), random);
            solutions.Add(x);
            columns.Add(Costs(problem, x));
        }

        (Coreset Coreset, Tensor Solution, double Cost, int Columns)? best = null;
        var (rounds, idle, first) = (0, 0, 0.0);
        // An exact summation has room for so many columns only.
        while (rounds < options.MostRounds && idle < options.Patience && options.Summation.FewestRows(columns.Count) <= smallest)
        {
            cancel.ThrowIfCancellationRequested();
            var coreset = Select(columns, parts, options.Summation, random);
            var x = problem.Solve(coreset, random);
            var costs = Costs(problem, x);
            var cost = costs.Sum();
            if (rounds++ == 0) first = cost;
            idle++;
            if (best is null || cost < best.Value.Cost) (best, idle) = ((coreset, x, cost, columns.Count), 0);
            solutions.Add(x);
            columns.Add(costs);
        }
        var found = best!.Value;
        return new CoresetResult(found.Coreset, found.Solution, found.Cost, rounds, options.FirstSolutions + rounds, first,
            AsMatrix(columns[..found.Columns]), solutions[..found.Columns]);
    }

    /// <summary>m points drawn uniformly with replacement, each draw with weight n/m; drawn again while a class is missing.</summary>
    /// <exception cref="InvalidOperationException">A class was missing in 100 samples.</exception>
    public static Coreset Uniform(ICoresetProblem problem, int size, RandomStream random)
    {
        var n = problem.Points;
        var classes = problem.Classes is { } all ? all.Distinct().Count() : 0;
        for (var attempt = 0; attempt < MostRedraws; attempt++)
        {
            var draws = new int[size];
            for (var i = 0; i < size; i++) draws[i] = random.Next(n);
            if (classes == 0 || draws.Select(i => problem.Classes![i]).Distinct().Count() == classes)
                return Coreset.OfDraws(draws, _ => (double)n / size);
        }
        throw new InvalidOperationException($"In {MostRedraws} uniform samples of {size} points a class was always missing; use a larger coreset.");
    }

    /// <summary>
    /// How many of the m points each class gets: the mean of its share of the points and an equal share, which is close to what the
    /// released code's mixture of three policies gives; a class has at most all its points. Without classes there is one part.
    /// </summary>
    /// <exception cref="ArgumentException">A size outside 1 to n or below the number of classes, or another number of labels than points.</exception>
    public static IReadOnlyList<(int[] Rows, int Size)> Parts(ICoresetProblem problem, int size)
    {
        var n = problem.Points;
        if (size < 1 || size > n) throw new ArgumentOutOfRangeException(nameof(size), size, $"A coreset of {n} points has 1 to {n} points.");
        if (problem.Classes is not { } classes) return [([.. Enumerable.Range(0, n)], size)];
        if (classes.Count != n) throw new ArgumentException($"There are {n} points but {classes.Count} class labels.", nameof(problem));
        int[][] rows = [.. Enumerable.Range(0, n).GroupBy(i => classes[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        if (size < rows.Length) throw new ArgumentOutOfRangeException(nameof(size), size, $"{rows.Length} classes need at least {rows.Length} points.");
        var sizes = new int[rows.Length];
        for (var c = 0; c < rows.Length; c++)
            sizes[c] = Math.Clamp((int)(0.5 * size * ((double)rows[c].Length / n + 1.0 / rows.Length)), 1, rows[c].Length);
        // What rounding left goes to the class with the most points left.
        while (sizes.Sum() < size)
            sizes[Enumerable.Range(0, rows.Length).MaxBy(c => rows[c].Length - sizes[c])]++;
        return [.. rows.Zip(sizes)];
    }

    /// <summary>The summation, class by class, so that every class keeps its own sums.</summary>
    internal static Coreset Select(IReadOnlyList<double[]> columns, IReadOnlyList<(int[] Rows, int Size)> parts, IVectorSummation summation, RandomStream random)
    {
        var chosen = parts.SelectMany(part =>
        {
            var vectors = AsMatrix([.. columns.Select(column => part.Rows.Select(i => column[i]).ToArray())]); // (n_c, D)
            var selected = summation.Select(vectors, part.Size, random);
            return selected.Points.Select((point, i) => (Point: part.Rows[point], Weight: selected.Weights[i]));
        }).OrderBy(entry => entry.Point).ToList();
        return new Coreset([.. chosen.Select(entry => entry.Point)], [.. chosen.Select(entry => entry.Weight)]);
    }

    private static double[] Costs(ICoresetProblem problem, Tensor solution)
    {
        var costs = problem.Costs(solution);
        if (costs.Length != problem.Points) throw new InvalidOperationException($"The cost function gave {costs.Length} costs for {problem.Points} points.");
        for (var i = 0; i < costs.Length; i++)
            if (!(costs[i] >= 0 && double.IsFinite(costs[i])))
                throw new InvalidOperationException($"The cost of point {i} is {costs[i]}; costs must be numbers of at least 0.");
        return costs;
    }

    private static Tensor AsMatrix(IReadOnlyList<double[]> columns)
    {
        var (n, width) = (columns[0].Length, columns.Count);
        var values = new double[n * width];
        for (var j = 0; j < width; j++)
            for (var i = 0; i < n; i++) values[i * width + j] = columns[j][i];
        return Tensor.Wrap(values, n, width); // (n, D)
    }
}
