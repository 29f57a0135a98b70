using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>
/// Simulator calls of value iteration with anchors and with all pairs, on random low-rank problems with a known optimum; the worst-entry error of
/// the anchor estimator under noise; and the policies both find for two control tasks.
/// </summary>
[Paper("low-rank-q-learning")]
public sealed class LowRankQLearningStudy : IStudy
{
    private const double Goal = 0.05;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        CheckCalls(context, found, cancel);
        CheckNoise(context, found, cancel);
        CheckControl(context, found, cancel);
        ShowDiscounts(context, found, cancel);
        found.Remark("Every call of the simulator counts, those for anchors too. The evaluation of policies uses calls of its own, the same for all.");
        found.Remark("Anchors are random and fixed for a run. The pseudo-inverse leaves out singular values that noise alone could have made (the standard error of the samples times √(|S#|·|A#|)), and entries are clipped to 0 … 1/(1 − γ).");
        found.Remark("Matrix completion by nuclear norm on as many random entries, the paper's other baseline, is not run here.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1: calls until 5 % against the size.</summary>
    private static void CheckCalls(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const int anchors = 8, rank = 4, most = 30;
        const double discount = 0.6;
        var samples = context.Pick(smoke: 60, small: 200, full: 200);
        var sizes = context.Pick<int[]>([20, 40], [50, 100], [50, 100, 200]);
        var measured = new List<CallCount[]>();
        foreach (var n in sizes)
        {
            context.Report($"calls, n = {n}", 0.6 * measured.Count / sizes.Length);
            measured.Add(context.Once($"calls, n = {n}", () => InParallel(context, seed =>
            {
                var random = context.Random(seed, $"calls, n = {n}");
                var problem = LowRankDecisionProblem.Draw(n, n, 2, random.Fork("problem"));
                var optimal = problem.Optimal(discount);
                var options = new ValueIterationOptions { Discount = discount, Samples = samples, Sweeps = most };
                var (anchored, anchoredErrors) = Reach(options with { Anchors = Anchors.Draw(problem, anchors, anchors, rank, random.Fork("anchors")) }, "anchors");
                var (full, fullErrors) = Reach(options, "all pairs");
                return new CallCount(anchored.Calls, full.Calls, anchored.Sweeps, full.Sweeps, anchoredErrors, fullErrors);

                (ValueIterationResult, double[]) Reach(ValueIterationOptions choice, string name)
                {
                    var errors = new List<double>();
                    var result = AnchorValueIteration.Run(problem, choice, random.Fork(name), (_, table) =>
                    {
                        errors.Add((table - optimal).MaxAbs() / optimal.MaxAbs());
                        return errors[^1] <= Goal;
                    }, cancel);
                    return (result, [.. errors]);
                }
            }, cancel)));
        }
        double[] x = [.. sizes.Select(n => (double)n)];
        for (var s = 0; s < context.Seeds.Count; s++)
        {
            var ours = Summary.LogSlope(x, [.. measured.Select(counts => (double)counts[s].Anchored)]);
            found.Observe("C1", "call-slope", "", context.Seeds[s], ours);
            found.ObservePair("C1", "slope-gap", "", context.Seeds[s], ours, Summary.LogSlope(x, [.. measured.Select(counts => (double)counts[s].Full)]));
        }
        found.Add(LowRankFigures.Calls(sizes, measured));
        found.Add(new FindingsTable(
            $"Simulator calls until the largest error is {100 * Goal} % (medians; γ = {discount}, {samples} simulations a pair and sweep, {anchors} anchor states and actions)",
            ["n", "anchors", "all pairs", "sweeps, anchors", "sweeps, all pairs", "seeds that missed the goal"],
            [.. sizes.Select((n, i) => (IReadOnlyList<string>)
            [
                $"{n}", Numbers.Short(Summary.Median(measured[i].Select(c => (double)c.Anchored))), Numbers.Short(Summary.Median(measured[i].Select(c => (double)c.Full))),
                Numbers.Short(Summary.Median(measured[i].Select(c => (double)c.AnchoredSweeps))), Numbers.Short(Summary.Median(measured[i].Select(c => (double)c.FullSweeps))),
                $"{measured[i].Count(c => c.AnchoredErrors[^1] > Goal || c.FullErrors[^1] > Goal)}",
            ])]));
        found.Remark($"C1 was looked at for n from {sizes[0]} to {sizes[^1]}. A run that has not reached the goal after {most} sweeps counts with the calls it made until then; the table says how many there were. With as many simulations a pair, the anchor method needs no more sweeps than all pairs in most problems; where the random anchors are poor, filling in amplifies the noise and it needs several more, which is what widens the interval of the exponent.");
    }

    /// <summary>C2: error against noise.</summary>
    private static void CheckNoise(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        double[] levels = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2];
        const int signTrials = 200;
        (int Size, int Rank)[] settings = context.Pick<(int, int)[]>([(40, 2)], [(100, 2), (100, 4)], [(100, 2), (100, 4), (100, 8), (400, 4)]);
        var curves = new List<(string Name, double[][] Errors)>();
        foreach (var (n, rank) in settings)
        {
            var name = $"n = {n}, r = {rank}";
            context.Report($"noise, {name}", 0.6);
            var results = context.Once($"noise, {name}", () => InParallel(context, seed =>
            {
                var random = context.Random(seed, $"noise, {name}");
                var table = LinearAlgebra.MatMul(random.Fork("left").Normal(n, rank), random.Fork("right").Normal(rank, n));
                var anchors = 2 * rank;
                int[] states = random.Fork("states").Choose(anchors, n), actions = random.Fork("actions").Choose(anchors, n);
                var (columns, rows) = (table.TakeColumns(actions).Contiguous(), table.TakeRows(states).Contiguous());
                var largest = table.MaxAbs();
                var smallest = LinearAlgebra.SingularValues(columns.TakeRows(states).Contiguous())[rank - 1];
                var bound = Math.Pow(1 + 2 * anchors * largest / smallest, 2);
                var errors = levels.Select((level, l) => ErrorOf(level * largest, random.Fork(l), signs: false)).ToArray();
                double amplification = 0;
                for (var l = 0; l < levels.Length; l++)
                    if (levels[l] * largest < smallest / (4 * anchors)) amplification = Math.Max(amplification, errors[l] / levels[l] / largest / bound);
                // Signs are the extreme points of bounded noise; the worst of many random ones.
                var small = 1e-3 * smallest / anchors;
                for (var trial = 0; trial < signTrials / (n / 40 + 1); trial++)
                    amplification = Math.Max(amplification, ErrorOf(small, random.Fork("signs").Fork(trial), signs: true) / small / bound);
                return new NoiseResult([.. errors.Select(error => error / largest)], amplification);

                double ErrorOf(double noise, RandomStream stream, bool signs)
                {
                    var noisy = (signs ? stream.Signs(n, n) : stream.Uniform(n, n) * 2 - 1) * noise + table; // one noise value for each cell
                    return (AnchorEstimator.Fill(noisy.TakeColumns(actions).Contiguous(), noisy.TakeRows(states).Contiguous(), states, rank).Table - table).MaxAbs();
                }
            }, cancel));
            foreach (var (seed, result) in context.Seeds.Zip(results))
            {
                found.Observe("C2", "noise-slope", name, seed, Math.Abs(Summary.LogSlope(levels, result.Errors) - 1));
                found.Observe("C2", "amplification", name, seed, result.Amplification);
            }
            curves.Add((name, [.. results.Select(result => result.Errors)]));
        }
        found.Add(LowRankFigures.Noise(levels, curves));
    }

