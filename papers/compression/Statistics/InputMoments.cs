using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>Sums over input rows as they come: x xᵀ, x and the largest |x|, in F64; no row is kept.</summary>
public sealed class InputMoments
{
    private readonly Tensor _products; // (inputs, inputs)
    private readonly Tensor _sum;      // (inputs)
    private readonly Tensor _largest;  // (inputs)

    /// <summary>Sums of no rows.</summary>
    /// <param name="inputs">The width of a row.</param>
    public InputMoments(int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        _products = TensorScope.Keep(Tensor.Zeros(inputs, inputs));
        _sum = TensorScope.Keep(Tensor.Zeros(inputs));
        _largest = TensorScope.Keep(Tensor.Zeros(inputs));
    }

    /// <summary>How many rows were added.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds rows.</summary>
    /// <param name="inputs">(…, inputs), F32 or F64.</param>
    /// <exception cref="ShapeException">The rows are of another width.</exception>
    public void Add(Tensor inputs)
    {
        if (inputs.Rank < 1 || inputs.Shape[^1] != _sum.Length)
            throw new ShapeException($"Rows of {_sum.Length} inputs are needed, not a tensor of shape ({string.Join(", ", inputs.Shape.ToArray())}).");
        using var memory = TensorScope.Begin();
        var x = inputs.Contiguous().Reshape(-1, _sum.Length).To(DType.F64); // (rows, inputs)
        if (x.Rows == 0)
            return;
        _products.AddScaled(LinearAlgebra.MatMul(x.Transpose(), x));
        _sum.AddScaled(x.Sum(0));
        _largest.CopyFrom(Tensor.Maximum(_largest, x.Abs().Max(0)));
        Rows += x.Rows;
    }

    /// <summary>The means of what was added so far.</summary>
    /// <param name="name">The map's name.</param>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public LayerStatistics ToStatistics(string name)
    {
        if (Rows == 0)
            throw new InvalidOperationException($"{name} saw no input.");
        using var unpooled = TensorScope.Suspend();
        var moments = _products / Rows;
        return new LayerStatistics
        {
            Name = name,
            Rows = Rows,
            SecondMoments = (moments + moments.Transpose()) * 0.5, // symmetric to the last digit
            InputMean = _sum / Rows,
            InputMaximum = _largest.Clone(),
        };
    }
}
