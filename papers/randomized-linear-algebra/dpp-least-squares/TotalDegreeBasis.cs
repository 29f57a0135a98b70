namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>Polynomials of a total degree in the columns of a table: products of Legendre polynomials in the columns, each moved to [−1, 1].</summary>
internal static class TotalDegreeBasis
{
    /// <summary>(columns + degree) over degree.</summary>
    public static long Count(int columns, int degree)
    {
        double count = 1;
        for (var k = 1; k <= degree; k++) count = count * (columns + k) / k;
        return count < 1e15 ? (long)Math.Round(count) : long.MaxValue;
    }

    /// <summary>All products at every row: (rows, functions), the constant first.</summary>
    public static Tensor Evaluate(Tensor table, int degree)
    {
        var powers = Powers(table.Columns, degree);
        var (low, high) = (table.Min(0), table.Max(0)); // (columns)
        var functions = Tensor.Ones(table.Rows, powers.Count);
        for (var i = 0; i < table.Rows; i++)
        {
            var legendre = Enumerable.Range(0, table.Columns)
                .Select(j => PolynomialSpaces.LegendreValues(high[j] > low[j] ? 2 * (table[i, j] - low[j]) / (high[j] - low[j]) - 1 : 0, degree + 1))
                .ToArray();
            for (var f = 0; f < powers.Count; f++)
                foreach (var (column, power) in powers[f]) functions[i, f] *= legendre[column][power];
        }
        return functions;
    }

    /// <summary>The powers of each product that are not 0, by column.</summary>
    private static List<List<(int Column, int Power)>> Powers(int columns, int degree)
    {
        var all = new List<List<(int, int)>> { new() };
        for (var column = 0; column < columns; column++)
        {
            var extended = new List<List<(int, int)>>();
            foreach (var product in all)
                for (var power = 1; power <= degree - product.Sum(factor => factor.Item2); power++)
                    extended.Add([.. product, (column, power)]);
            all.AddRange(extended);
        }
        return all;
    }
}
