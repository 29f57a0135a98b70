using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>Runs an experiment for every seed; models are small, so that seeds share the cores better than the products inside one.</summary>
internal static class Seeds
{
    /// <summary>Results in the order of the seeds.</summary>
    public static T[] Each<T>(StudyContext context, string name, double from, double to, Func<long, T> run, CancellationToken cancel)
    {
        var results = new T[context.Seeds.Count];
        var done = 0;
        Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            results[i] = context.Once($"{name}, seed {context.Seeds[i]}", () => run(context.Seeds[i]));
            context.Report($"{name}, seed {context.Seeds[i]}", from + (to - from) * Interlocked.Increment(ref done) / results.Length);
        });
        return results;
    }

    /// <summary>The place of the method whose mean over seeds is best.</summary>
    /// <param name="bySeed">For each seed the values of the methods.</param>
    /// <param name="smallest">Whether small values are good.</param>
    public static int Best(IReadOnlyList<double[]> bySeed, bool smallest = false)
    {
        double Mean(int method) => bySeed.Average(values => values[method]);
        var methods = Enumerable.Range(0, bySeed[0].Length);
        return smallest ? methods.MinBy(Mean) : methods.MaxBy(Mean);
    }
}
