namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>A monotone submodular function f of sets of items 0, 1, …, with f(∅) = 0.</summary>
public interface ISubmodularFunction
{
    /// <summary>How many items there are in all.</summary>
    int Items { get; }

    /// <summary>The empty selection.</summary>
    ISelection Empty();
}

/// <summary>A set S of items with f(S) and what marginals need kept at hand.</summary>
public interface ISelection
{
    /// <summary>f(S).</summary>
    double Value { get; }

    /// <summary>Δ(e | S) = f(S ∪ {e}) − f(S).</summary>
    double Gain(int item);

    /// <summary>S ← S ∪ {e}.</summary>
    void Add(int item);

    /// <summary>The same set, independent of this one.</summary>
    ISelection Copy();
}

/// <summary>Counts questions to f: a marginal over a set whose value is known, or the value of a set, is one.</summary>
public sealed class OracleCounter
{
    /// <summary>Questions asked so far.</summary>
    public long Calls { get; private set; }

    /// <summary>Counts a question that was answered along the way.</summary>
    internal void Count() => Calls++;

    /// <summary>Δ(e | S), counted.</summary>
    /// <exception cref="InvalidOperationException">The marginal is negative or no number: f is not monotone.</exception>
    public double Gain(ISelection selection, int item)
    {
        Calls++;
        var gain = selection.Gain(item);
        return gain >= -1e-9 ? Math.Max(0, gain)
            : throw new InvalidOperationException($"Item {item} has the marginal {gain}; the function must be monotone (no item may lower the value).");
    }

    /// <summary>f(S) of a set of items, counted once.</summary>
    public double ValueOf(ISubmodularFunction function, IEnumerable<int> items)
    {
        Calls++;
        var selection = function.Empty();
        foreach (var item in items) selection.Add(item);
        return selection.Value;
    }
}
