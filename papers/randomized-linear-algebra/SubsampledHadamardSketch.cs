using System.Buffers;
using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// The subsampled randomized Hadamard transform S = 1/√m · P·H·D: random signs D spread out by the Walsh–Hadamard matrix H (entries
/// ±1), of whose rows P picks m at random. Applied in O(n log n) a column. n is padded with zeros to a power of two.
/// </summary>
public sealed class SubsampledHadamardSketch : ISketch
{
    private const int ColumnsAtOnce = 8;

    private readonly double[] _signs; // D: (n)
    private readonly int[] _picked;  // P: (m), each below the padded n
    private readonly int _padded;

    private SubsampledHadamardSketch(double[] signs, int[] picked, int padded)
    {
        _signs = signs;
        _picked = picked;
        _padded = padded;
    }

    /// <inheritdoc/>
    public int Rows => _picked.Length;

    /// <inheritdoc/>
    public int Columns => _signs.Length;

    /// <summary>Draws a sketch.</summary>
    /// <param name="rows">m, at least 1; without replacement at most the power of two above n.</param>
    /// <param name="columns">n, at least 1.</param>
    /// <param name="random">Where signs and rows come from.</param>
    /// <param name="withReplacement">Whether a row of H may be picked twice, which makes the rows of S independent. Without, errors are a little smaller when m is near n.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows, no columns, or more rows than there are to pick without replacement.</exception>
    public static SubsampledHadamardSketch Draw(int rows, int columns, RandomStream random, bool withReplacement = false)
    {
        SketchShapes.Require(rows, columns);
        var padded = (int)BitOperations.RoundUpToPowerOf2((uint)columns);
        if (!withReplacement && rows > padded)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"Only {padded} different rows can be picked for n = {columns}; pick with replacement, or solve without a sketch.");

        var signs = new double[columns];
        for (var j = 0; j < columns; j++) signs[j] = random.NextSign();
        var picked = withReplacement ? new int[rows] : random.Choose(rows, padded);
        if (withReplacement)
            for (var i = 0; i < rows; i++)
                picked[i] = random.Next(padded);
        return new SubsampledHadamardSketch(signs, picked, padded);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor a)
    {
        var matrix = SketchShapes.AsMatrix(a, Columns); // (n, k)
        var k = matrix.Columns;
        var from = matrix.AsSpan();
        var sketched = new double[Rows * k]; // (m, k)
        var scale = 1 / Math.Sqrt(Rows); // with H of ±1 and ‖H x‖² = n ‖x‖²: E‖S x‖² = ‖x‖²
        // A few columns at a time, so that rows of a are read in whole cache lines; the odd stride keeps the columns apart in the cache.
        var stride = _padded + 8;
        var buffer = ArrayPool<double>.Shared.Rent(Math.Min(k, ColumnsAtOnce) * stride);
        for (var first = 0; first < k; first += ColumnsAtOnce)
        {
            var count = Math.Min(ColumnsAtOnce, k - first);
            for (var j = 0; j < Columns; j++)
                for (var c = 0; c < count; c++)
                    buffer[c * stride + j] = _signs[j] * from[j * k + first + c];      // D a
            for (var c = 0; c < count; c++)
            {
                var column = buffer.AsSpan(c * stride, _padded);
                column[Columns..].Clear();
                WalshHadamard.Transform(column);                                       // H D a
                for (var i = 0; i < Rows; i++) sketched[i * k + first + c] = scale * column[_picked[i]]; // P H D a / √m
            }
        }
        ArrayPool<double>.Shared.Return(buffer);
        return SketchShapes.Like(a, Tensor.Wrap(sketched, Rows, k));
    }
}
