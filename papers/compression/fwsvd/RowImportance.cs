using Praxis.Numerics;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>Which side of a weight carries the importances.</summary>
public enum WeightedSide
{
    /// <summary>The inputs: rows of the weight in the paper's convention Z = X W, columns of W here.</summary>
    Inputs,

    /// <summary>The outputs: columns in the paper's convention, rows of W here.</summary>
    Outputs,
}

/// <summary>
/// How much the loss feels each input (or output) of a weight (section 3): the empirical Fisher information of its weights, summed over the
/// other side. One number a row is what keeps a closed form; importances of single weights have none.
/// </summary>
/// <param name="Values">Î, (inputs) or (outputs), F64, all positive with a mean of about 1: a common factor changes nothing.</param>
/// <param name="Raised">How many were below a millionth of the mean and were raised to it.</param>
public sealed record RowImportance(Tensor Values, int Raised)
{
    private const double Floor = 1e-6;

    /// <summary>The importances from the Fisher information of every weight.</summary>
    /// <param name="fisher">The mean over examples of the squared gradient of the example's loss, (outputs, inputs), finite and not negative.</param>
    /// <param name="side">Which side carries them.</param>
    /// <param name="name">The layer's name, for messages.</param>
    /// <exception cref="ArgumentException">All are zero: no gradient reached the layer; or one is negative.</exception>
    /// <exception cref="NonFiniteException">One is not finite.</exception>
    public static RowImportance Of(Tensor fisher, WeightedSide side, string name) =>
        OfSums(fisher.To(DType.F64).Sum(side == WeightedSide.Inputs ? 0 : 1), name);

    /// <summary>The importances from one number for each input (or output).</summary>
    /// <param name="sums">Finite and not negative.</param>
    /// <param name="name">The layer's name, for messages.</param>
    /// <exception cref="ArgumentException">All are zero, or one is negative.</exception>
    /// <exception cref="NonFiniteException">One is not finite.</exception>
    public static RowImportance OfSums(Tensor sums, string name)
    {
        sums.EnsureFinite($"The importances of {name}");
        double[] values = sums.ToArray();
        int negative = Array.FindIndex(values, value => value < 0);
        if (negative >= 0)
            throw new ArgumentException($"The importance of row {negative} of {name} is {values[negative]}; a mean of squares is not negative.", nameof(sums));
        double mean = values.Average();
        if (mean == 0)
            throw new ArgumentException($"No gradient reached {name}: its Fisher information is 0 everywhere.", nameof(sums));
        // Inputs that were always zero have none. The factors need no division by Î, but directions of such rows would be left to chance.
        double[] raised = [.. values.Select(value => Math.Max(value / mean, Floor))];
        return new RowImportance(Tensor.FromArray(raised), values.Count(value => value / mean < Floor));
    }

    /// <summary>The same importances dealt out to the rows in another order: a control that keeps their distribution.</summary>
    public RowImportance Shuffled(RandomStream random) =>
        this with { Values = Values.Take(0, random.Permutation(Values.Length)) };
}
