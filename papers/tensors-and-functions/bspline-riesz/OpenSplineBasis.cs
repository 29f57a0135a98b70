namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>
/// B-splines N₀, …, N_{n+p−1} of degree p on the knots 0, 1, …, n with the end knots p + 1 fold: a basis whose first and last function alone
/// do not vanish at the ends. Each is kept as its polynomials on the unit intervals.
/// </summary>
public sealed class OpenSplineBasis
{
    private readonly double[][][] _pieces; // [interval e][function j − e][power of t − e]

    /// <summary>Builds the polynomials by the recursion of Cox and de Boor.</summary>
    /// <param name="degree">p, at least 1.</param>
    /// <param name="elements">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public OpenSplineBasis(int degree, int elements)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(elements, 1);
        (Degree, Elements) = (degree, elements);
        _pieces = new double[elements][][];
        for (var e = 0; e < elements; e++)
        {
            double[][] before = [[1]]; // N_{e+p,0} on [e, e + 1)
            for (var q = 1; q <= degree; q++)
            {
                var now = new double[q + 1][];
                for (var k = 0; k <= q; k++)
                {
                    now[k] = new double[q + 1];
                    var i = e + degree - q + k; // N_{i,q}
                    if (k > 0) AddProduct(now[k], before[k - 1], e - Knot(i), 1, Knot(i + q) - Knot(i));
                    if (k < q) AddProduct(now[k], before[k], Knot(i + q + 1) - e, -1, Knot(i + q + 1) - Knot(i + 1));
                }
                before = now;
            }
            _pieces[e] = before;
        }
    }

    /// <summary>p.</summary>
    public int Degree { get; }

    /// <summary>n.</summary>
    public int Elements { get; }

    /// <summary>n + p.</summary>
    public int Count => Elements + Degree;

    /// <summary>The mean of the inner knots of N_j: where it is collocated (Greville).</summary>
    public double Greville(int j) => Enumerable.Range(j + 1, Degree).Sum(i => (double)Knot(i)) / Degree;

    /// <summary>The first interval on which N_j is not zero.</summary>
    public int First(int j) => Math.Max(0, j - Degree);

    /// <summary>The last interval on which N_j is not zero.</summary>
    public int Last(int j) => Math.Min(Elements - 1, j);

    /// <summary>The coefficients of N_j in powers of t − e on the interval from e to e + 1.</summary>
    public ReadOnlySpan<double> Piece(int j, int e) => _pieces[e][j - e];

    /// <summary>Σ c_j N_j(t), 0 ≤ t ≤ n.</summary>
    public double Evaluate(ReadOnlySpan<double> coefficients, double t)
    {
        var e = Math.Clamp((int)Math.Floor(t), 0, Elements - 1);
        double sum = 0;
        for (var k = 0; k <= Degree; k++) sum += coefficients[e + k] * Value(_pieces[e][k], t - e);
        return sum;
    }

    /// <summary>The value of a polynomial.</summary>
    internal static double Value(ReadOnlySpan<double> polynomial, double s)
    {
        double value = 0;
        for (var m = polynomial.Length - 1; m >= 0; m--) value = value * s + polynomial[m];
        return value;
    }

    private int Knot(int i) => Math.Clamp(i - Degree, 0, Elements);

    // to += (constant + slope·s)·polynomial/width
    private static void AddProduct(double[] to, double[] polynomial, int constant, int slope, int width)
    {
        for (var m = 0; m < polynomial.Length; m++)
        {
            to[m] += polynomial[m] * constant / width;
            to[m + 1] += polynomial[m] * slope / width;
        }
    }
}
