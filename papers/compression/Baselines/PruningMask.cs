namespace Praxis.Papers.Compression.Baselines;

/// <summary>Which entries of a weight stay, by scores: the largest, of equal ones the first. Masks are Bool, (outputs, inputs).</summary>
public static class PruningMask
{
    /// <summary>The entries with the largest scores in the whole matrix.</summary>
    /// <param name="scores">(outputs, inputs), F64.</param>
    /// <param name="count">How many, from 0 to all.</param>
    public static Tensor Largest(Tensor scores, long count)
    {
        var kept = new bool[scores.Length];
        Keep(scores.Contiguous().AsSpan(), (int)count, kept);
        return Tensor.Wrap(kept, scores.Rows, scores.Columns);
    }

    /// <summary>The entries with the largest scores in each row, in every row as many.</summary>
    /// <param name="scores">(outputs, inputs), F64.</param>
    /// <param name="count">How many in each row, from 0 to all.</param>
    public static Tensor LargestOfRows(Tensor scores, int count)
    {
        var kept = new bool[scores.Length];
        var values = scores.Contiguous();
        for (int i = 0; i < scores.Rows; i++)
            Keep(values.RowSpan(i), count, kept.AsSpan(i * scores.Columns, scores.Columns));
        return Tensor.Wrap(kept, scores.Rows, scores.Columns);
    }

    /// <summary>The n entries with the largest scores of every m consecutive ones in a row (n:m sparsity).</summary>
    /// <param name="scores">(outputs, inputs), F64; m divides the inputs.</param>
    /// <param name="n">How many stay, from 0 to m.</param>
    /// <param name="m">Of how many.</param>
    public static Tensor LargestOfGroups(Tensor scores, int n, int m)
    {
        if (m < 1 || scores.Columns % m != 0)
            throw new ArgumentException($"Groups of {m} do not divide rows of {scores.Columns} inputs.", nameof(m));
        return LargestOfRows(scores.Contiguous().Reshape(-1, m), n).Reshape(scores.Rows, scores.Columns);
    }

    private static void Keep(ReadOnlySpan<double> scores, int count, Span<bool> kept)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, scores.Length);
        if (count == 0)
            return;
        double threshold = Nth(scores.ToArray(), scores.Length - count);
        int ties = count;
        foreach (double score in scores)
            if (score > threshold)
                ties--;
        for (int place = 0; place < scores.Length; place++)
            kept[place] = scores[place] > threshold || (scores[place] == threshold && ties-- > 0);
    }

    // The value that stands at a place of the sorted numbers; of many numbers a small part needs sorting for it. The numbers are moved about.
    private static double Nth(double[] values, int place)
    {
        (int low, int high) = (0, values.Length - 1);
        while (high - low > 16)
        {
            double pivot = Median(values[low], values[(low + high) / 2], values[high]);
            (int left, int right) = (low, high);
            while (left <= right)
            {
                while (values[left] < pivot) left++;
                while (values[right] > pivot) right--;
                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    (left, right) = (left + 1, right - 1);
                }
            }

            // Now values[low..right] ≤ pivot ≤ values[left..high], and what lies between is the pivot.
            if (place <= right) high = right;
            else if (place >= left) low = left;
            else return pivot;
        }

        Array.Sort(values, low, high - low + 1);
        return values[place];
    }

    private static double Median(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
