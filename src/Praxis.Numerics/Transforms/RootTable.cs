using System.Numerics;

namespace Praxis.Numerics;

/// <summary>All n roots exp(−2πi m/n) as products of two out of about 2 √n kept ones.</summary>
internal sealed class RootTable
{
    private readonly int _shift;
    private readonly Complex[] _fine;
    private readonly Complex[] _coarse;

    public RootTable(int n)
    {
        _shift = (BitOperations.Log2((uint)n) + 1) / 2;
        int step = 1 << _shift;
        _fine = new Complex[step];
        for (int i = 0; i < step; i++)
            _fine[i] = RootsOfUnity.Root(i, n);
        _coarse = new Complex[((n - 1) >> _shift) + 1];
        for (int i = 0; i < _coarse.Length; i++)
            _coarse[i] = RootsOfUnity.Root((long)i << _shift, n);
    }

    /// <summary>exp(−2πi m/n), 0 ≤ m &lt; n.</summary>
    public Complex this[int m] => _coarse[m >> _shift] * _fine[m & ((1 << _shift) - 1)];
}
