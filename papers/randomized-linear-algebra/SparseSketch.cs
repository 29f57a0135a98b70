using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// Each column has s entries ±1/√s in different random rows (OSNAP); s = 1 is CountSketch: every input row is thrown, with a random
/// sign, into one of m buckets. Applied in O(s·nnz(a)), the fastest of all, but two rows in one bucket cannot be told apart.
/// </summary>
public sealed class SparseSketch : ISketch
{
    private readonly int[] _buckets;    // (n · s): the rows of the entries of each column
    private readonly double[] _entries; // (n · s)

    private SparseSketch(int rows, int columns, int nonZeros, int[] buckets, double[] entries)
    {
        Rows = rows;
        Columns = columns;
        NonZerosPerColumn = nonZeros;
        _buckets = buckets;
        _entries = entries;
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>s.</summary>
    public int NonZerosPerColumn { get; }

    /// <summary>Draws a sketch.</summary>
    /// <param name="rows">m, at least 1.</param>
    /// <param name="columns">n, at least 1.</param>
    /// <param name="nonZerosPerColumn">s, 1 to m.</param>
    /// <param name="random">Where rows and signs come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows, no columns, or s outside 1 to m.</exception>
    public static SparseSketch Draw(int rows, int columns, int nonZerosPerColumn, RandomStream random)
    {
        SketchShapes.Require(rows, columns);
        if (nonZerosPerColumn < 1 || nonZerosPerColumn > rows)
            throw new ArgumentOutOfRangeException(nameof(nonZerosPerColumn), nonZerosPerColumn, $"A column of {rows} rows has 1 to {rows} entries.");

        var buckets = new int[columns * nonZerosPerColumn];
        var entries = new double[buckets.Length];
        var size = 1 / Math.Sqrt(nonZerosPerColumn);
        for (var j = 0; j < columns; j++)
        {
            var chosen = buckets.AsSpan(j * nonZerosPerColumn, nonZerosPerColumn);
            for (var t = 0; t < nonZerosPerColumn; t++)
            {
                do chosen[t] = random.Next(rows);
                while (chosen[..t].Contains(chosen[t])); // different rows within a column
                entries[j * nonZerosPerColumn + t] = size * random.NextSign();
            }
        }
        return new SparseSketch(rows, columns, nonZerosPerColumn, buckets, entries);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor a)
    {
        var matrix = SketchShapes.AsMatrix(a, Columns); // (n, k)
        var k = matrix.Columns;
        var from = matrix.AsSpan();
        var sketched = new double[Rows * k]; // (m, k)
        for (var e = 0; e < _entries.Length; e++)
        {
            var row = from.Slice(e / NonZerosPerColumn * k, k);
            var bucket = sketched.AsSpan(_buckets[e] * k, k);
            TensorPrimitives.MultiplyAdd(row, _entries[e], bucket, bucket); // S[h, j] · a[j]
        }
        return SketchShapes.Like(a, Tensor.Wrap(sketched, Rows, k));
    }
}
