using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// A weight on a uniform grid of a few bits: w = scale · (code − zero), with a scale (and a zero point, if asymmetric) for each run of
/// inputs of a row, the group. This is only the storage: which code a number gets is the method's choice.
/// </summary>
public sealed record QuantizedWeight : CompressedWeight
{
    private readonly byte[] _codes;
    private readonly byte[]? _zeros;

    /// <summary>Codes and scales.</summary>
    /// <param name="grid">Bits, group size and symmetry.</param>
    /// <param name="codes">Row after row, 0 to 2^bits − 1: outputs · inputs numbers; copied.</param>
    /// <param name="scales">(outputs, groups).</param>
    /// <param name="zeros">The code that stands for 0, group after group of row after row; null for a symmetric grid, where it is 2^(bits − 1).</param>
    /// <param name="inputs">The number of columns.</param>
    /// <exception cref="ArgumentException">A code is too large, or the numbers of codes, scales and zero points do not fit each other.</exception>
    public QuantizedWeight(QuantizationGrid grid, ReadOnlySpan<byte> codes, Tensor scales, ReadOnlySpan<byte> zeros, int inputs)
        : base(FormTensors.Require(scales, 2, "Scales").Rows, inputs)
    {
        int groups = grid.Groups(inputs);
        if (scales.Columns != groups || codes.Length != Outputs * inputs || zeros.Length != (grid.Symmetric ? 0 : Outputs * groups))
            throw new ArgumentException($"A weight of {Outputs} × {inputs} in groups of {grid.GroupSize} needs {Outputs * inputs} codes, ({Outputs}, {groups}) scales and {(grid.Symmetric ? "no" : Outputs * groups)} zero points, not {codes.Length}, ({scales.Rows}, {scales.Columns}) and {zeros.Length}.", nameof(scales));
        if (codes.ContainsAnyExceptInRange((byte)0, (byte)grid.Highest) || zeros.ContainsAnyExceptInRange((byte)0, (byte)grid.Highest))
            throw new ArgumentException($"Codes and zero points of {grid.Bits} bits are at most {grid.Highest}.", nameof(codes));
        (Grid, Scales, _codes, _zeros) = (grid, scales, codes.ToArray(), grid.Symmetric ? null : zeros.ToArray());
    }

    /// <summary>Bits, group size and symmetry.</summary>
    public QuantizationGrid Grid { get; }

    /// <summary>(outputs, groups).</summary>
    public Tensor Scales { get; }

    /// <summary>The codes row after row.</summary>
    public ReadOnlySpan<byte> Codes => _codes;

    /// <summary>The zero points, group after group of row after row; empty if the grid is symmetric.</summary>
    public ReadOnlySpan<byte> Zeros => _zeros;

    /// <inheritdoc/>
    public override long Parameters => DenseParameters + Scales.Length + (_zeros?.Length ?? 0);

    /// <inheritdoc/>
    public override long Bits => Grid.StorageBits(Outputs, Inputs);

    /// <summary>The dense weight's: codes become numbers once, when the layer is made.</summary>
    public override long FlopsPerRow => DenseFlopsPerRow;

    /// <summary>
    /// Every number by the nearest of its group's grid (round to nearest); each group's grid spans what the group holds, as
    /// <see cref="QuantizationGrid.Fit"/> does.
    /// </summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="grid">Bits, group size and symmetry.</param>
    /// <exception cref="ArgumentException">A number is not finite, or too large for a scale in half precision.</exception>
    public static QuantizedWeight RoundToNearest(Tensor weight, QuantizationGrid grid)
    {
        var numbers = FormTensors.Require(weight, 2, "A weight").To(DType.F64).Contiguous();
        var rows = new QuantizedRows(numbers.Rows, numbers.Columns, grid);
        rows.FitAll(numbers);
        for (int row = 0; row < numbers.Rows; row++)
        {
            var values = numbers.RowSpan(row);
            for (int column = 0; column < values.Length; column++)
                rows.Put(row, column, values[column]);
        }

        return rows.ToWeight();
    }

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        int groups = Scales.Columns;
        double[] scales = Scales.ToArray(), dense = new double[_codes.Length];
        for (int i = 0; i < dense.Length; i++)
        {
            int group = (i / Inputs * groups) + (i % Inputs / Grid.GroupSize);
            dense[i] = scales[group] * (_codes[i] - (_zeros is null ? Grid.Middle : _zeros[group]));
        }

        return Tensor.Wrap(dense, Outputs, Inputs);
    }

    /// <summary>A layer whose weight is computed once and stays; only the bias can be trained.</summary>
    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new FrozenLinear(FormTensors.Copy(ToDense(), dtype), FormTensors.CopyBias(bias, Outputs, dtype));

    /// <summary>
    /// A layer that trains through the rounding: it holds full numbers, computes with their nearest on the grid (fitted anew each time), and
    /// passes gradients on as if nothing had been rounded (the straight-through estimator).
    /// </summary>
    /// <param name="full">The full numbers to begin with, (outputs, inputs); what the codes stand for when null.</param>
    /// <param name="bias">b, (outputs), or null.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Layer ToStraightThroughLayer(Tensor? full, Tensor? bias, DType dtype)
    {
        full ??= ToDense();
        if (full.Rank != 2 || full.Rows != Outputs || full.Columns != Inputs)
            throw new ShapeException($"Full numbers of shape ({Outputs}, {Inputs}) are needed, not ({string.Join(", ", full.Shape.ToArray())}).");
        return new StraightThroughLinear(Grid, FormTensors.Copy(full, dtype), FormTensors.CopyBias(bias, Outputs, dtype));
    }
}

/// <summary>x Wᵀ + b with a weight that is never trained.</summary>
internal sealed class FrozenLinear : Layer
{
    private readonly Tensor _weight; // (outputs, inputs)
    private readonly Variable? _bias;

    public FrozenLinear(Tensor weight, Tensor? bias)
    {
        _weight = AddBuffer("weight", weight);
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x) => x.Affine(_weight.Transpose(), _bias);
}

/// <summary>x Q(W)ᵀ + b, where the gradient of W is that of Q(W).</summary>
internal sealed class StraightThroughLinear : Layer
{
    private readonly QuantizationGrid _grid;
    private readonly Variable _weight; // (outputs, inputs)
    private readonly Variable? _bias;

    public StraightThroughLinear(QuantizationGrid grid, Tensor weight, Tensor? bias)
    {
        _grid = grid;
        _weight = AddParameter("weight", weight);
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x)
    {
        var rounded = QuantizedWeight.RoundToNearest(_weight.Data, _grid).ToDense().To(_weight.DType);
        var weight = _weight + (rounded - _weight.Data);
        return x.Affine(weight.Transpose(), _bias);
    }
}
