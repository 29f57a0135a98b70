using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// A reader's table made ready for regression: every column brought to mean zero and standard deviation one (with a constant term), or to standard
/// deviation one about zero (without), so that coefficients compare and a table in odd units is no ill-conditioned problem.
/// </summary>
public sealed record RegressionDesign
{
    private RegressionDesign(Tensor matrix, IReadOnlyList<string> names, double[] means, double[] scales) =>
        (Matrix, Names, Means, Scales) = (matrix, names, means, scales);

    /// <summary>A: (n, d), the column of ones first when there is a constant term.</summary>
    public Tensor Matrix { get; }

    /// <summary>The coefficients' names: <c>constant</c>, then the columns'.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What was subtracted from each of the table's columns; zeros without a constant term.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>By what each of the table's columns was divided.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>Whether the first coefficient is the constant term.</summary>
    public bool HasIntercept => Names.Count > Scales.Count;

    /// <summary>Makes a table ready.</summary>
    /// <param name="table">(n, columns), finite.</param>
    /// <param name="intercept">Whether to fit a constant term.</param>
    /// <exception cref="ToolException">A column is zero throughout.</exception>
    public static RegressionDesign Of(InputTable table, bool intercept)
    {
        var (n, columns) = (table.Values.Rows, table.Values.Columns);
        var first = intercept ? 1 : 0;
        var matrix = Tensor.Zeros(n, columns + first); // (n, d)
        var (means, scales) = (new double[columns], new double[columns]);
        for (var i = 0; i < n && intercept; i++) matrix[i, 0] = 1;
        for (var j = 0; j < columns; j++)
        {
            var column = table.Values.Column(j).ToArray();
            means[j] = intercept ? column.Average() : 0;
            scales[j] = Math.Sqrt(column.Average(value => (value - means[j]) * (value - means[j])));
            if (!(scales[j] > 0)) throw new ToolException($"{table.Source}: {table.NameOf(j)} has no spread. Leave the column out.");
            for (var i = 0; i < n; i++) matrix[i, j + first] = (column[i] - means[j]) / scales[j];
        }
        return new RegressionDesign(matrix, [.. intercept ? ["constant"] : Array.Empty<string>(), .. Enumerable.Range(0, columns).Select(table.NameOf)], means, scales);
    }

    /// <summary>Coefficients for the table as it was given, in its own units.</summary>
    /// <param name="x">Coefficients of <see cref="Matrix"/>: (d).</param>
    /// <returns>(d), the constant term first when there is one.</returns>
    public Tensor InTableUnits(Tensor x)
    {
        var first = HasIntercept ? 1 : 0;
        var plain = Tensor.Zeros(x.Length); // (d)
        var constant = HasIntercept ? x[0] : 0;
        for (var j = 0; j < Scales.Count; j++)
        {
            plain[j + first] = x[j + first] / Scales[j];
            constant -= plain[j + first] * Means[j];
        }
        if (HasIntercept) plain[0] = constant;
        return plain;
    }

    /// <summary>A table of coefficients, in the units of the reader's table, the largest first by their standardised size.</summary>
    /// <param name="x">The approximate coefficients of <see cref="Matrix"/>: (d).</param>
    /// <param name="exact">The exact ones: (d).</param>
    /// <param name="most">How many to show.</param>
    public FindingsTable Table(Tensor x, Tensor exact, int most = 20)
    {
        var (plain, plainExact) = (InTableUnits(x), InTableUnits(exact));
        var order = Enumerable.Range(0, x.Length).OrderByDescending(j => Math.Abs(exact[j])).Take(most);
        return new FindingsTable(
            x.Length > most ? $"The {most} largest coefficients of {x.Length}" : "Coefficients",
            ["name", "coefficient", "exact", "standardised error"],
            [.. order.Select(j => (IReadOnlyList<string>)[Names[j], Numbers.Short(plain[j]), Numbers.Short(plainExact[j]), Numbers.Short(x[j] - exact[j])])]);
    }
}
