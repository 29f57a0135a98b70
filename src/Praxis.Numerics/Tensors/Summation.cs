using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

/// <summary>
/// Sums whose order of additions depends on the length alone: not on the threads, not on the memory's alignment, and not on
/// the vector width of the processor. Inside a block, eight interleaved sums; the blocks' sums are added pairwise.
/// </summary>
internal static class Summation
{
    private const int BlockLength = 1024;
    private const int ParallelLength = 1 << 17;
    private const int Lanes = 8;

    public static double Sum(double[] values, int offset, int length) =>
        Total(length, (start, count) => Block<PlainTerm>(values.AsSpan(offset + start, count), default));

    public static double SumOfSquares(double[] values, int offset, int length) =>
        Total(length, (start, count) => Block<SquareTerm>(values.AsSpan(offset + start, count), default));

    /// <summary>Of single-precision numbers, in double precision: the same as of their copy in double precision.</summary>
    public static double SumOfSquares(float[] values, int offset, int length) =>
        Total(length, (start, count) =>
        {
            Span<double> wide = stackalloc double[BlockLength];
            TensorPrimitives.ConvertTruncating<float, double>(values.AsSpan(offset + start, count), wide);
            return Block<SquareTerm>(wide[..count], default);
        });

    public static double SumOfProducts(double[] left, int leftOffset, double[] right, int rightOffset, int length) =>
        Total(length, (start, count) => Block<ProductTerm>(left.AsSpan(leftOffset + start, count), right.AsSpan(rightOffset + start, count)));

    public static double Sum(ReadOnlySpan<double> values) => Pairwise<PlainTerm>(values, default);

    public static double SumOfSquares(ReadOnlySpan<double> values) => Pairwise<SquareTerm>(values, default);

    public static double SumOfProducts(ReadOnlySpan<double> left, ReadOnlySpan<double> right) => Pairwise<ProductTerm>(left, right);

    private static double Pairwise<TTerm>(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
        where TTerm : struct, ITerm
    {
        int blocks = Blocks.Count(left.Length, BlockLength);
        if (blocks <= 1)
            return Block<TTerm>(left, right);
        int middle = blocks / 2 * BlockLength;
        return Pairwise<TTerm>(left[..middle], right.IsEmpty ? right : right[..middle])
            + Pairwise<TTerm>(left[middle..], right.IsEmpty ? right : right[middle..]);
    }

    private static double Total(int length, Func<int, int, double> block)
    {
        int count = Blocks.Count(length, BlockLength);
        if (count <= 1)
            return count == 0 ? 0 : block(0, length);
        var sums = new double[count];
        Blocks.ForEach(length, ParallelLength, (start, size) =>
        {
            for (int at = start; at < start + size; at += BlockLength)
                sums[at / BlockLength] = block(at, Math.Min(BlockLength, start + size - at));
        });
        return PairwiseOf(sums);
    }

    private static double PairwiseOf(ReadOnlySpan<double> sums) => sums.Length switch
    {
        1 => sums[0],
        _ => PairwiseOf(sums[..(sums.Length / 2)]) + PairwiseOf(sums[(sums.Length / 2)..]),
    };

    private static double Block<TTerm>(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
        where TTerm : struct, ITerm
    {
        var sums = Vector512<double>.Zero;
        int i = 0;
        for (; i <= left.Length - Lanes; i += Lanes)
            sums += TTerm.Of(Vector512.Create(left.Slice(i, Lanes)), right.IsEmpty ? default : Vector512.Create(right.Slice(i, Lanes)));
        double rest = 0;
        for (; i < left.Length; i++)
            rest += TTerm.Of(left[i], right.IsEmpty ? 0 : right[i]);
        double even = (sums[0] + sums[4]) + (sums[2] + sums[6]);
        double odd = (sums[1] + sums[5]) + (sums[3] + sums[7]);
        return even + odd + rest;
    }

    private interface ITerm
    {
        static abstract Vector512<double> Of(Vector512<double> left, Vector512<double> right);

        static abstract double Of(double left, double right);
    }

    private readonly struct PlainTerm : ITerm
    {
        public static Vector512<double> Of(Vector512<double> left, Vector512<double> right) => left;

        public static double Of(double left, double right) => left;
    }

    private readonly struct SquareTerm : ITerm
    {
        public static Vector512<double> Of(Vector512<double> left, Vector512<double> right) => left * left;

        public static double Of(double left, double right) => left * left;
    }

    private readonly struct ProductTerm : ITerm
    {
        public static Vector512<double> Of(Vector512<double> left, Vector512<double> right) => left * right;

        public static double Of(double left, double right) => left * right;
    }
}
