using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>What one way of choosing a coreset gave.</summary>
/// <param name="Gap">ε = F(x_C)/F(x_P) − 1, at least <see cref="CoresetTrial.SmallestGap"/>.</param>
/// <param name="Score">The score on the test points.</param>
/// <param name="Seconds">Time to choose and to solve.</param>
internal sealed record CoresetOutcome(double Gap, double Score, double Seconds);

/// <summary>All ways of choosing a coreset of one size, on one problem and seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Size">m.</param>
/// <param name="Outcomes">By the name of the way.</param>
/// <param name="SolverCalls">Of the automatic construction by Carathéodory.</param>
/// <param name="SumError">Its largest relative error of a summed cost.</param>
/// <param name="HullError">The same over random points of the lifted hull, for least squares; else null.</param>
/// <param name="FullScore">The score of the solution on all data.</param>
/// <param name="FullSeconds">Time of solving on all data.</param>
internal sealed record CoresetTrial(
    long Seed, int Size, Dictionary<string, CoresetOutcome> Outcomes, int SolverCalls, double SumError, double? HullError, double FullScore, double FullSeconds)
{
    public const double SmallestGap = 1e-6;
    public const string Uniform = "uniform";
    public const string Automatic = "automatic, Carathéodory";
    public const string NoLoop = "automatic, without the loop";
    public const string EqualCalls = "best of as many uniform";
    public const string EqualCallsByClass = "best of as many uniform by class";
    public const string Specific = "made for the problem";

    private const int HullPoints = 10;

    /// <summary>Runs all ways on one problem of one seed, for all sizes.</summary>
    public static IEnumerable<CoresetTrial> Run(StudyContext context, InstanceKind kind, long seed, CancellationToken cancel)
    {
        var random = context.Random(seed, kind.Name);
        var instance = kind.Make(context, random.Fork("data"));
        var problem = instance.Problem;
        var start = Stopwatch.GetTimestamp();
        var solution = instance.Best(random.Fork("all data"));
        var fullSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var best = problem.Costs(solution).Sum();
        foreach (var size in kind.Sizes)
            yield return RunSize(instance, size, seed, best, problem.Score(solution, instance.Test), fullSeconds, random.Fork($"m = {size}"), cancel);
    }

    private static CoresetTrial RunSize(
        Instance instance, int size, long seed, double best, double fullScore, double fullSeconds, RandomStream random, CancellationToken cancel)
    {
        var problem = instance.Problem;
        var outcomes = new Dictionary<string, CoresetOutcome>();
        CoresetResult Automatic(IVectorSummation summation, string name)
        {
            var start = Stopwatch.GetTimestamp();
            var built = CoresetConstruction.Build(problem, size, random.Fork(summation.Name), new CoresetOptions { Summation = summation }, cancel);
            outcomes[name] = Outcome(built.Solution, built.Cost, start);
            return built;
        }
        CoresetOutcome Outcome(Tensor solution, double cost, long start)
        {
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return new CoresetOutcome(Math.Max(cost / best - 1, SmallestGap), problem.Score(solution, instance.Test), seconds);
        }

        var exact = Automatic(new CaratheodorySummation(), CoresetTrial.Automatic);
        Automatic(new ImportanceSummation(), "automatic, importance");
        Automatic(new BestUniformSummation(), "automatic, best of 100 uniform");
        outcomes[NoLoop] = outcomes[CoresetTrial.Automatic] with { Gap = Math.Max(exact.FirstCost / best - 1, SmallestGap), Score = double.NaN, Seconds = double.NaN };

        var parts = CoresetConstruction.Parts(problem, size);
        var nothing = new double[problem.Points];
        var (first, equal) = BestOf(exact.SolverCalls, "uniform", stream => CoresetConstruction.Uniform(problem, size, stream));
        outcomes[Uniform] = first;
        outcomes[EqualCalls] = equal;
        if (problem.Classes is not null)
            outcomes[EqualCallsByClass] = BestOf(exact.SolverCalls, "uniform by class", stream => CoresetConstruction.Select([nothing], parts, new UniformSummation(), stream)).Best;
        outcomes[Specific] = BestOf(1, "made for the problem", stream => instance.Specific(size, stream)).Best;

        return new CoresetTrial(seed, size, outcomes, exact.SolverCalls, exact.LargestSumError,
            problem is LinearRegressionProblem ? LargestHullError(instance.Train, exact, random.Fork("hull")) : null, fullScore, fullSeconds);

        // The first coreset drawn, and the best by cost on all data.
        (CoresetOutcome First, CoresetOutcome Best) BestOf(int count, string purpose, Func<RandomStream, Coreset> draw)
        {
            var start = Stopwatch.GetTimestamp();
            var stream = random.Fork(purpose);
            (Tensor Solution, double Cost)? least = null;
            CoresetOutcome? firstOutcome = null;
            for (var i = 0; i < count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                var x = problem.Solve(draw(stream), stream);
                var cost = problem.Costs(x).Sum();
                firstOutcome ??= Outcome(x, cost, start);
                if (least is null || cost < least.Value.Cost) least = (x, cost);
            }
            return (firstOutcome!, Outcome(least!.Value.Solution, least.Value.Cost, start));
        }
    }

    /// <summary>
    /// For least squares f(p, x) = ⟨a aᵀ, ψ ψᵀ⟩ with a = (p, 1, y), ψ = (w, b, −1): linear in the lifting ψψᵀ. The largest relative error of
    /// Σ_C v aᵀQa over random Q in the hull of the collected ψψᵀ.
    /// </summary>
    private static double LargestHullError(LabelledPoints data, CoresetResult built, RandomStream random)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        var a = Tensor.Concat(1, data.WithOnes(rows), Tensor.Wrap((double[])data.Targets.Clone(), data.Count, 1)); // (n, d + 2)
        var largest = 0.0;
        for (var t = 0; t < HullPoints; t++)
        {
            double[] share = [.. built.Solutions.Select(_ => -Math.Log(1 - random.NextDouble()))];
            var total = share.Sum();
            var q = Tensor.Zeros(a.Columns, a.Columns);
            foreach (var (j, x) in built.Solutions.Index())
            {
                var psi = Tensor.Concat(0, x, Tensor.Wrap([-1.0], 1));
                q.AddScaled(LinearAlgebra.Outer(psi, psi), share[j] / total);
            }
            var costs = (LinearAlgebra.MatMul(a, q) * a).Sum(1).ToArray(); // (n): aᵀ Q a
            var sum = costs.Sum();
            largest = Math.Max(largest, Math.Abs(built.Coreset.Sum(costs) - sum) / sum);
        }
        return largest;
    }
}
