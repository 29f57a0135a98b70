using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// A way to keep a tensor in fewer numbers within a tolerance: one entry of the family's bench. A room enters by a class with this interface and its
/// <see cref="PaperAttribute"/>; baselines have none.
/// </summary>
public interface ITensorEntry : IPaperPart
{
    /// <summary>The method's name in the table.</summary>
    string Name { get; }

    /// <summary>Decomposes a tensor.</summary>
    /// <param name="tensor">(n₁, …, n_d), d ≥ 2, finite and not zero.</param>
    /// <param name="tolerance">ε, the relative Frobenius error wanted, between 1e-6 and 1. When it cannot be reached: the best that was found.</param>
    /// <param name="random">Random numbers.</param>
    /// <param name="cancel">Cancelled when the reader stops.</param>
    TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel);
}

/// <summary>A tensor in few numbers.</summary>
/// <param name="Format">The decomposition.</param>
/// <param name="EntriesRead">How many different entries of the tensor were looked at; null for all.</param>
public sealed record TensorFit(ITensorFormat Format, long? EntriesRead = null);
