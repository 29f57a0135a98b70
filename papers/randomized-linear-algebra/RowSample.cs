using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// A few rows of a table with weights, so that a weighted sum of a loss over them stands for the sum over all rows: Σ wᵢ·ℓ(aᵢ) over
/// the kept rows has the mean Σ ℓ(aᵢ) over all.
/// </summary>
/// <param name="Rows">Which rows were kept, numbered from 0; a row may be there twice where a method draws with replacement.</param>
/// <param name="Weights">wᵢ ≥ 0 of each kept row, on the loss: a row's p-th power is multiplied by it.</param>
/// <exception cref="ArgumentException">Not one weight for each row.</exception>
public sealed record RowSample(int[] Rows, double[] Weights)
{
    /// <summary>wᵢ of each kept row.</summary>
    public double[] Weights { get; init; } = Weights.Length == Rows.Length
        ? Weights
        : throw new ArgumentException($"{Rows.Length} rows need as many weights, not {Weights.Length}.", nameof(Weights));

    /// <summary>How many rows were kept.</summary>
    public int Count => Rows.Length;

    /// <summary>All rows of a table, with weight 1.</summary>
    /// <param name="rows">How many there are.</param>
    public static RowSample Everything(int rows) => new([.. Enumerable.Range(0, rows)], [.. Enumerable.Repeat(1.0, rows)]);

    /// <summary>S·a for the p-th power loss: the kept rows, each multiplied by wᵢ^(1/p), so that ‖S a x‖ₚᵖ = Σ wᵢ|aᵢᵀx|ᵖ.</summary>
    /// <param name="a">(n, d), or (n).</param>
    /// <param name="power">p, above 0; 2 for least squares.</param>
    /// <returns>(kept, d), or (kept).</returns>
    public Tensor Scaled(Tensor a, double power)
    {
        if (a.Rank is not (1 or 2)) throw new ShapeException($"A matrix or vector is needed, not a tensor of rank {a.Rank}.");
        var kept = a.Take(0, Rows);
        var roots = Tensor.Wrap([.. Weights.Select(w => Math.Pow(w, 1 / power))], Count); // (kept)
        return a.Rank == 1 ? kept * roots : kept * roots.Reshape(Count, 1);
    }
}

/// <summary>A way to pick rows, under the name that tables and figures show: any two can be swapped and compared.</summary>
/// <param name="Name">The name.</param>
/// <param name="Pick">From a matrix (n, d), the number of rows wanted (exactly or in expectation, as the method says) and random numbers to the kept rows.</param>
public sealed record RowSelection(string Name, Func<Tensor, int, RandomStream, RowSample> Pick);
