namespace Praxis.Numerics.Backends;

/// <summary>Puts the rows of a matrix into another order.</summary>
internal static class RowOrder
{
    /// <summary>Row i becomes what was row order[i]; does nothing to an empty matrix.</summary>
    public static void Apply(double[] matrix, int width, int[] order)
    {
        if (matrix.Length == 0)
            return;
        double[] before = [.. matrix];
        for (int i = 0; i < order.Length; i++)
            before.AsSpan(order[i] * width, width).CopyTo(matrix.AsSpan(i * width));
    }
}
