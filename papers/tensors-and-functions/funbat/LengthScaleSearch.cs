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
    /// <param name="cancel">Looked at once an epoch.</param>
    public static FunctionalTuckerOptions Choose(ScatteredData data, FunctionalTuckerOptions options, RandomStream random, CancellationToken cancel = default)
    {
        var order = random.Permutation(data.Count);
        var held = Math.Max(1, data.Count / 5);
        var (train, test) = (data.Take(order.AsSpan(held)), (Rows: data.Coordinates.TakeRows(order.AsSpan(0, held)), Values: data.Values.Take(0, order.AsSpan(0, held))));
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
            var model = FunctionalTucker.Fit(train, options with { LengthScales = trial }, random.Fork("start"), cancel);
            return tried[key] = (model.Predict(test.Rows).Mean - test.Values).FrobeniusNorm();
        }
    }
}
