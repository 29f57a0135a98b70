namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>A function on equally spaced points, to measure splines against.</summary>
internal sealed class DenseGrid
{
    private readonly double[] _places;  // (points)
    private readonly double[] _values;  // (points)
    private readonly double[] _scratch; // (points)
    private readonly double _scale;

    public DenseGrid(TestFunction function, int points, KnotSpacing spacing = KnotSpacing.Linear)
    {
        _places = AutoKnotsMethod.EquallySpaced(function.From, function.To, points, spacing);
        _values = [.. _places.Select(function.Function)];
        _scratch = new double[points];
        _scale = function.Scale;
    }

    public ReadOnlySpan<double> Places => _places;

    /// <summary>|f̂ − f|/(|f| + ε) at every point; overwritten by the next call.</summary>
    public ReadOnlySpan<double> Errors(CubicSpline spline)
    {
        spline.EvaluateMany(_places, _scratch);
        for (var i = 0; i < _scratch.Length; i++) _scratch[i] = Math.Abs(_scratch[i] - _values[i]) / (Math.Abs(_values[i]) + _scale);
        return _scratch;
    }

    public GridError Measure(CubicSpline spline, double tolerance)
    {
        double largest = 0;
        var above = 0;
        foreach (var error in Errors(spline))
        {
            largest = Math.Max(largest, error);
            if (error > tolerance) above++;
        }
        return new GridError(largest, (double)above / _values.Length);
    }
}

/// <summary>How a spline does on a dense grid.</summary>
/// <param name="Largest">The largest |f̂ − f|/(|f| + ε).</param>
/// <param name="ShareAbove">The share of points at which it is above δ.</param>
internal sealed record GridError(double Largest, double ShareAbove)
{
    /// <summary>A spline succeeds when at most this share of the points is above δ: nearly everywhere.</summary>
    public const double AcceptedShare = 0.001;

    public bool Succeeds => ShareAbove <= AcceptedShare;
}
