using Praxis.Numerics;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>The sub-vectors of a weight: every row cut into pieces of m inputs, (outputs · inputs / m, m).</summary>
public static class SubVectors
{
    /// <summary>Cuts a weight.</summary>
    /// <param name="weight">(outputs, inputs), finite.</param>
    /// <param name="length">m, which divides the inputs.</param>
    /// <exception cref="ArgumentException">m does not divide them; the message says which do.</exception>
    public static Tensor Of(Tensor weight, int length)
    {
        if (length < 1 || weight.Columns % length != 0)
            throw new ArgumentException(
                $"{weight.Columns} inputs cannot be cut into sub-vectors of {length}; {string.Join(", ", Lengths(weight.Columns).Where(m => m <= 64))} would do.", nameof(length));
        return weight.To(DType.F64).EnsureFinite("The weight").Contiguous().Reshape(weight.Length / length, length);
    }

    /// <summary>The lengths that divide a number of inputs, ascending.</summary>
    public static IEnumerable<int> Lengths(int inputs) => Enumerable.Range(1, inputs).Where(m => inputs % m == 0);
}
