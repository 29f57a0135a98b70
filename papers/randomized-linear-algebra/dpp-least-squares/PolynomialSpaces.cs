namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>The spaces of the study: polynomials on fine grids.</summary>
public static class PolynomialSpaces
{
    private const int GridPoints = 4000, GridSide = 64;

    /// <summary>Legendre: polynomials of degree below m, uniform measure on [−1, 1].</summary>
    /// <param name="dimension">m, 1 to 200.</param>
    public static GridSpace Legendre(int dimension)
    {
        double[] x = [.. Enumerable.Range(0, GridPoints).Select(i => (2 * i + 1.0) / GridPoints - 1)];
        return new GridSpace("Legendre", [.. x.Select(t => new[] { t })], FunctionSpace.Of(Evaluate(x, dimension, LegendreValues)));
    }

    /// <summary>Hermite: polynomials of degree below m, standard normal measure, on |x| ≤ √(2m) + 6.</summary>
    /// <param name="dimension">m, 1 to 100.</param>
    public static GridSpace Hermite(int dimension)
    {
        var end = Math.Sqrt(2 * dimension) + 6;
        double[] x = [.. Enumerable.Range(0, GridPoints).Select(i => end * ((2 * i + 1.0) / GridPoints - 1))];
        return new GridSpace("Hermite", [.. x.Select(t => new[] { t })],
            FunctionSpace.Of(Evaluate(x, dimension, HermiteValues), [.. x.Select(t => Math.Exp(-t * t / 2))]));
    }

    /// <summary>Legendre polynomials of total degree at most D in two variables, uniform measure on the square; m = (D + 1)(D + 2)/2.</summary>
    /// <param name="degree">D, 0 to 30.</param>
    public static GridSpace Legendre2(int degree)
    {
        double[] side = [.. Enumerable.Range(0, GridSide).Select(i => (2 * i + 1.0) / GridSide - 1)];
        double[][] places = [.. side.SelectMany(u => side.Select(v => new[] { u, v }))];
        var rows = Tensor.Zeros(places.Length, (degree + 1) * (degree + 2) / 2);
        for (var i = 0; i < places.Length; i++)
        {
            var (u, v) = (LegendreValues(places[i][0], degree + 1), LegendreValues(places[i][1], degree + 1));
            var at = 0;
            for (var j = 0; j <= degree; j++)
                for (var k = 0; j + k <= degree; k++) rows[i, at++] = u[j] * v[k];
        }
        return new GridSpace("Legendre, 2 variables", places, FunctionSpace.Of(rows));
    }

    /// <summary>√(2j + 1)·P_j(t) for j below count.</summary>
    internal static double[] LegendreValues(double t, int count)
    {
        var values = new double[count];
        double before = 0, now = 1;
        for (var j = 0; j < count; j++)
        {
            values[j] = Math.Sqrt(2 * j + 1) * now;
            (before, now) = (now, ((2 * j + 1) * t * now - j * before) / (j + 1));
        }
        return values;
    }

    /// <summary>He_j(t)/√(j!) for j below count.</summary>
    private static double[] HermiteValues(double t, int count)
    {
        var values = new double[count];
        double before = 0, now = 1;
        for (var j = 0; j < count; j++)
        {
            values[j] = now;
            (before, now) = (now, (t * now - Math.Sqrt(j) * before) / Math.Sqrt(j + 1));
        }
        return values;
    }

    private static Tensor Evaluate(double[] x, int count, Func<double, int, double[]> values)
    {
        var rows = Tensor.Zeros(x.Length, count);
        for (var i = 0; i < x.Length; i++) values(x[i], count).CopyTo(rows.RowSpan(i));
        return rows;
    }
}

/// <summary>A function space on a grid.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">The coordinates of each place.</param>
/// <param name="Space">The space.</param>
public sealed record GridSpace(string Name, double[][] Points, FunctionSpace Space);
