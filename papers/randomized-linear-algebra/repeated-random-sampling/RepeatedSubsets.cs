using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RepeatedRandomSampling;

/// <summary>
/// Repeated random sampling of training data (RS2): every round of training gets a fresh random subset of ⌈r·n⌉ examples instead of a subset chosen
/// once. Without replacement all examples are shuffled and dealt out in blocks, and shuffled again when too few are left.
/// </summary>
/// <remarks>
/// The learning-rate schedule must run over the steps that are really taken, <see cref="Steps"/>: a schedule over full epochs would end
/// with the rate still high.
/// </remarks>
public sealed class RepeatedSubsets
{
    private readonly RandomStream _random;
    private readonly bool _replacement;
    private int[] _order = [];
    private int _dealt;
    private long _shuffles;

    /// <summary>Prepares the subsets.</summary>
    /// <param name="n">Examples, at least 1.</param>
    /// <param name="r">The share in a round, above 0 and at most 1.</param>
    /// <param name="seed">The same seed gives the same subsets.</param>
    /// <param name="replacement">Whether an example may come again in the next round before all others have come; never twice in one round.</param>
    /// <exception cref="ArgumentOutOfRangeException">No examples, or a share outside (0, 1].</exception>
    public RepeatedSubsets(int n, double r, long seed, bool replacement = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        if (!(r > 0 && r <= 1)) throw new ArgumentOutOfRangeException(nameof(r), r, "The share of a round lies above 0 and is at most 1.");
        N = n;
        Size = SizeOf(n, r);
        _replacement = replacement;
        _random = new RandomStream(seed);
    }

    /// <summary>n.</summary>
    public int N { get; }

    /// <summary>⌈r·n⌉, the examples of a round.</summary>
    public int Size { get; }

    /// <summary>⌈r·n⌉.</summary>
    public static int SizeOf(int n, double r) => (int)Math.Ceiling(r * n - 1e-9);

    /// <summary>T = X·⌈⌈r·n⌉/b⌉: the steps over which the learning rate must decay.</summary>
    /// <param name="rounds">X.</param>
    /// <param name="batch">b.</param>
    public int Steps(int rounds, int batch) => rounds * ((Size + batch - 1) / batch);

    /// <summary>The subset of the next round: different examples in random order.</summary>
    public int[] Next()
    {
        if (_replacement) return _random.Fork(_shuffles++).Choose(Size, N);
        if (_order.Length - _dealt < Size)
        {
            _order = _random.Fork(_shuffles++).Permutation(N);
            _dealt = 0;
        }
        _dealt += Size;
        return _order[(_dealt - Size).._dealt];
    }
}
