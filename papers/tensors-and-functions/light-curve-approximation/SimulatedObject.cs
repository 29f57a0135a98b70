using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>A transient, what was observed of it, and the ways to hold points out.</summary>
/// <param name="Truth">The true curves.</param>
/// <param name="Filters">The survey's filters.</param>
/// <param name="Observations">The noisy points.</param>
internal sealed record SimulatedObject(Transient Truth, double[] Filters, LightCurve Observations)
{
    /// <summary>The ways to hold points out.</summary>
    public static IReadOnlyList<string> SplitNames { get; } = ["30 % of the points", "a window of 10 days", "all but 10 to 20 points"];

    /// <summary>Draws and observes a transient.</summary>
    public static SimulatedObject Draw(RandomStream random, bool twoFilters)
    {
        var truth = Transient.Draw(random.Fork("truth"));
        var filters = twoFilters ? Transient.TwoFilters : Transient.SixFilters;
        return new(truth, filters, truth.Observe(filters, random.Fork("observations")));
    }

    /// <summary>Points that are given and points that are held out, in the order of <see cref="SplitNames"/>.</summary>
    public IEnumerable<(string Name, int[] Given, int[] Held)> Splits(RandomStream random)
    {
        var n = Observations.Count;
        var order = random.Permutation(n);
        var held = (int)Math.Round(0.3 * n);
        yield return (SplitNames[0], order[held..], order[..held]);

        // A window somewhere from a little before the peak on; one that holds no point or nearly all is drawn again.
        var times = Observations.Times;
        int[] inside;
        do
        {
            var start = (35 * random.NextDouble()) - 5;
            inside = [.. Enumerable.Range(0, n).Where(i => times[i] >= start && times[i] < start + 10)];
        }
        while (inside.Length == 0 || inside.Length > n / 2);
        yield return (SplitNames[1], [.. Enumerable.Range(0, n).Except(inside)], inside);

        var few = Math.Min(10 + random.Next(11), n - 5);
        order = random.Permutation(n);
        yield return (SplitNames[2], order[..few], order[few..]);
    }
}
