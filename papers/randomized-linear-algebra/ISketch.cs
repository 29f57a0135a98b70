using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>A random linear map S (m × n) drawn without looking at the data, so that ‖S x‖ ≈ ‖x‖: it makes tall things short.</summary>
public interface ISketch
{
    /// <summary>m: how many rows are left.</summary>
    int Rows { get; }

    /// <summary>n: how many rows go in.</summary>
    int Columns { get; }

    /// <summary>S·a for a matrix of n rows, or for a vector of n entries.</summary>
    /// <param name="a">(n, k) or (n).</param>
    /// <returns>(m, k) or (m).</returns>
    /// <exception cref="ShapeException">a has not n rows.</exception>
    Tensor Apply(Tensor a);
}

/// <summary>A way to draw sketches, under the name that tables and figures show.</summary>
/// <param name="Name">The name, such as <c>CountSketch</c>.</param>
/// <param name="Draw">From m, n and random numbers to a sketch.</param>
public sealed record SketchFamily(string Name, Func<int, int, RandomStream, ISketch> Draw)
{
    /// <summary>Signs, Walsh–Hadamard transform, random rows (with replacement: independent rows).</summary>
    public static SketchFamily SubsampledHadamard { get; } =
        new("subsampled Hadamard", (m, n, random) => SubsampledHadamardSketch.Draw(m, n, random, withReplacement: true));

    /// <summary>Independent normal entries.</summary>
    public static SketchFamily Gaussian { get; } = new("Gaussian", GaussianSketch.Draw);

    /// <summary>One ±1 per column.</summary>
    public static SketchFamily CountSketch { get; } = new("CountSketch", (m, n, random) => SparseSketch.Draw(m, n, 1, random));

    /// <summary>s entries ±1/√s per column.</summary>
    public static SketchFamily Osnap(int nonZerosPerColumn) =>
        new($"OSNAP, s = {nonZerosPerColumn}", (m, n, random) => SparseSketch.Draw(m, n, nonZerosPerColumn, random));
}

/// <summary>What all sketches check and share.</summary>
internal static class SketchShapes
{
    public static void Require(int rows, int columns)
    {
        if (rows < 1) throw new ArgumentOutOfRangeException(nameof(rows), rows, "A sketch needs at least one row.");
        if (columns < 1) throw new ArgumentOutOfRangeException(nameof(columns), columns, "A sketch needs at least one column.");
    }

    /// <summary>The argument as a contiguous matrix of doubles: (n, k), where a vector has k = 1.</summary>
    public static Tensor AsMatrix(Tensor a, int columns)
    {
        if (a.Rank is not (1 or 2) || a.Shape[0] != columns)
            throw new ShapeException($"A sketch of {columns} columns needs a matrix or vector of {columns} rows, not one of shape ({string.Join(", ", a.Shape.ToArray())}).");
        return (a.Rank == 1 ? a.Contiguous().Reshape(columns, 1) : a).To(DType.F64).Contiguous();
    }

    /// <summary>Back to a vector when a vector came in.</summary>
    public static Tensor Like(Tensor a, Tensor sketched) => a.Rank == 1 ? sketched.Reshape(sketched.Rows) : sketched;
}
