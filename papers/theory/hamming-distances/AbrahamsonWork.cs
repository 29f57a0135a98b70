using System.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>Counted steps: pairs of equal letters, and L·log₂L for each transform of a letter in a block of text.</summary>
public sealed class AbrahamsonWork
{
    private readonly long _m;

    internal AbrahamsonWork(int patternLength) => _m = patternLength;

    /// <summary>Steps for letters correlated pair by pair.</summary>
    public long Pairs { get; private set; }

    /// <summary>Steps for letters correlated by transforms.</summary>
    public long Transforms { get; private set; }

    /// <summary>
    /// The part of <see cref="Total"/> spent on letters with m ≤ x_c·y_c ≤ m·log₂m: where the paper's hashing and packed transforms save.
    /// </summary>
    public long Middling { get; private set; }

    /// <summary>All steps.</summary>
    public long Total => Pairs + Transforms;

    internal void Count(long pairs, bool transformed, int length)
    {
        var steps = transformed ? BlockCorrelation.CostOf(length) : pairs;
        if (transformed) Transforms += steps;
        else Pairs += steps;
        if (pairs >= _m && pairs <= _m * BitOperations.Log2((ulong)_m)) Middling += steps;
    }
}
