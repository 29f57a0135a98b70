namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>Least squares in double-double arithmetic: Householder reflections with column pivoting, columns beyond the numerical rank left out.</summary>
public static class ExtendedLeastSquares
{
    private const double CutOff = 1e-28;

    /// <summary>Solves for several right sides.</summary>
    /// <param name="columns">The matrix by columns: (units)(points), points ≥ units; is overwritten.</param>
    /// <param name="targets">Right sides: (targets)(points); are overwritten.</param>
    /// <returns>Weights: (targets)(units), 0 for columns left out.</returns>
    public static DoubleDouble[][] Solve(DoubleDouble[][] columns, DoubleDouble[][] targets)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(targets);
        int n = columns.Length, m = columns[0].Length;
        int[] order = [.. Enumerable.Range(0, n)];
        var diagonal = new DoubleDouble[n];
        var rank = 0;
        for (; rank < n; rank++)
        {
            var pivot = Enumerable.Range(rank, n - rank).MaxBy(j => SquareSum(columns[j], rank));
            (columns[rank], columns[pivot]) = (columns[pivot], columns[rank]);
            (order[rank], order[pivot]) = (order[pivot], order[rank]);
            var column = columns[rank];
            var norm = DoubleDouble.Sqrt(FullSquareSum(column, rank));
            if (norm.High <= CutOff * Math.Abs(rank == 0 ? 1 : diagonal[0].High)) break;
            if (column[rank].High > 0) norm = -norm;
            // v = x − norm·e₁; H = I − 2vvᵀ/(vᵀv).
            diagonal[rank] = norm;
            column[rank] -= norm;
            var square = FullSquareSum(column, rank);
            for (var j = rank + 1; j < n; j++) Reflect(column, square, columns[j], rank);
            foreach (var target in targets) Reflect(column, square, target, rank);
        }
        return [.. targets.Select(target =>
        {
            var weights = new DoubleDouble[n];
            for (var i = rank - 1; i >= 0; i--)
            {
                var sum = target[i];
                for (var j = i + 1; j < rank; j++) sum -= columns[j][i] * weights[order[j]];
                weights[order[i]] = sum / diagonal[i];
            }
            return weights;
        })];
    }

    private static void Reflect(DoubleDouble[] v, DoubleDouble square, DoubleDouble[] x, int from)
    {
        DoubleDouble product = 0;
        for (var i = from; i < x.Length; i++) product += v[i] * x[i];
        var scale = product * 2 / square;
        for (var i = from; i < x.Length; i++) x[i] -= scale * v[i];
    }

    private static DoubleDouble FullSquareSum(DoubleDouble[] x, int from)
    {
        DoubleDouble sum = 0;
        for (var i = from; i < x.Length; i++) sum += x[i] * x[i];
        return sum;
    }

    // To choose a pivot, sixteen digits do.
    private static double SquareSum(DoubleDouble[] x, int from)
    {
        double sum = 0;
        for (var i = from; i < x.Length; i++) sum += x[i].High * x[i].High;
        return sum;
    }
}