    /// <summary>C3: policies for control tasks.</summary>
    private static void CheckControl(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const double discount = 0.9;
        var (grid, actions, sweeps, starts) = context.Pick((9, 20, 15, 30), (21, 40, 40, 100), (31, 60, 50, 100));
        var rank = context.Pick(3, 6, 8);
        var rows = new List<IReadOnlyList<string>>();
        var spectra = new List<(string Name, double[] Values)>();
        foreach (var task in new[] { ControlTask.Pendulum(grid, actions), ControlTask.DoubleIntegrator(grid, actions) })
        {
            context.Report(task.Name, 0.8);
            // About a fifth of the pairs: a few actions for all states, some states with all actions.
            var (anchorStates, anchorActions) = (task.States / 14, Math.Max(rank, task.Actions / 9));
            var results = context.Once($"control, {task.Name}", () => InParallel(context, seed =>
            {
                var random = context.Random(seed, $"control, {task.Name}");
                var options = new ValueIterationOptions { Discount = discount, Sweeps = sweeps };
                var full = AnchorValueIteration.Run(task, options, random.Fork("all pairs"), null, cancel);
                var anchored = AnchorValueIteration.Run(task, options with { Anchors = Anchors.Draw(task, anchorStates, anchorActions, rank, random.Fork("anchors")) }, random.Fork("with anchors"), null, cancel);
                return new ControlResult(
                    Return(anchored.Table), Return(full.Table), Return(random.Fork("random policy").Uniform(task.States, task.Actions)),
                    (double)anchored.Calls / full.Calls, (anchored.Table - full.Table).MaxAbs() / full.Table.MaxAbs(), anchored.Clipped,
                    seed == context.Seeds[0] ? LinearAlgebra.SingularValues(full.Table).ToArray() : []);

                double Return(Tensor table) => task.Return(table, discount, starts, 60, random.Fork("evaluation"));
            }, cancel));
            foreach (var (seed, result) in context.Seeds.Zip(results))
            {
                found.ObservePair("C3", "return", task.Name, seed, result.Anchored, result.Full);
                found.Observe("C3", "calls", task.Name, seed, result.CallShare);
            }
            spectra.Add((task.Name, results[0].Spectrum));
            rows.Add([
                task.Name, Numbers.Fixed(100 * results.Average(r => r.CallShare), 1), Numbers.Fixed(results.Average(r => r.Anchored), 3), Numbers.Fixed(results.Average(r => r.Full), 3),
                Numbers.Fixed(results.Average(r => r.Random), 3), Numbers.Fixed(100 * results.Average(r => r.Difference), 1), Numbers.Short(results.Average(r => r.Clipped))]);
        }
        found.Add(LowRankFigures.Spectra(spectra));
        found.Add(new FindingsTable(
            $"Control, {grid} × {grid} states, {actions} actions, γ = {discount}, {sweeps} sweeps, rank {rank}, one simulation a pair (means over seeds)",
            ["task", "calls, % of all pairs", "return, anchors", "return, all pairs", "return, a random policy", "largest difference of Q, %", "clipped entries"], rows));
        found.Remark("The random policy's return shows how much there is to win: a return within 2 % of full value iteration means little where any policy comes close.");
    }

