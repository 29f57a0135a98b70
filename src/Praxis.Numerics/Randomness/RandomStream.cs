using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Praxis.Numerics;

/// <summary>
/// Random numbers as a pure function of a seed and a position (Philox4x32-10). A stream forks into independent streams by number
/// or by name, in any order and on any thread, so a computation gives the same numbers whatever the number of threads. One
/// stream object is for one thread at a time; fork one per task.
/// </summary>
public sealed partial class RandomStream : Random
{
    // The counter's last word tells the uses of one key apart, so that draws and forks never share a block.
    private const uint DrawDomain = 0;
    private const uint ForkByIndexDomain = 1;
    private const uint ForkByNameDomain = 2;
    private const int BlockLength = 1 << 14;

    private readonly uint _key0;
    private readonly uint _key1;

    // The number of 64-bit words drawn so far; a block of the generator holds two.
    private ulong _position;
    private ulong _second;

    /// <summary>Creates the stream of a seed, at its beginning.</summary>
    /// <param name="seed">Any number; different seeds give independent streams.</param>
    public RandomStream(long seed)
        : this((ulong)seed)
    {
    }

    private RandomStream(ulong key)
    {
        _key0 = (uint)key;
        _key1 = (uint)(key >> 32);
    }

    private delegate void BlockFill(ulong position, Span<double> destination);

    /// <summary>An independent stream that depends on this stream's seed and on the index, not on what was drawn so far.</summary>
    public RandomStream Fork(long index) => ForkBy((ulong)index, ForkByIndexDomain);

