using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>C3: the processor time of an epoch against the number of entries, with a full Gaussian process on the same axes.</summary>
internal static class CostExperiment
{
    private static readonly (string Name, int? Distinct)[] Settings = [("all coordinates distinct", null), ("200 coordinates a mode", 200)];

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] counts = context.Pick<int[]>(smoke: [300, 600], small: [1000, 2000, 4000, 8000, 16_000], full: [1000, 2000, 4000, 8000, 16_000, 32_000]);
        int[] dense = context.Pick<int[]>(smoke: [100, 200], small: [250, 500, 1000], full: [250, 500, 1000, 2000]);
        var shortest = TimeSpan.FromMilliseconds(context.Pick(smoke: 1, small: 20, full: 20));
        var curves = new Dictionary<string, double[]>();
        // Until the compiler has seen the loops often enough, the first sizes would look slow.
        for (var warm = 0; warm < context.Pick(1, 10, 10); warm++) TimeOfEpoch(SyntheticTensor.ForTiming(counts[0], 3, null, context.Random(0, "timing, warm-up")), shortest, context.Random(0, "timing, start"), cancel);
        foreach (var (name, distinct) in Settings)
        {
            var times = new double[context.Seeds.Count][];
            for (var s = 0; s < times.Length; s++)
            {
                times[s] = [.. counts.Select(count => TimeOfEpoch(SyntheticTensor.ForTiming(count, 3, distinct, context.Random(context.Seeds[s], $"timing, {count}")), shortest, context.Random(context.Seeds[s], "timing, start"), cancel))];
                found.Observe("C3", "growth", name, context.Seeds[s], Summary.LogSlope([.. counts.Select(count => (double)count)], times[s]));
                context.Report($"time of an epoch: {name}", 0.9 + 0.05 * (s + 1) / times.Length);
            }
            curves[$"FunBaT, an epoch, {name}"] = [.. counts.Select((_, i) => Summary.Median(times.Select(row => row[i])))];
        }
        double[] cubic = [.. dense.Select(count =>
        {
            cancel.ThrowIfCancellationRequested();
            var data = SyntheticTensor.ForTiming(count, 3, null, context.Random(0, "timing, dense"));
            return Fastest(3, shortest, () => ScatteredGaussianProcess.Fit(data, new([0.3, 0.3, 0.3], 0.01)));
        })];
        found.Add(FunbatFigures.Times(counts, curves, dense, cubic));
        found.Remark($"Growth is measured with three modes of rank 2 on one core, in processor time, for N from {counts[0]:N0} to {counts[^1]:N0}; a fit takes some tens of epochs. "
            + $"Conditioning a full Gaussian process grew with N to the power {Summary.LogSlope([.. dense.Select(n => (double)n)], cubic):0.00} for N from {dense[0]:N0} to {dense[^1]:N0}, where forming the kernel still takes much of the time.");
    }

    private static double TimeOfEpoch(ScatteredData data, TimeSpan shortest, RandomStream random, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var fit = new FunctionalTucker(data, new() { Ranks = [2, 2, 2] }, random);
        return Fastest(3, shortest, () => fit.Epoch());
    }

    // Processor time, which other programs on the machine disturb less than the clock, and the smallest of several batches: what disturbs makes times longer, never shorter.
    private static double Fastest(int batches, TimeSpan shortest, Action work)
    {
        work();
        return Enumerable.Range(0, batches).Min(_ =>
        {
            var calls = 0;
            var start = Environment.CpuUsage.TotalTime;
            TimeSpan spent;
            do
            {
                work();
                calls++;
                spent = Environment.CpuUsage.TotalTime - start;
            }
            while (spent < shortest);
            return spent.TotalSeconds / calls;
        });
    }
}
