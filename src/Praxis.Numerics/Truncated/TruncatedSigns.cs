namespace Praxis.Numerics;

/// <summary>Makes the entry of largest absolute value of each left vector positive, as the full decompositions do.</summary>
internal static class TruncatedSigns
{
    /// <summary>−1 or 1 for each column of a matrix.</summary>
    public static Tensor Of(Tensor columns)
    {
        var largest = new double[columns.Columns];
        for (int i = 0; i < columns.Rows; i++)
        {
            var row = columns.RowSpan(i);
            for (int j = 0; j < row.Length; j++)
                if (Math.Abs(row[j]) > Math.Abs(largest[j]))
                    largest[j] = row[j];
        }

        return Tensor.Wrap([.. largest.Select(value => value < 0 ? -1.0 : 1.0)], largest.Length);
    }
}
