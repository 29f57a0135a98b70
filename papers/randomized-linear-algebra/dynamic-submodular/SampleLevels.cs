using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>
/// The structure for one guess of the best value, with threshold τ = guess/(2k). Level i holds the candidates R_i that are worth τ on top of
/// the samples of the levels before, the bucket B_i of those worth most, and a uniform sample S_i of the bucket; G_i = S_1 ∪ … ∪ S_i. A level is
/// built again, with all that follow, when half as many items were added to it as it was built with, or a share ε of its bucket is gone.
/// </summary>
internal sealed class SampleLevels
{
    private const double Slack = 1e-12;

    private readonly ISubmodularFunction _function;
    private readonly int _most; // k
    private readonly double _accuracy; // ε
    private readonly double _threshold; // τ
    private readonly RandomStream _random;
    private readonly OracleCounter _oracle;
    private readonly ISelection _nothing;
    private readonly List<Level> _levels = [];
    private readonly HashSet<int> _gone = []; // deleted items that are still in a sample
    private double? _value = 0;

    public SampleLevels(ISubmodularFunction function, int most, double accuracy, double threshold, RandomStream random, OracleCounter oracle)
    {
        (_function, _most, _accuracy, _threshold, _random, _oracle) = (function, most, accuracy, threshold, random, oracle);
        _nothing = function.Empty();
    }

    /// <summary>Items that came and did not leave.</summary>
    public int Count => _levels.Count == 0 ? 0 : _levels[0].Candidates.Count;

    public int LevelCount => _levels.Count;

    /// <summary>G_ℓ without what was deleted.</summary>
    public IEnumerable<int> Solution => _levels.SelectMany(level => level.Sample).Where(item => !_gone.Contains(item));

    /// <summary>f of the solution; asked for once after each change of it.</summary>
    public double Value => _value ??= _oracle.ValueOf(_function, Solution);

    /// <summary>Takes an item whose value alone is at least τ.</summary>
    public void Insert(int item)
    {
        if (_gone.Remove(item)) _value = null; // it is in a sample still
        if (_levels.Count == 0)
        {
            var first = new IndexedSet();
            first.Add(item);
            Build(0, first);
            return;
        }
        // Δ(e | G_{i−1}) falls with i: the last level that takes e is found by bisection.
        var (low, high) = (1, _levels.Count + (Chosen(_levels.Count) < _most ? 1 : 0));
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Qualifies(_oracle.Gain(Before(middle - 1), item))) low = middle;
            else high = middle - 1;
        }
        for (var i = 0; i < Math.Min(low, _levels.Count); i++)
        {
            _levels[i].Candidates.Add(item);
            _levels[i].Added++;
        }
        var crowded = _levels.FindIndex(level => level.Added > 0.5 * level.BuiltWith);
        if (crowded >= 0 && crowded < low)
        {
            Build(crowded, _levels[crowded].Candidates);
        }
        else if (low > _levels.Count)
        {
            var next = new IndexedSet();
            next.Add(item);
            Build(_levels.Count, next);
        }
    }

    /// <summary>Takes an item away.</summary>
    public void Delete(int item)
    {
        var worn = -1;
        for (var i = 0; i < _levels.Count && _levels[i].Candidates.Remove(item); i++)
        {
            var level = _levels[i];
            if (!level.Bucket.Contains(item)) continue;
            if (level.Sample.Contains(item))
            {
                _gone.Add(item);
                _value = null;
            }
            if (++level.Lost > _accuracy * level.Bucket.Count && worn < 0) worn = i;
        }
        if (worn >= 0) Build(worn, _levels[worn].Candidates);
    }

    /// <summary>BuildFrom(i): levels from i on anew, out of the candidates of level i.</summary>
    private void Build(int from, IndexedSet candidates)
    {
        foreach (var level in _levels.Skip(from)) _gone.ExceptWith(level.Sample);
        _levels.RemoveRange(from, _levels.Count - from);
        _value = null;
        var gains = candidates.Items.Select(item => (Item: item, Gain: _oracle.Gain(Before(from), item))).ToList();
        while (candidates.Count > 0 && Chosen(_levels.Count) < _most)
        {
            var before = Before(_levels.Count);
            // Items of like marginals, τ(1 + ε)^b up to τ(1 + ε)^(b+1): the largest bucket, the more valuable of equal ones.
            var bucket = gains.GroupBy(entry => (int)Math.Floor(Math.Log(entry.Gain * (1 + Slack) / _threshold) / Math.Log(1 + _accuracy)))
                .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First();
            int[] items = [.. bucket.Select(entry => entry.Item)];
            var floor = _threshold * Math.Pow(1 + _accuracy, bucket.Key);
            var size = SampleSize(items, floor, before, candidates.Count);
            int[] sample = [.. _random.Choose(size, items.Length).Select(place => items[place])];
            var after = before.Copy();
            foreach (var item in sample) after.Add(item);
            _levels.Add(new Level(candidates, candidates.Count, [.. items], sample, after, Chosen(_levels.Count) + size));

            // R_{i+1} = {e ∈ R_i \ S_i : Δ(e | G_i) ≥ τ}
            var next = new IndexedSet();
            var rest = new List<(int Item, double Gain)>();
            if (_levels[^1].ChosenUpTo < _most)
                foreach (var (item, _) in gains)
                {
                    if (sample.Contains(item)) continue;
                    var gain = _oracle.Gain(after, item);
                    if (!Qualifies(gain)) continue;
                    next.Add(item);
                    rest.Add((item, gain));
                }
            (candidates, gains) = (next, rest);
        }
    }

    /// <summary>
    /// m_i: the largest m for which the last of m random items of the bucket, added to the others, is still worth (1 − ε) of the bucket's
    /// lower end with probability at least 1 − ε, estimated by trials; found by bisection, as the probability falls with m.
    /// </summary>
    private int SampleSize(int[] bucket, double floor, ISelection before, int candidates)
    {
        var (low, high) = (1, Math.Min(bucket.Length, _most - Chosen(_levels.Count)));
        var trials = Math.Min(bucket.Length, (int)Math.Ceiling(Math.Log(2 + candidates) / (_accuracy * _accuracy)));
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            // As soon as the outcome is certain the other trials are spared.
            var (good, bad) = (0, 0);
            while (good < (1 - _accuracy) * trials && bad <= _accuracy * trials)
            {
                var places = _random.Choose(middle, bucket.Length);
                var others = before.Copy();
                for (var j = 0; j < middle - 1; j++) others.Add(bucket[places[j]]);
                // f(G ∪ S) and f(G ∪ S ∪ e): a question for the set, and one for the marginal.
                _oracle.Count();
                if (_oracle.Gain(others, bucket[places[middle - 1]]) >= (1 - _accuracy) * floor - Slack) good++;
                else bad++;
            }
            if (good >= (1 - _accuracy) * trials) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private bool Qualifies(double gain) => gain >= _threshold * (1 - Slack);

    private ISelection Before(int level) => level == 0 ? _nothing : _levels[level - 1].After;

    private int Chosen(int levels) => levels == 0 ? 0 : _levels[levels - 1].ChosenUpTo;

    private sealed record Level(IndexedSet Candidates, int BuiltWith, HashSet<int> Bucket, int[] Sample, ISelection After, int ChosenUpTo)
    {
        public int Added { get; set; }
        public int Lost { get; set; }
    }
}
