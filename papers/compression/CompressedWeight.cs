using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// A weight in a smaller form: an immutable value with exact counts, which becomes a layer of a model. Two forms are equal only if they
/// are the same object's tensors.
/// </summary>
/// <param name="Outputs">The number of rows of the dense weight.</param>
/// <param name="Inputs">The number of columns of the dense weight.</param>
public abstract record CompressedWeight(int Outputs, int Inputs)
{
    /// <summary>
    /// The bits of a number that is not quantised: 16, as checkpoints are published in half precision. Scales of quantised numbers are
    /// counted so, too.
    /// </summary>
    public const int NumberBits = 16;

    /// <summary>The numbers that are stored; a quantised number, a scale and a code count one each, positions of kept entries count none.</summary>
    public abstract long Parameters { get; }

    /// <summary>
    /// What the form takes on disk in bits: <see cref="NumberBits"/> a plain number, a quantised number its own bits, and scales, zero
    /// points, indices and masks besides.
    /// </summary>
    public abstract long Bits { get; }

    /// <summary>Multiplications and additions for one input row; a multiplication with its addition counts two, the bias is not counted.</summary>
    public abstract long FlopsPerRow { get; }

    /// <summary>The numbers of the dense weight.</summary>
    public long DenseParameters => (long)Outputs * Inputs;

    /// <summary>The bits of the dense weight, <see cref="NumberBits"/> a number.</summary>
    public long DenseBits => DenseParameters * NumberBits;

    /// <summary>The operations of the dense weight for one input row.</summary>
    public long DenseFlopsPerRow => 2 * DenseParameters;

    /// <summary>What the form stands for: (outputs, inputs), F64.</summary>
    public abstract Tensor ToDense();

    /// <summary>A layer that computes x Wᵀ + b in this form, forward and backward, with copies of the numbers as its parameters.</summary>
    /// <param name="bias">b, (outputs), or null.</param>
    /// <param name="dtype">F32 or F64: the type of inputs and parameters.</param>
    public abstract Layer ToLayer(Tensor? bias, DType dtype);
}
