using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>A method that makes a weight small. It keeps no state: what it returns is a function of what it is given.</summary>
public interface IWeightCompressor
{
    /// <summary>The name under which tables and figures show it, such as <c>SVD</c>.</summary>
    string Name { get; }

    /// <summary>The weight in a smaller form.</summary>
    /// <param name="weight">W, (outputs, inputs), F64 or F32; it is not changed.</param>
    /// <param name="statistics">What is known of the layer's inputs and gradients.</param>
    /// <param name="budget">How much may be kept; the result never takes more.</param>
    /// <param name="random">Where a method that draws takes its numbers from.</param>
    /// <exception cref="BudgetException">The budget is smaller than the smallest form that the method can make.</exception>
    /// <exception cref="ArgumentException">The weight is no matrix, holds a number that is not finite, or the statistics are of another layer's size.</exception>
    CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random);
}
