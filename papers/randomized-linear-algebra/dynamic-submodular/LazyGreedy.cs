namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>Greedy from scratch, which is within 1 − 1/e of the best: k times the item of largest marginal.</summary>
public static class LazyGreedy
{
    /// <summary>Selects at most k items; an old marginal bounds the new one from above, so most need not be asked for again (Minoux 1978).</summary>
    public static IReadOnlyList<int> Select(ISubmodularFunction function, IEnumerable<int> items, int most, OracleCounter oracle)
    {
        var selection = function.Empty();
        var waiting = new PriorityQueue<(int Item, int Round), (double NegativeGain, int Item)>();
        foreach (var item in items) waiting.Enqueue((item, 0), (-oracle.Gain(selection, item), item));
        var chosen = new List<int>();
        while (chosen.Count < most && waiting.TryDequeue(out var entry, out var priority))
        {
            if (entry.Round < chosen.Count)
            {
                waiting.Enqueue((entry.Item, chosen.Count), (-oracle.Gain(selection, entry.Item), entry.Item));
                continue;
            }
            if (priority.NegativeGain >= 0) break; // nothing is worth anything any more
            selection.Add(entry.Item);
            chosen.Add(entry.Item);
        }
        return chosen;
    }
}

/// <summary>The best k items by trying all sets: for a handful of items only.</summary>
public static class BruteForce
{
    /// <summary>The largest f of a set of at most k of the items.</summary>
    public static double Optimum(ISubmodularFunction function, IReadOnlyList<int> items, int most)
    {
        return Best(function.Empty(), 0, most);

        double Best(ISelection selection, int from, int left)
        {
            var best = selection.Value;
            for (var i = from; left > 0 && i < items.Count; i++)
            {
                var next = selection.Copy();
                next.Add(items[i]);
                best = Math.Max(best, Best(next, i + 1, left - 1));
            }
            return best;
        }
    }
}

/// <summary>
/// Sieve streaming (Badanidiyuru et al. 2014) over the items present, as after a restart: one pass, one set for each guess of the best value, an item
/// is taken when it brings half of what is missing, evenly spread.
/// </summary>
public static class SieveStreaming
{
    /// <summary>Selects at most k items in one pass.</summary>
    public static IReadOnlyList<int> Select(ISubmodularFunction function, IEnumerable<int> items, int most, double accuracy, OracleCounter oracle)
    {
        var nothing = function.Empty();
        var step = Math.Log(1 + accuracy);
        var sieves = new SortedDictionary<int, (ISelection Selection, List<int> Items)>();
        var largest = 0.0;
        foreach (var item in items)
        {
            var alone = oracle.Gain(nothing, item);
            if (alone > largest)
            {
                largest = alone;
                var (first, last) = ((int)Math.Ceiling(Math.Log(largest) / step), (int)Math.Floor(Math.Log(2 * most * largest) / step));
                foreach (var old in sieves.Keys.Where(j => j < first).ToList()) sieves.Remove(old);
                for (var j = first; j <= last; j++) sieves.TryAdd(j, (function.Empty(), []));
            }
            foreach (var (j, sieve) in sieves)
            {
                if (sieve.Items.Count == most) continue;
                var missing = Math.Pow(1 + accuracy, j) / 2 - sieve.Selection.Value;
                if (oracle.Gain(sieve.Selection, item) < missing / (most - sieve.Items.Count)) continue;
                sieve.Selection.Add(item);
                sieve.Items.Add(item);
            }
        }
        return sieves.Count == 0 ? [] : sieves.Values.MaxBy(sieve => sieve.Selection.Value).Items;
    }
}
