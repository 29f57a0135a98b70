namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A tensor kept as something smaller than all of its entries: Tucker, CP, tensor train and what rooms bring.</summary>
public interface ITensorFormat
{
    /// <summary>n₁, …, n_d.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>The numbers stored.</summary>
    long ParameterCount { get; }

    /// <summary>The full tensor: (n₁, …, n_d).</summary>
    Tensor Rebuild();

    /// <summary>‖A‖, the Frobenius norm, without rebuilding.</summary>
    double Norm();

    /// <summary>Single entries, without rebuilding.</summary>
    /// <param name="indices">For each mode the indices of the P entries, as coordinate lists have them.</param>
    /// <returns>(P).</returns>
    /// <exception cref="Numerics.ShapeException">There is not one list for each mode, or lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the tensor; the message names it.</exception>
    Tensor Entries(IReadOnlyList<int[]> indices);
}
