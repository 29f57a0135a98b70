using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A table of vectors, looked up by number.</summary>
public sealed class Embedding : Module
{
    /// <summary>A table with normally distributed entries.</summary>
    /// <param name="count">The number of vectors.</param>
    /// <param name="width">The length of each vector.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Embedding(int count, int width, RandomStream random, DType dtype = DType.F32) =>
        Weight = AddParameter("weight", Initializers.Normal(random, 1, dtype, count, width));

    /// <summary>A table with given values.</summary>
    /// <param name="weight">(count, width).</param>
    public Embedding(Tensor weight) => Weight = AddParameter("weight", weight);

    /// <summary>The table, (count, width).</summary>
    public Variable Weight { get; }

    /// <summary>The vectors of the given numbers.</summary>
    /// <param name="numbers">I64, of any shape.</param>
    /// <returns>(…, width).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside the table.</exception>
    public Variable Forward(Tensor numbers) => Weight.IndexSelect(0, numbers);
}
