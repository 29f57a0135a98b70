namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>
/// The ridgelet transform of a function on [0, 1]: R(a, b) = ∫ f(x) ρ(a·x − b) dx with ρ = −σ″, σ(t) = exp(−t²/2), on a grid of the (a, b) plane. The pair is
/// admissible: the integral of R(a, b) σ(a·x − b) over the plane is 2π·f(x). R(−a, −b) = R(a, b), so that a &gt; 0 is enough.
/// </summary>
public sealed class RidgeletSpectrum
{
    private const int Places = 2000;
    private const double Reach = 6.5; // ρ and σ vanish beyond
    private const double OffsetStep = 0.2;

    private readonly double[] _a;          // equally spaced in ln a
    private readonly double[] _firstOffset;
    private readonly double[][] _values;   // by a and b
    private readonly double _step;

    private RidgeletSpectrum(double[] a, double[] firstOffset, double[][] values, double step) => (_a, _firstOffset, _values, _step) = (a, firstOffset, values, step);

    /// <summary>Transforms a function.</summary>
    /// <param name="f">The function on [0, 1]; it counts as 0 outside.</param>
    /// <param name="largest">The largest a.</param>
    /// <param name="count">How many values of a, equally spaced in ln a.</param>
    public static RidgeletSpectrum Of(Func<double, double> f, double largest = 400, int count = 160)
    {
        ArgumentNullException.ThrowIfNull(f);
        double[] values = [.. Enumerable.Range(0, Places).Select(i => f((i + 0.5) / Places))];
        double low = Math.Log(0.02), step = (Math.Log(largest) - low) / (count - 1);
        double[] a = [.. Enumerable.Range(0, count).Select(i => Math.Exp(low + (step * i)))];
        double[] first = [.. a.Select(_ => -Reach)];
        double[][] rows = [.. a.Select(weight => Enumerable.Range(0, (int)((weight + (2 * Reach)) / OffsetStep) + 1)
            .Select(j => At(values, weight, (j * OffsetStep) - Reach)).ToArray())];
        return new(a, first, rows, step);
    }

    /// <summary>R at a place of the plane.</summary>
    /// <param name="f">The function on [0, 1].</param>
    /// <param name="weight">a &gt; 0.</param>
    /// <param name="offset">b.</param>
    public static double At(Func<double, double> f, double weight, double offset)
    {
        ArgumentNullException.ThrowIfNull(f);
        return At([.. Enumerable.Range(0, Places).Select(i => f((i + 0.5) / Places))], weight, offset);
    }

    /// <summary>The share of the energy ∫∫ R² outside |a| ≤ range, |b| ≤ range.</summary>
    public double EnergyOutside(double range)
    {
        double inside = 0, all = 0;
        for (var i = 0; i < _a.Length; i++)
            for (var j = 0; j < _values[i].Length; j++)
            {
                var energy = _values[i][j] * _values[i][j] * _a[i]; // da = a d(ln a)
                all += energy;
                if (_a[i] <= range && Math.Abs(_firstOffset[i] + (j * OffsetStep)) <= range) inside += energy;
            }
        return all > 0 ? 1 - (inside / all) : 0;
    }

    /// <summary>The reconstruction from the part of the spectrum within a range: 1/(2π) ∫∫ R(a, b) σ(a·x − b) da db.</summary>
    public double Reconstruct(double x, double range)
    {
        double sum = 0;
        for (var i = 0; i < _a.Length && _a[i] <= range; i++)
        {
            double row = 0;
            for (var j = 0; j < _values[i].Length; j++)
                if (_firstOffset[i] + (j * OffsetStep) is var b && Math.Abs(b) <= range && (_a[i] * x) - b is var t)
                    row += _values[i][j] * Math.Exp(-0.5 * t * t);
            sum += row * _a[i];
        }
        return 2 * sum * OffsetStep * _step / (2 * Math.PI); // twice: a < 0 gives as much
    }

    private static double At(double[] values, double a, double b)
    {
        // Only places with |a·x − b| ≤ Reach count.
        var from = Math.Clamp((int)((b - Reach) / a * Places), 0, Places);
        var to = Math.Clamp((int)((b + Reach) / a * Places) + 1, 0, Places);
        double sum = 0;
        for (var i = from; i < to; i++)
        {
            var t = (a * (i + 0.5) / Places) - b;
            sum += values[i] * (1 - (t * t)) * Math.Exp(-0.5 * t * t);
        }
        return sum / Places;
    }
}
