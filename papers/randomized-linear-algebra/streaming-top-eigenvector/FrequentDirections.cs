using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>
/// Frequent Directions (Liberty 2013), the deterministic baseline that fears no order: a sketch of ℓ rows whose squared singular values
/// are lowered by the ℓ/2-th whenever it is full.
/// </summary>
/// <param name="dimension">d, the length of a row.</param>
/// <param name="size">ℓ, the rows of the sketch, at least 2.</param>
public sealed class FrequentDirections(int dimension, int size)
{
    private readonly Tensor _sketch = Tensor.Zeros(size, dimension); // (ℓ, d)
    private int _filled;

    /// <summary>Takes the next row: (d).</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        if (_filled == size) Shrink();
        row.CopyTo(_sketch.Row(_filled++).AsSpan());
    }

    /// <summary>The top right singular vector of the sketch: (d).</summary>
    public double[] Direction() => LinearAlgebra.Svd(_sketch).Vt.Row(0).ToArray();

    private void Shrink()
    {
        var (_, s, vt) = LinearAlgebra.Svd(_sketch); // s: (min(ℓ, d)), vt: (min(ℓ, d), d)
        var half = size / 2;
        var cut = half < s.Length ? s[half] * s[half] : 0;
        _sketch.AsSpan().Clear();
        _filled = Math.Min(half, s.Length);
        for (var i = 0; i < _filled; i++)
        {
            var weight = Math.Sqrt(Math.Max(0, s[i] * s[i] - cut));
            for (var j = 0; j < dimension; j++) _sketch[i, j] = weight * vt[i, j];
        }
    }
}
