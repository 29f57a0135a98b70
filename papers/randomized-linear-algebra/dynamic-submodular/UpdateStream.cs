using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>An item that comes or leaves.</summary>
/// <param name="Item">Which.</param>
/// <param name="Comes">Whether it comes.</param>
public readonly record struct Update(int Item, bool Comes);

/// <summary>Sequences of updates fixed beforehand: nothing in them depends on what an algorithm answers.</summary>
public static class UpdateStream
{
    /// <summary>All items come in random order, then all leave in random order.</summary>
    public static Update[] InsertThenDelete(int items, RandomStream random) =>
        [.. random.Permutation(items).Select(item => new Update(item, true)), .. random.Permutation(items).Select(item => new Update(item, false))];

    /// <summary>Items come in their order; each leaves when <paramref name="width"/> others have come after it.</summary>
    public static Update[] SlidingWindow(int items, int width)
    {
        var updates = new List<Update>();
        for (var i = 0; i < items; i++)
        {
            if (i >= width) updates.Add(new(i - width, false));
            updates.Add(new(i, true));
        }
        return [.. updates];
    }

    /// <summary>
    /// All items come in random order, then the most valuable leave first: what greedy picks among those left, k at a time, until half
    /// of the items are gone. It looks like an adversary, but does not look at the algorithm's coins.
    /// </summary>
    public static Update[] BestLeaveFirst(ISubmodularFunction function, int most, RandomStream random)
    {
        var updates = random.Permutation(function.Items).Select(item => new Update(item, true)).ToList();
        var left = Enumerable.Range(0, function.Items).ToHashSet();
        while (left.Count > function.Items / 2)
        {
            var picked = LazyGreedy.Select(function, left.Order(), most, new OracleCounter());
            if (picked.Count == 0) break;
            foreach (var item in picked)
            {
                updates.Add(new(item, false));
                left.Remove(item);
            }
        }
        return [.. updates];
    }
}
