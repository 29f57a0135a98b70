using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>
/// Keeps k items of large value f while items come and go. For every guess (1 + ε)^j of the best value there is one structure of random
/// samples; an item belongs to the guesses for which its value alone lies between τ and the guess, O(log(k)/ε) of them.
/// </summary>
/// <remarks>
/// The exact constants of the paper (½ of a level added, a share ε of a bucket lost, the sample-size test) are not known to us; these are the
/// standard choices under which its argument goes through.
/// </remarks>
public sealed class DynamicSelection
{
    private readonly ISubmodularFunction _function;
    private readonly int _most;
    private readonly double _accuracy;
    private readonly RandomStream _random;
    private readonly OracleCounter _oracle = new();
    private readonly ISelection _nothing;
    private readonly SortedDictionary<int, SampleLevels> _guesses = [];
    private readonly Dictionary<int, (int First, int Last)> _present = []; // the guesses of each item

    /// <summary>Begins with no items.</summary>
    /// <param name="function">f.</param>
    /// <param name="most">k, at least 1.</param>
    /// <param name="accuracy">ε in (0, ½).</param>
    /// <param name="random">The coins. The guarantee needs updates that do not depend on them.</param>
    /// <exception cref="ArgumentOutOfRangeException">k &lt; 1, or ε outside (0, ½).</exception>
    public DynamicSelection(ISubmodularFunction function, int most, double accuracy, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (!(accuracy > 0 && accuracy < 0.5)) throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, "ε must lie between 0 and ½; the guarantee is a share ½ − ε.");
        (_function, _most, _accuracy, _random) = (function, most, accuracy, random);
        _nothing = function.Empty();
    }

    /// <summary>How many items are present.</summary>
    public int Count => _present.Count;

    /// <summary>Questions asked to f so far.</summary>
    public long Calls => _oracle.Calls;

    /// <summary>Guesses that hold items now.</summary>
    public int Guesses => _guesses.Count;

    /// <summary>The deepest structure.</summary>
    public int MostLevels => _guesses.Count == 0 ? 0 : _guesses.Values.Max(levels => levels.LevelCount);

    /// <summary>Whether an item is present.</summary>
    public bool Contains(int item) => _present.ContainsKey(item);

    /// <summary>An item comes.</summary>
    /// <exception cref="ArgumentException">It is there already, or is no item of f.</exception>
    public void Insert(int item)
    {
        if (item < 0 || item >= _function.Items) throw new ArgumentException($"There is no item {item}; items are 0 to {_function.Items - 1}.", nameof(item));
        if (_present.ContainsKey(item)) throw new ArgumentException($"Item {item} is there already.", nameof(item));
        var alone = _oracle.Gain(_nothing, item);
        if (alone <= 0)
        {
            _present[item] = (0, -1); // worth nothing, now and later
            return;
        }
        // τ_j ≤ f(e) ≤ 2kτ_j(1 + ε) with τ_j = (1 + ε)^j/(2k)
        var step = Math.Log(1 + _accuracy);
        var first = (int)Math.Ceiling(Math.Log(alone) / step - 1e-9) - 1;
        var last = (int)Math.Floor(Math.Log(2 * _most * alone) / step + 1e-9);
        _present[item] = (first, last);
        for (var j = first; j <= last; j++)
        {
            if (!_guesses.TryGetValue(j, out var levels))
                _guesses[j] = levels = new SampleLevels(_function, _most, _accuracy, Math.Pow(1 + _accuracy, j) / (2 * _most), _random.Fork(j), _oracle);
            levels.Insert(item);
        }
    }

    /// <summary>An item leaves.</summary>
    /// <exception cref="ArgumentException">It is not there.</exception>
    public void Delete(int item)
    {
        if (!_present.Remove(item, out var guesses)) throw new ArgumentException($"Item {item} is not there.", nameof(item));
        for (var j = guesses.First; j <= guesses.Last; j++) _guesses[j].Delete(item);
    }

    /// <summary>The best of the guesses' solutions: at most k items that are present.</summary>
    public IReadOnlyList<int> Solution() => Best() is { } best ? [.. best.Solution] : [];

    /// <summary>f of <see cref="Solution"/>.</summary>
    public double Value() => Best()?.Value ?? 0;

    private SampleLevels? Best() => _guesses.Values.Where(levels => levels.Count > 0).MaxBy(levels => levels.Value);
}
