using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>Draws from a finite distribution in constant time (Walker 1977; Vose 1991).</summary>
internal sealed class AliasTable
{
    private readonly double[] _keep;
    private readonly int[] _other;

    public AliasTable(double[] shares)
    {
        var n = shares.Length;
        _keep = new double[n];
        _other = new int[n];
        var total = shares.Sum();
        double[] scaled = [.. shares.Select(share => share * n / total)];
        var small = new Stack<int>(Enumerable.Range(0, n).Where(i => scaled[i] < 1));
        var large = new Stack<int>(Enumerable.Range(0, n).Where(i => scaled[i] >= 1));
        while (small.Count > 0 && large.Count > 0)
        {
            var (low, high) = (small.Pop(), large.Pop());
            (_keep[low], _other[low]) = (scaled[low], high);
            scaled[high] -= 1 - scaled[low];
            (scaled[high] < 1 ? small : large).Push(high);
        }
        // What is left is 1 up to rounding.
        foreach (var i in small.Concat(large)) _keep[i] = 1;
    }

    public int Next(RandomStream random)
    {
        var place = random.NextDouble() * _keep.Length; // the whole part picks a column, the rest decides within it
        var column = (int)place;
        return place - column < _keep[column] ? column : _other[column];
    }
}
