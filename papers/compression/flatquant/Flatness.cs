using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>How far the channels of a matrix are from having equal norms (section 2.2).</summary>
public static class Flatness
{
    /// <summary>‖d − g‖²/‖d‖² for the channel norms d and the flat vector g, all of whose entries are ‖d‖/√n: 0 if all are equal, below 2 always.</summary>
    /// <param name="matrix">(rows, channels), not all zero.</param>
    public static double Distance(Tensor matrix)
    {
        var squares = matrix.To(DType.F64).Square().Sum(0); // (channels)
        double length = Math.Sqrt(squares.Sum());
        if (!(length > 0))
            throw new ArgumentException("A matrix of zeros has no channels to compare.", nameof(matrix));
        return 2 - (2 * squares.Sqrt().Sum() / (length * Math.Sqrt(squares.Length)));
    }

    /// <summary>Spearman's rank correlation; equal values share their mean rank.</summary>
    /// <param name="x">Two values at least.</param>
    /// <param name="y">As many.</param>
    public static double RankCorrelation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count < 2)
            throw new ArgumentException($"Two values at least and as many of both are needed, not {x.Count} and {y.Count}.", nameof(y));
        double[] a = Ranks(x), b = Ranks(y);
        double mean = (x.Count + 1) / 2.0, product = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += (a[i] - mean) * (b[i] - mean);
            first += (a[i] - mean) * (a[i] - mean);
            second += (b[i] - mean) * (b[i] - mean);
        }

        return product / Math.Sqrt(first * second);
    }

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];
}
