using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// The subsampled randomized Hadamard transform S = 1/√m · P·H·D: random signs D spread out by the Walsh–Hadamard matrix H (entries
/// ±1), of whose rows P picks m at random. Applied in O(n log n) a column. n is padded with zeros to a power of two.
/// </summary>
public sealed class SubsampledHadamardSketch : ISketch
{
    private readonly sbyte[] _signs; // D: (n)
    private readonly int[] _picked;  // P: (m), each below the padded n
    private readonly int _padded;

    private SubsampledHadamardSketch(sbyte[] signs, int[] picked, int padded)
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

        var signs = new sbyte[columns];
        for (var j = 0; j < columns; j++) signs[j] = (sbyte)random.NextSign();
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
        var sketched = new double[Rows * k];
        var column = new double[_padded];
        var scale = 1 / Math.Sqrt(Rows); // with H of ±1 and ‖H x‖² = n ‖x‖²: E‖S x‖² = ‖x‖²
        for (var c = 0; c < k; c++)
        {
            for (var j = 0; j < Columns; j++) column[j] = _signs[j] * from[j * k + c]; // D a
            Array.Clear(column, Columns, _padded - Columns);
            WalshHadamard.Transform(column);                                           // H D a
            for (var i = 0; i < Rows; i++) sketched[i * k + c] = scale * column[_picked[i]]; // P H D a / √m
        }
        return SketchShapes.Like(a, Tensor.Wrap(sketched, Rows, k)); // (m, k)
    }
}
