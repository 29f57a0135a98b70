namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>
/// The k directions jπ/k of all cuts. An oriented direction is a whole number modulo 2k; directions are compared as numbers, never as
/// angles computed again.
/// </summary>
public sealed class Directions
{
    private readonly double[] _sine;
    private readonly double[] _cosine;

    /// <summary>k directions.</summary>
    /// <param name="count">k, even (the square uses 0 and k/2) and at least 6.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is odd or below 6.</exception>
    public Directions(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 6);
        if (int.IsOddInteger(count)) throw new ArgumentOutOfRangeException(nameof(count), count, "The number of directions must be even: the square uses two that are at right angles.");
        Count = count;
        _sine = [.. Enumerable.Range(0, 2 * count).Select(j => double.SinPi(j / (double)count))];
        _cosine = [.. Enumerable.Range(0, 2 * count).Select(j => double.CosPi(j / (double)count))];
    }

    /// <summary>k.</summary>
    public int Count { get; }

    /// <summary>The bound on diam²/area of every polygon cut with these directions: 4/tan(π/2k) ≈ 8k/π.</summary>
    public double AspectBound => 4 / Math.Tan(Math.PI / (2 * Count));

    /// <summary>
    /// The smallest even k ≥ max(6, depth(T) + log₂ n + 3) for a tree with n leaves. A polygon has at most D + 2 directions, so one is
    /// always left; weights play no part.
    /// </summary>
    public static Directions For(WeightedTree tree)
    {
        var least = Math.Max(6, (int)Math.Ceiling(tree.Depth + Math.Log2(tree.LeafCounts[0]) + 3));
        return new Directions(least + least % 2);
    }

    /// <summary>sin of an oriented direction's angle, the direction taken modulo 2k.</summary>
    public double Sine(int direction) => _sine[Turn(direction)];

    /// <summary>cos of an oriented direction's angle, the direction taken modulo 2k.</summary>
    public double Cosine(int direction) => _cosine[Turn(direction)];

    /// <summary>The oriented direction as a number from 0 to 2k − 1.</summary>
    public int Turn(int direction) => (direction % (2 * Count) + 2 * Count) % (2 * Count);
}
