using System.Numerics.Tensors;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>One small ridge regression, min ‖Z u − y‖² + λ‖u‖², gathered row by row and solved by Cholesky's factorisation.</summary>
internal sealed class RidgeSystem(int size)
{
    private readonly double[] _matrix = new double[size * size]; // lower half of ZᵀZ + λI, then of its factor
    private readonly double[] _right = new double[size];

    public void Clear(double ridge)
    {
        Array.Clear(_matrix);
        Array.Clear(_right);
        for (var a = 0; a < size; a++) _matrix[a * (size + 1)] = ridge;
    }

    /// <summary>Adds the row z with its right-hand side.</summary>
    public void Add(ReadOnlySpan<double> z, double y)
    {
        for (var a = 0; a < size; a++)
        {
            var row = _matrix.AsSpan(a * size, a + 1);
            TensorPrimitives.MultiplyAdd(z[..(a + 1)], z[a], row, row);
        }
        TensorPrimitives.MultiplyAdd(z, y, _right, _right);
    }

    /// <summary>Writes the solution; the system is used up.</summary>
    public void Solve(Span<double> solution)
    {
        for (var a = 0; a < size; a++)
        {
            var row = _matrix.AsSpan(a * size, a + 1);
            for (var b = 0; b < a; b++)
                row[b] = (row[b] - TensorPrimitives.Dot<double>(row[..b], _matrix.AsSpan(b * size, b))) / _matrix[b * (size + 1)];
            // The ridge keeps the pivot positive; rounding may eat it up when the rows are huge beside it.
            row[a] = Math.Sqrt(Math.Max(double.Epsilon, row[a] - TensorPrimitives.SumOfSquares<double>(row[..a])));
            solution[a] = (_right[a] - TensorPrimitives.Dot<double>(row[..a], solution[..a])) / row[a];
        }
        for (var a = size - 1; a >= 0; a--)
        {
            solution[a] /= _matrix[a * (size + 1)];
            for (var b = 0; b < a; b++) solution[b] -= _matrix[(a * size) + b] * solution[a];
        }
    }
}
