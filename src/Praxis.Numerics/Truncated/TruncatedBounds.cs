namespace Praxis.Numerics;

/// <summary>What the truncated decompositions ask of their arguments, and when they are content.</summary>
internal static class TruncatedBounds
{
    // No residual below this, over the largest value, can be relied on.
    private const double RoundingFloor = 1e-14;

    public static void Check(string operation, int k, int largest, TruncatedOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (k > largest)
            throw new ArgumentOutOfRangeException(nameof(k), k, $"{operation}: the matrix has only {largest} of what is wanted.");
        if (!(options.Tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, $"{operation}: the tolerance must be zero or positive.");
        if (options.SubspaceSize <= k)
            throw new ArgumentOutOfRangeException(nameof(options), options.SubspaceSize, $"{operation}: the subspace must be larger than k = {k}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumSteps, 1);
    }

    /// <summary>How many vectors to hold.</summary>
    public static int Subspace(int k, int largest, TruncatedOptions options) => Math.Min(largest, options.SubspaceSize ?? (2 * k) + 40);

    /// <summary>The tolerance, relative to the largest value.</summary>
    public static double Tolerance(TruncatedOptions options) => Math.Max(options.Tolerance, RoundingFloor);

    /// <summary>Whether all residuals are small; they differ a little from the estimates by which a method stops.</summary>
    /// <param name="residuals">The residuals computed from what is returned.</param>
    /// <param name="largest">The largest singular value or absolute eigenvalue of the matrix, as far as it is known.</param>
    /// <param name="options">The tolerance.</param>
    public static bool Within(Tensor residuals, double largest, TruncatedOptions options) =>
        residuals.Length == 0 || residuals.MaxAbs() <= 2 * Math.Max(Tolerance(options), 5 * RoundingFloor) * largest;

    public static Tensor ColumnNorms(Tensor columns)
    {
        var norms = Tensor.Zeros(columns.Columns);
        for (int j = 0; j < columns.Columns; j++)
            norms[j] = columns.Column(j).FrobeniusNorm();
        return norms;
    }
}
