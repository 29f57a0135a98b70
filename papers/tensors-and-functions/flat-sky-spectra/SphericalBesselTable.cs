namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>j_ℓ of one order on a fine grid, between its points by values and slopes (errors below 1e-7).</summary>
public sealed class SphericalBesselTable
{
    private const double Step = 0.05;
    private readonly double[] _values, _slopes; // slopes times the step

    /// <summary>Tables j_ℓ from 0 to <paramref name="largest"/>.</summary>
    public SphericalBesselTable(int order, double largest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        var count = (int)(largest / Step) + 3;
        _values = new double[count];
        _slopes = new double[count];
        for (var i = 1; i < count; i++)
        {
            var x = i * Step;
            var (value, below) = At(order, x);
            _values[i] = value;
            _slopes[i] = Step * (below - (order + 1) / x * value);
        }
        if (order == 1) _slopes[0] = Step / 3;
    }

    /// <summary>j_ℓ(x) for x in the table.</summary>
    public double At(double x)
    {
        var u = x * (1 / Step);
        var i = (int)u;
        double t = u - i, s = 1 - t;
        return s * s * ((1 + 2 * t) * _values[i] + t * _slopes[i]) + t * t * ((1 + 2 * s) * _values[i + 1] - s * _slopes[i + 1]);
    }

    /// <summary>j_ℓ and j_(ℓ−1) at x: upwards by recurrence where x is above ℓ, else downwards (Miller).</summary>
    public static (double Value, double Below) At(int order, double x)
    {
        double sine = Math.Sin(x), cosine = Math.Cos(x), zeroth = sine / x, first = (sine / x - cosine) / x;
        if (x > order)
        {
            double below = zeroth, value = first;
            for (var n = 1; n < order; n++) (below, value) = (value, (2 * n + 1) / x * value - below);
            return (value, below);
        }
        double above = 0, current = 1e-300, atOrder = 0, atBelow = 0;
        var start = order + 20 + (int)Math.Sqrt(60.0 * order);
        for (var n = start; n > 0; n--)
        {
            // current is (a multiple of) j_n; one step down gives j_(n−1).
            (above, current) = (current, (2 * n + 1) / x * current - above);
            if (n - 1 == order) atOrder = current;
            if (n == order) atBelow = current;
            if (Math.Abs(current) < 1e250) continue;
            above *= 1e-250;
            current *= 1e-250;
            atOrder *= 1e-250;
            atBelow *= 1e-250;
        }
        // current is j_0, above is j_1: the larger one sets the scale.
        var scale = Math.Abs(zeroth) > Math.Abs(first) ? zeroth / current : first / above;
        return (atOrder * scale, atBelow * scale);
    }
}
