using System.Numerics.Tensors;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>
/// The rows of a stream whose norm is too large for a block to be a fair sample: ‖a‖² ≥ c·‖A‖_F²/(d·ln d).
/// ‖A‖_F² is not known before the end, so after i of n rows it is estimated by (n/i)·Σ‖a_s‖², which is fair in random order;
/// rows that stop qualifying as the estimate settles are given back.
/// </summary>
/// <param name="dimension">d, the length of a row, at least 2.</param>
/// <param name="rows">n, the number of rows of the whole stream.</param>
/// <param name="constant">c in the threshold.</param>
public sealed class HeavyRows(int dimension, long rows, double constant)
{
    private readonly List<(double[] Row, double SquaredNorm)> _held = [];
    private double _squaredNorms;
    private long _seen;

    /// <summary>The rows held now, each of length d.</summary>
    public IEnumerable<double[]> Rows => _held.Select(held => held.Row);

    /// <summary>How many rows are held now.</summary>
    public int Count => _held.Count;

    /// <summary>The most rows that were held at the same time.</summary>
    public int Most { get; private set; }

    /// <summary>Looks at the next row and keeps it when it is heavy.</summary>
    /// <param name="row">The row: (d).</param>
    /// <param name="givenBack">Rows that no longer qualify; they have not been seen by anybody else yet.</param>
    /// <returns>Whether the row was kept.</returns>
    public bool Keep(ReadOnlySpan<double> row, List<double[]> givenBack)
    {
        var squaredNorm = TensorPrimitives.SumOfSquares(row);
        _squaredNorms += squaredNorm;
        _seen++;
        var threshold = constant / (dimension * Math.Log(dimension)) * rows / _seen * _squaredNorms;

        for (var i = _held.Count - 1; i >= 0; i--)
            if (_held[i].SquaredNorm < threshold)
            {
                givenBack.Add(_held[i].Row);
                _held.RemoveAt(i);
            }
        if (squaredNorm < threshold || squaredNorm == 0) return false;
        _held.Add((row.ToArray(), squaredNorm));
        Most = Math.Max(Most, _held.Count);
        return true;
    }
}
