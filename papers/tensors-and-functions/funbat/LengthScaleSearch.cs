using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>Chooses the length scales mode by mode, by the error on a fifth of the entries that is held out.</summary>
public static class LengthScaleSearch
{
    /// <summary>The length scales that are tried, as shares of a mode's range.</summary>
    public static IReadOnlyList<double> Candidates { get; } = [0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>Options with the length scales of smallest held-out error.</summary>
    /// <param name="data">The entries.</param>
    /// <param name="options">Everything else.</param>
    /// <param name="random">Which entries are held out, and where fits start.</param>
    /// <param name="splits">How many times another fifth is held out; their errors are added.</param>
    /// <param name="cancel">Looked at once an epoch.</param>
    public static FunctionalTuckerOptions Choose(ScatteredData data, FunctionalTuckerOptions options, RandomStream random, int splits = 1, CancellationToken cancel = default)
    {
        var held = Math.Max(1, data.Count / 5);
        (ScatteredData Train, Tensor Rows, Tensor Values)[] parts = [.. Enumerable.Range(0, splits).Select(split =>
        {
            var order = random.Fork(split).Permutation(data.Count);
            int[] test = order[..held], train = order[held..];
            return (data.Take(train), data.Coordinates.TakeRows(test), data.Values.Take(0, test));
        })];
        var tried = new Dictionary<string, double>();
        double[] scales = [.. data.Modes.Select(_ => 0.1)];
        for (var round = 0; round < 2; round++)
            for (var mode = 0; mode < scales.Length; mode++)
                scales[mode] = Candidates.MinBy(candidate => Error([.. scales.Select((scale, k) => k == mode ? candidate : scale)]));
        return options with { LengthScales = scales };

        double Error(double[] trial)
        {
            var key = string.Join('/', trial);
            if (tried.TryGetValue(key, out var known)) return known;
            var errors = new double[parts.Length];
            Parallel.For(0, parts.Length, new ParallelOptions { CancellationToken = cancel }, split =>
            {
                var model = FunctionalTucker.Fit(parts[split].Train, options with { LengthScales = trial }, random.Fork("start"), cancel);
                errors[split] = (model.Predict(parts[split].Rows).Mean - parts[split].Values).FrobeniusNorm();
            });
            return tried[key] = errors.Sum();
        }
    }
}
