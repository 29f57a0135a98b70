namespace Praxis.Numerics;

/// <summary>
/// Philox4x32-10: four random 32-bit words as a function of a 128-bit counter and a 64-bit key. J. K. Salmon, M. A. Moraes,
/// R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    public static Words Block(Words counter, uint key0, uint key1)
    {
        (uint c0, uint c1, uint c2, uint c3) = counter;
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
            c3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return new Words(c0, c1, c2, c3);
    }

    public readonly record struct Words(uint W0, uint W1, uint W2, uint W3)
    {
        public ulong Low => ((ulong)W1 << 32) | W0;

        public ulong High => ((ulong)W3 << 32) | W2;
    }
}
