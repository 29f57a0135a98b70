namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>
/// The function to be computed on an interval, with the points at which programs are fitted, other points at which they are judged, and the
/// error that counts: relative where the function keeps away from zero, else absolute in units of its largest value.
/// </summary>
public sealed class ApproximationTarget
{
    private const int FitPoints = 32;
    private const int CheckPoints = 257;

    private ApproximationTarget(string name, double low, double high, double[] fitX, double[] fitY, double[] checkX, double[] checkY, Func<double, double>? function)
    {
        (Name, Low, High, FitX, FitY, CheckX, CheckY, Function) = (name, low, high, fitX, fitY, checkX, checkY, function);
        Scale = checkY.Max(Math.Abs);
        if (Scale == 0) throw new ArgumentException($"{name} is zero at every point; there is nothing to compute.", nameof(name));
        IsRelative = checkY.Min(Math.Abs) > 1e-3 * Scale && (checkY.All(y => y > 0) || checkY.All(y => y < 0));
    }

    /// <summary>The function's name or formula.</summary>
    public string Name { get; }

    /// <summary>The lower end of the interval.</summary>
    public double Low { get; }

    /// <summary>The upper end of the interval.</summary>
    public double High { get; }

    /// <summary>Where programs are fitted.</summary>
    public double[] FitX { get; }

    /// <summary>The function there.</summary>
    public double[] FitY { get; }

    /// <summary>Where programs are judged while they are searched.</summary>
    public double[] CheckX { get; }

    /// <summary>The function there.</summary>
    public double[] CheckY { get; }

    /// <summary>The function itself; null when only a table is known.</summary>
    public Func<double, double>? Function { get; }

    /// <summary>The largest |f|.</summary>
    public double Scale { get; }

    /// <summary>Whether errors are relative to f(x); else they are in units of <see cref="Scale"/>.</summary>
    public bool IsRelative { get; }

    /// <summary>What an error at y = f(x) is multiplied with.</summary>
    public double WeightAt(double y) => 1 / (IsRelative ? Math.Abs(y) : Scale);

    /// <summary>A function on an interval, fitted at 32 Chebyshev points.</summary>
    /// <exception cref="ArgumentException">The interval is empty or not finite, or the function is not finite at a point, which the message names.</exception>
    public static ApproximationTarget Of(string name, Func<double, double> function, double low, double high)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException($"The interval from {low:R} to {high:R} is empty or not finite.", nameof(low));
        double middle = (low + high) / 2, half = (high - low) / 2;
        double[] fitX = [.. Enumerable.Range(0, FitPoints).Select(i => middle - half * Math.Cos(Math.PI * (i + 0.5) / FitPoints))];
        var checkX = Grid(low, high, CheckPoints);
        var checkY = Values(checkX); // first, so that the ends are what a message names
        return new ApproximationTarget(name, low, high, fitX, Values(fitX), checkX, checkY, function);

        double[] Values(double[] x) => [.. x.Select(at =>
            function(at) is var y && double.IsFinite(y) ? y : throw new ArgumentException($"{name} is {y} at x = {at:R}; it must be finite on the whole interval from {low:R} to {high:R}.", nameof(function)))];
    }

    /// <summary>A function known at some points only, sorted by x: fitted at up to 64 of them, judged at all.</summary>
    public static ApproximationTarget OfTable(string name, double[] x, double[] y)
    {
        int[] chosen = [.. Enumerable.Range(0, Math.Min(64, x.Length)).Select(i => (int)((long)i * (x.Length - 1) / (Math.Min(64, x.Length) - 1)))];
        return new ApproximationTarget(name, x[0], x[^1], [.. chosen.Select(i => x[i])], [.. chosen.Select(i => y[i])], x, y, null);
    }

    /// <summary>The largest error of a program on equally spaced points that are not those of the fit, ends included; for a table at its rows.</summary>
    public double Measure(StraightLineProgram program, int points)
    {
        if (Function is null) return Largest(program, CheckX, CheckY);
        var x = Grid(Low, High, points);
        return Largest(program, x, [.. x.Select(Function)]);
    }

    /// <summary>The largest error of a program in single precision, and the largest in units in the last place of the true value.</summary>
    public (double Error, double UnitsInLastPlace) MeasureSingle(StraightLineProgram program, int points)
    {
        double error = 0, units = 0;
        var x = Function is null ? CheckX : Grid(Low, High, points);
        for (var i = 0; i < x.Length; i++)
        {
            var at = Math.Clamp((float)x[i], (float)Low, (float)High);
            var exact = Function is null ? CheckY[i] : Function(at);
            var miss = Math.Abs(program.EvaluateSingle(at) - exact);
            error = Math.Max(error, miss * WeightAt(exact));
            units = Math.Max(units, miss / (MathF.BitIncrement(Math.Abs((float)exact)) - Math.Abs((float)exact)));
        }
        return (error, units);
    }

    /// <summary>The signed error of a program at points, in the error that counts.</summary>
    public double[] Errors(StraightLineProgram program, double[] x) =>
        Function is { } f
            ? [.. x.Select(at => (program.Evaluate(at) - f(at)) * WeightAt(f(at)))]
            : throw new InvalidOperationException("Errors at any point need the function, not a table.");

    /// <summary>Equally spaced points, ends included.</summary>
    public static double[] Grid(double low, double high, int points) =>
        [.. Enumerable.Range(0, points).Select(i => i == points - 1 ? high : low + (high - low) * i / (points - 1))];

    private double Largest(StraightLineProgram program, double[] x, double[] y)
    {
        var largest = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var error = Math.Abs(program.Evaluate(x[i]) - y[i]) * WeightAt(y[i]);
            if (!(error <= largest)) largest = double.IsFinite(error) ? error : double.PositiveInfinity;
        }
        return largest;
    }
}