    /// <summary>An independent stream that depends on this stream's seed and on the name, not on what was drawn so far.</summary>
    public RandomStream Fork(string name)
    {
        // FNV-1a, 64 bits: fixed for all time, unlike string.GetHashCode.
        ulong hash = 14695981039346656037;
        foreach (byte letter in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ letter) * 1099511628211;
        return ForkBy(hash, ForkByNameDomain);
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2^−53.</summary>
    public override double NextDouble() => ToUnit(NextWord());

    /// <summary>A uniform number in [0, 1), a multiple of 2^−24.</summary>
    public override float NextSingle() => (NextWord() >> 40) * (1f / (1 << 24));

    /// <summary>A standard normal number.</summary>
    public double NextNormal() => ToNormal(NextWord());

    /// <summary>−1 or 1 with equal probability.</summary>
    public int NextSign() => (NextWord() >> 63) == 0 ? -1 : 1;

    /// <summary>A uniform 64-bit word.</summary>
    public ulong NextWord()
    {
        if ((_position & 1) != 0)
        {
            _position++;
            return _second;
        }

        var words = BlockAt(_position >> 1);
        _second = words.High;
        _position++;
        return words.Low;
    }

    /// <inheritdoc/>
    public override int Next() => Next(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Below((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)Below((ulong)((long)maxValue - minValue)));
    }

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Below((ulong)maxValue);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return unchecked(minValue + (long)Below((ulong)maxValue - (ulong)minValue));
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(buffer.Length, word.Length)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, NextWord());
            word[..Math.Min(buffer.Length, word.Length)].CopyTo(buffer);
        }
    }

    /// <summary>Fills a span with uniform numbers in [0, 1): the same numbers as that many calls of <see cref="NextDouble"/>.</summary>
    public void Fill(Span<double> destination) => FillBlocks(destination, FillUniformBlock);

    /// <summary>Fills a span with standard normal numbers: the same numbers as that many calls of <see cref="NextNormal"/>.</summary>
    public void FillNormal(Span<double> destination) => FillBlocks(destination, FillNormalBlock);

    /// <summary>A tensor (F64) of standard normal numbers.</summary>
    public Tensor Normal(params ReadOnlySpan<int> shape)
    {
        var tensor = Tensor.Zeros(DType.F64, shape);
        FillNormal(tensor.AsSpan());
        return tensor;
    }

    /// <summary>A tensor (F64) of uniform numbers in [0, 1).</summary>
    public Tensor Uniform(params ReadOnlySpan<int> shape)
    {
        var tensor = Tensor.Zeros(DType.F64, shape);
        Fill(tensor.AsSpan());
        return tensor;
    }

    /// <summary>A tensor (F64) of numbers −1 and 1 with equal probability.</summary>
    public Tensor Signs(params ReadOnlySpan<int> shape)
    {
        var tensor = Tensor.Zeros(DType.F64, shape);
        foreach (ref double sign in tensor.AsSpan())
            sign = NextSign();
        return tensor;
    }

    /// <summary>A uniformly random order of 0, 1, …, n − 1.</summary>
    public int[] Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int[] order = [.. Enumerable.Range(0, n)];
        Shuffle(order);
        return order;
    }

    /// <summary>A uniformly random choice of <paramref name="k"/> different numbers below <paramref name="n"/>, in random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above n.</exception>
    public int[] Choose(int k, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);

        // The first k steps of a shuffle; only the places that moved are kept.
        var moved = new Dictionary<int, int>();
        var chosen = new int[k];
        for (int i = 0; i < k; i++)
        {
            int j = Next(i, n);
            chosen[i] = moved.GetValueOrDefault(j, j);
            moved[j] = moved.GetValueOrDefault(i, i);
        }

        return chosen;
    }

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToUnit(ulong word) => (word >> 11) * (1.0 / (1L << 53));

    // The middle of one of 2^52 equal cells: never 0 or 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToNormal(ulong word) => NormalQuantile.At(((word >> 12) + 0.5) * (1.0 / (1L << 52)));

    private Philox.Words BlockAt(ulong block) =>
        Philox.Block(new Philox.Words((uint)block, (uint)(block >> 32), 0, DrawDomain), _key0, _key1);

    private RandomStream ForkBy(ulong index, uint domain) =>
        new(Philox.Block(new Philox.Words((uint)index, (uint)(index >> 32), 0, domain), _key0, _key1).Low);

    // D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019): unbiased.
    private ulong Below(ulong bound)
    {
        if (bound <= 1)
            return 0;
        ulong high = Math.BigMul(NextWord(), bound, out ulong low);
        if (low < bound)
        {
            ulong threshold = unchecked(0 - bound) % bound;
            while (low < threshold)
                high = Math.BigMul(NextWord(), bound, out low);
        }

        return high;
    }

    private ulong WordAt(ulong position)
    {
        var words = BlockAt(position >> 1);
        return (position & 1) == 0 ? words.Low : words.High;
    }

    private void FillUniformBlock(ulong position, Span<double> destination)
    {
        int i = 0;
        if ((position & 1) != 0 && destination.Length > 0)
            destination[i++] = ToUnit(WordAt(position));
        for (; i + 1 < destination.Length; i += 2)
        {
            var words = BlockAt((position + (ulong)i) >> 1);
            destination[i] = ToUnit(words.Low);
            destination[i + 1] = ToUnit(words.High);
        }

        if (i < destination.Length)
            destination[i] = ToUnit(WordAt(position + (ulong)i));
    }

    private void FillNormalBlock(ulong position, Span<double> destination)
    {
        int i = 0;
        if ((position & 1) != 0 && destination.Length > 0)
            destination[i++] = ToNormal(WordAt(position));
        for (; i + 1 < destination.Length; i += 2)
        {
            var words = BlockAt((position + (ulong)i) >> 1);
            destination[i] = ToNormal(words.Low);
            destination[i + 1] = ToNormal(words.High);
        }

        if (i < destination.Length)
            destination[i] = ToNormal(WordAt(position + (ulong)i));
    }

    private unsafe void FillBlocks(Span<double> destination, BlockFill fill)
    {
        ulong start = _position;
        int length = destination.Length;
        fixed (double* pointer = destination)
        {
            nint address = (nint)pointer;
            Blocks.ForEach(length, BlockLength, (offset, count) =>
                fill(start + (ulong)offset, new Span<double>((double*)address + offset, count)));
        }

        _position = start + (ulong)length;

        // An odd position means that half a block is still to be drawn.
        if ((_position & 1) != 0)
            _second = BlockAt(_position >> 1).High;
    }
}
