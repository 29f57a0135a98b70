using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>A weight with all its numbers: what is left as it was, or changed without becoming smaller.</summary>
public sealed record DenseWeight : CompressedWeight
{
    /// <summary>The weight itself.</summary>
    /// <param name="weight">(outputs, inputs); not copied.</param>
    /// <exception cref="ShapeException">It is no matrix.</exception>
    public DenseWeight(Tensor weight)
        : base(FormTensors.Require(weight, 2, "A weight").Rows, weight.Columns) => Weight = weight;

    /// <summary>W, (outputs, inputs).</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    public override long Parameters => DenseParameters;

    /// <inheritdoc/>
    public override long Bits => DenseBits;

    /// <inheritdoc/>
    public override long FlopsPerRow => DenseFlopsPerRow;

    /// <inheritdoc/>
    public override Tensor ToDense() => Weight.To(DType.F64);

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) => new Linear(FormTensors.Copy(Weight, dtype), FormTensors.CopyBias(bias, Outputs, dtype));
}
