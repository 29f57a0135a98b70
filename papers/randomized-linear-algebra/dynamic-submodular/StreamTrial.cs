using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>Values at one moment of a stream.</summary>
/// <param name="Update">How many updates came before.</param>
/// <param name="Present">Items present.</param>
/// <param name="Ours">f of the maintained items.</param>
/// <param name="Greedy">f of greedy from scratch.</param>
/// <param name="Sieve">f of a restarted sieve.</param>
/// <param name="Stale">f of greedy rebuilt every 100 updates, without items deleted since; NaN on long streams.</param>
/// <param name="Random">f of k random items present.</param>
/// <param name="GreedyCalls">What greedy from scratch asked.</param>
internal sealed record Moment(int Update, int Present, double Ours, double Greedy, double Sieve, double Stale, double Random, long GreedyCalls);

/// <summary>One stream.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Moments">Where values were compared.</param>
/// <param name="Updates">How many updates.</param>
/// <param name="Calls">Questions of the maintained structure, reading the answer after every update included.</param>
/// <param name="MostLevels">The deepest structure seen at a moment.</param>
internal sealed record StreamTrial(long Seed, Moment[] Moments, int Updates, long Calls, int MostLevels)
{
    private const int Period = 100;
    private const int LongestPeriodic = 12_000;

    public double CallsPerUpdate => (double)Calls / Updates;

    /// <summary>What greedy from scratch after each update would ask, from the moments looked at.</summary>
    public double GreedyCallsPerUpdate => Moments.Average(moment => (double)moment.GreedyCalls);

    /// <summary>Runs a stream; values are compared at evenly spaced moments.</summary>
    public static StreamTrial Run(
        ISubmodularFunction function, Update[] updates, int most, double accuracy, int moments, long seed, RandomStream random, CancellationToken cancel)
    {
        var dynamic = new DynamicSelection(function, most, accuracy, random.Fork("coins"));
        var present = new IndexedSet();
        IReadOnlyList<int> stale = [];
        var (found, levels) = (new List<Moment>(), 0);
        var periodic = updates.Length <= LongestPeriodic; // rebuilding on long streams would take longer than all the rest
        for (var t = 0; t < updates.Length; t++)
        {
            if (t % 64 == 0) cancel.ThrowIfCancellationRequested();
            var (item, comes) = updates[t];
            if (comes)
            {
                present.Add(item);
                dynamic.Insert(item);
            }
            else
            {
                present.Remove(item);
                dynamic.Delete(item);
            }
            var ours = dynamic.Value();
            if (t % Period == 0 && periodic) stale = LazyGreedy.Select(function, present.Items, most, new OracleCounter());
            var due = (long)(t + 1) * moments / updates.Length > (long)t * moments / updates.Length;
            if (!due || present.Count == 0) continue;
            var greedy = new OracleCounter();
            var chosen = LazyGreedy.Select(function, present.Items, most, greedy);
            var sieve = SieveStreaming.Select(function, present.Items, most, accuracy, new OracleCounter());
            var some = random.Fork($"random items, {t}").Choose(Math.Min(most, present.Count), present.Count).Select(place => present.Items[place]);
            var calls = greedy.Calls;
            levels = Math.Max(levels, dynamic.MostLevels);
            found.Add(new Moment(t + 1, present.Count, ours, greedy.ValueOf(function, chosen), greedy.ValueOf(function, sieve),
                periodic ? greedy.ValueOf(function, stale.Where(present.Contains)) : double.NaN, greedy.ValueOf(function, some), calls));
        }
        return new StreamTrial(seed, [.. found], updates.Length, dynamic.Calls, levels);
    }
}
