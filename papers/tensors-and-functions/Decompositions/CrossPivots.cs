namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Pivots of Gaussian elimination with full pivoting: rows and columns whose cross interpolates a matrix well.</summary>
internal static class CrossPivots
{
    /// <summary>Eliminates until no entry is above a size.</summary>
    /// <param name="matrix">(m, n); it is overwritten by what is left.</param>
    /// <param name="allowed">The largest entry that may be left.</param>
    /// <param name="largestRank">The most pivots, at least 1.</param>
    /// <returns>At least one pivot, the largest first.</returns>
    public static List<(int Row, int Column)> Of(double[,] matrix, double allowed, int largestRank)
    {
        var (m, n) = (matrix.GetLength(0), matrix.GetLength(1));
        List<(int Row, int Column)> pivots = [];
        while (pivots.Count < Math.Min(largestRank, Math.Min(m, n)))
        {
            var (row, column) = Largest(matrix, pivots);
            var pivot = matrix[row, column];
            if (pivots.Count > 0 && (Math.Abs(pivot) <= allowed || pivot == 0)) break;
            pivots.Add((row, column));
            if (pivot == 0) break;
            for (var i = 0; i < m; i++)
            {
                if (i == row || matrix[i, column] == 0) continue;
                var share = matrix[i, column] / pivot;
                for (var j = 0; j < n; j++) matrix[i, j] -= share * matrix[row, j];
                matrix[i, column] = 0;
            }
            for (var j = 0; j < n; j++) matrix[row, j] = 0;
        }
        return pivots;
    }

    // Rows and columns of earlier pivots are zero, but for a matrix of zeros the first free ones are taken.
    private static (int Row, int Column) Largest(double[,] matrix, List<(int Row, int Column)> taken)
    {
        (int Row, int Column) best = (Enumerable.Range(0, matrix.GetLength(0)).First(i => taken.All(pivot => pivot.Row != i)), Enumerable.Range(0, matrix.GetLength(1)).First(j => taken.All(pivot => pivot.Column != j)));
        for (var i = 0; i < matrix.GetLength(0); i++)
            for (var j = 0; j < matrix.GetLength(1); j++)
                if (Math.Abs(matrix[i, j]) > Math.Abs(matrix[best.Row, best.Column])) best = (i, j);
        return best;
    }
}
