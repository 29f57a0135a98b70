namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>Weighted coverage: an item is a set of elements, f(S) the weight of the elements in the union.</summary>
public sealed class CoverageFunction : ISubmodularFunction
{
    private readonly int[][] _sets;
    private readonly double[] _weights;

    /// <summary>A coverage function.</summary>
    /// <param name="sets">The elements of each item, each at most once.</param>
    /// <param name="weights">The weight of each element, at least 0.</param>
    /// <exception cref="ArgumentException">An element without weight, named twice in an item, or a weight that is negative or no number.</exception>
    public CoverageFunction(IReadOnlyList<int[]> sets, IReadOnlyList<double> weights)
    {
        (_sets, _weights) = ([.. sets], [.. weights]);
        for (var e = 0; e < _weights.Length; e++)
            if (!(_weights[e] >= 0 && double.IsFinite(_weights[e]))) throw new ArgumentException($"Element {e} has the weight {_weights[e]}; weights are numbers of at least 0.", nameof(weights));
        for (var i = 0; i < _sets.Length; i++)
        {
            if (_sets[i].Any(e => e < 0 || e >= _weights.Length)) throw new ArgumentException($"Item {i} has an element outside 0 to {_weights.Length - 1}.", nameof(sets));
            if (_sets[i].Distinct().Count() < _sets[i].Length) throw new ArgumentException($"Item {i} names an element twice.", nameof(sets));
        }
    }

    /// <inheritdoc/>
    public int Items => _sets.Length;

    /// <inheritdoc/>
    public ISelection Empty() => new Selection(this, new bool[_weights.Length], 0);

    private sealed class Selection(CoverageFunction function, bool[] covered, double value) : ISelection
    {
        public double Value { get; private set; } = value;

        public double Gain(int item)
        {
            var gain = 0.0;
            foreach (var e in function._sets[item])
                if (!covered[e]) gain += function._weights[e];
            return gain;
        }

        public void Add(int item)
        {
            Value += Gain(item);
            foreach (var e in function._sets[item]) covered[e] = true;
        }

        public ISelection Copy() => new Selection(function, (bool[])covered.Clone(), Value);
    }
}
