using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>
/// Oja's update v ← v + η·a⟨a, v⟩, normalised, with several learning rates side by side (Price and Xun). The vector's growth before
/// normalisation tells which rate was large enough: the smallest one whose vector grew by d¹⁰ is taken (the constant is our choice).
/// </summary>
public sealed class OjaMethod
{
    private readonly double[] _rates;
    private readonly double[][] _vectors;
    private readonly double[] _logGrowth;
    private readonly int _dimension;

    /// <summary>Prepares for a stream.</summary>
    /// <param name="dimension">d, the length of a row.</param>
    /// <param name="rates">The learning rates η, in units of 1/‖a‖².</param>
    /// <param name="random">Draws the common starting direction.</param>
    public OjaMethod(int dimension, IEnumerable<double> rates, RandomStream random)
    {
        _dimension = dimension;
        _rates = [.. rates.Order()];
        var start = new double[dimension];
        random.FillNormal(start);
        TensorPrimitives.Divide(start, TensorPrimitives.Norm<double>(start), start);
        _vectors = [.. _rates.Select(_ => (double[])start.Clone())];
        _logGrowth = new double[_rates.Length];
    }

    /// <summary>Takes the next row: (d).</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        var squaredNorm = TensorPrimitives.SumOfSquares(row);
        for (var k = 0; k < _rates.Length; k++)
        {
            var v = _vectors[k];
            var inner = TensorPrimitives.Dot(row, v);
            // ‖v + η·a⟨a, v⟩‖² = 1 + 2η⟨a, v⟩² + η²⟨a, v⟩²‖a‖² for a unit v.
            var norm = Math.Sqrt(1 + _rates[k] * inner * inner * (2 + _rates[k] * squaredNorm));
            TensorPrimitives.MultiplyAdd(row, _rates[k] * inner, v, v);
            TensorPrimitives.Divide(v, norm, v);
            _logGrowth[k] += Math.Log(norm);
        }
    }

    /// <summary>The rates with their directions, smallest rate first; directions are unit vectors up to rounding.</summary>
    public IReadOnlyList<(double Rate, double[] Direction)> All => [.. _rates.Zip(_vectors)];

    /// <summary>The direction of the smallest rate whose vector grew by d¹⁰; of the largest rate when none did.</summary>
    public double[] ByGrowth()
    {
        for (var k = 0; k < _rates.Length; k++)
            if (_logGrowth[k] >= 10 * Math.Log(_dimension))
                return _vectors[k];
        return _vectors[^1];
    }
}