    /// <summary>Beyond the theory's discount.</summary>
    private static void ShowDiscounts(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var n = context.Pick(20, 50, 50);
        var samples = context.Pick(50, 100, 200);
        var seeds = context.Seeds.Take(5).ToArray();
        double[] discounts = context.Pick<double[]>([0.3, 0.9], [0.3, 0.6, 0.9, 0.95], [0.3, 0.6, 0.9, 0.95, 0.99]);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var discount in discounts)
        {
            context.Report($"γ = {discount}", 0.95);
            // Enough sweeps for 1 % without noise.
            var sweeps = (int)Math.Ceiling(Math.Log(0.01) / Math.Log(discount)) + 1;
            var results = context.Once($"discount {discount}", () => seeds.Select(seed =>
            {
                var random = context.Random(seed, $"discount {discount}");
                var problem = LowRankDecisionProblem.Draw(n, n, 2, random.Fork("problem"));
                var optimal = problem.Optimal(discount);
                var options = new ValueIterationOptions { Discount = discount, Samples = samples, Sweeps = sweeps };
                var anchored = AnchorValueIteration.Run(problem, options with { Anchors = Anchors.Draw(problem, 8, 8, 4, random.Fork("anchors")) }, random.Fork("sweeps"), null, cancel);
                return new[] { (anchored.Table - optimal).MaxAbs() / optimal.MaxAbs(), anchored.Clipped, anchored.Rank };
            }).ToArray());
            rows.Add([Numbers.Short(discount), $"{sweeps}", .. Enumerable.Range(0, 3).Select(k => Numbers.Short(Summary.Median(results.Select(r => r[k])))), Numbers.Short(results.Max(r => r[0]))]);
        }
        found.Add(new FindingsTable(
            $"The discount and the error with anchors, n = {n}, {samples} simulations a pair (medians of {seeds.Length} seeds)",
            ["γ", "sweeps", "largest error, relative", "clipped entries", "rank kept", "worst seed's error"], rows));
    }

    private static T[] InParallel<T>(StudyContext context, Func<long, T> compute, CancellationToken cancel)
    {
        var results = new T[context.Seeds.Count];
        Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i => results[i] = compute(context.Seeds[i]));
        return results;
    }
}

/// <summary>Calls, sweeps and errors after each sweep, with anchors and with all pairs.</summary>
internal sealed record CallCount(long Anchored, long Full, int AnchoredSweeps, int FullSweeps, double[] AnchoredErrors, double[] FullErrors);

/// <summary>Relative errors by noise level, and the worst amplification as a share of the bound.</summary>
internal sealed record NoiseResult(double[] Errors, double Amplification);

/// <summary>Returns of policies and what they cost.</summary>
internal sealed record ControlResult(double Anchored, double Full, double Random, double CallShare, double Difference, long Clipped, double[] Spectrum);
