using System.Globalization;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>Knots and spline for the reader's formula or dense table, with the error measured between the knots.</summary>
[Paper("autoknots")]
public sealed class AutoKnotsTool : ITool<AutoKnotsToolOptions>
{
    private const int FirstLook = 1_000;
    private const int GridPoints = 20_000;

    /// <inheritdoc/>
    public string Says => "Place the knots of a cubic spline for a formula or a dense table, as many as a tolerance needs.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "--function \"exp(-x)*cos(10*x)\" --range 0,5 --tolerance 1e-6 -o knots.csv",
        "--function \"x^0.3\" --range 0.01,1000 --spacing logarithmic -o spline.json",
        "table.csv --x time --y flux --tolerance 1e-4 -o knots.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(AutoKnotsToolOptions options, ToolContext context, CancellationToken cancel)
    {
        if (options.Table is null == options.Function is null)
            throw new ToolException(options.Table is null ? "There is nothing to interpolate: give a table, or a formula by --function with --range." : "Give either a table or --function, not both.");
        var source = options.Function is { } text ? Formula(text, options) : Table(options.Table!, options);
        context.Report("a first look", 0.05);
        var (scale, chosen) = Scale(source, options);
        var method = new AutoKnotsOptions
        {
            Tolerance = options.Tolerance,
            Scale = scale,
            Spacing = options.Spacing,
            Refinements = options.Refinements,
            FirstKnots = options.FirstKnots,
            MostKnots = Math.Max(options.MostKnots, options.FirstKnots),
        };
        context.Report("placing knots", 0.1);
        var found = Interpolate(source, method, cancel);
        context.Report("measuring the error", 0.8);
        var measured = Measure(source, found.Spline, scale, method);
        if (!found.Converged)
            throw new ToolException(
                $"--tolerance: {Text(options.Tolerance)} was not reached. With {found.Knots:N0} knots the largest error is {Numbers.Short(measured.Largest)} relative to |f| + {Text(scale)}, at x = {Text(measured.At)}. " +
                "Allow a larger tolerance or more --most-knots, split the range at a kink or jump, or give a --scale where f comes close to zero.");

        var spline = found.Spline.With(new ApproximationError(null, "No bound is promised: every interval passed a test at its middle, which a narrow feature elsewhere in it escapes.")
        {
            Measured = measured.LargestAbsolute,
            MeasuredAt = measured.Points,
            LargestValue = measured.LargestValue,
        });
        var share = measured.Above / (double)measured.Points;
        return new ToolReport
        {
            Headline = $"{found.Knots:N0} knots for {source.Name} on [{Text(source.From)}, {Text(source.To)}]: the largest error at {measured.Points:N0} points is {Numbers.Short(measured.Largest)} relative to |f|{(scale > 0 ? $" + {Numbers.Short(scale)}" : "")}, the tolerance {Numbers.Short(options.Tolerance)}.",
            Guarantee = "None between the knots: each interval passed a test at its middle with the spline of the round before. A feature narrower than the intervals around it can be missed whatever the tolerance; more --first-knots make that rarer.",
            Measures =
            [
                new("largest error", measured.Largest, Note: $"|spline − f|/{(scale > 0 ? $"(|f| + {Numbers.Short(scale)})" : "|f|")} at {measured.Points:N0} points between the knots, at x = {Text(measured.At)}"),
                new("largest error ÷ tolerance", measured.Largest / options.Tolerance),
                new("share of points above the tolerance", share),
                new("largest error, in the unit of f", measured.LargestAbsolute),
                new("knots, which are all values of f that were computed", found.Knots),
                .. EqualKnots(source, measured, options) is { } equal ? [new ToolMeasure("equally spaced knots for the same error", equal, Note: "doubled until their largest error at the same points is no larger")] : Array.Empty<ToolMeasure>(),
            ],
            Tables = [new FindingsTable("Knots by round of halving", ["round", "knots"], [.. found.KnotsByRound.Select((knots, round) => (IReadOnlyList<string>)[$"{round}", $"{knots:N0}"])])],
            Figures = [Picture(source, spline, measured, options)],
            Remarks = Remarks(options, source, found, chosen, share),
            Outputs =
            [
                new MatrixOutput("knots", $"the {found.Knots:N0} knots and the values there, (knots, 2)", Tensor.Wrap([.. spline.Knots.ToArray().Zip(spline.Values.ToArray()).SelectMany(knot => new[] { knot.First, knot.Second })], found.Knots, 2), ["x", "y"]),
                new TextOutput("function", "the spline as JSON, with the error measured", FunctionFile.ToJson(spline), ".json"),
            ],
        };
    }

    private static Source Formula(string text, AutoKnotsToolOptions options)
    {
        Expression formula;
        try
        {
            formula = Expression.ParseAny(text);
        }
        catch (ExpressionException e)
        {
            throw new ToolException($"--function: {e.Message}", e);
        }
        if (formula.Variables.Count > 1)
            throw new ToolException($"--function: the formula has {formula.Variables.Count} variables, {string.Join(", ", formula.Variables)}; a spline has one. Put numbers in place of the others.");
        var (from, to) = Range(options.Range) ?? throw new ToolException("--range is missing: give the lower and the upper end, such as --range 0,10.");
        var constant = formula.Variables.Count == 0;
        return new Source(text, x => constant ? formula.Evaluate() : formula.Evaluate(x), from, to, null);
    }

    private static Source Table(InputFile file, AutoKnotsToolOptions options)
    {
        var table = file.Table();
        if (table.Values.Columns < 2) throw new ToolException($"{table.Source}: one column only; a column of places and one of values are needed.");
        double[] x = table.Values.Column(table.ColumnIndex(options.X)).ToArray(), y = table.Values.Column(table.ColumnIndex(options.Y)).ToArray();
        if (x.Length < CubicSpline.FewestKnots) throw new ToolException($"{table.Source}: {x.Length} rows; a spline needs at least {CubicSpline.FewestKnots}.");
        var name = table.NameOf(table.ColumnIndex(options.X));
        for (var row = 1; row < x.Length; row++)
        {
            if (x[row] == x[row - 1]) throw new ToolException($"{table.Source}: rows {row} and {row + 1} both have {name} = {Text(x[row])}. A function has one value at a place: leave one of the rows out, or put their mean.");
            if (x[row] < x[row - 1]) throw new ToolException($"{table.Source}: row {row + 1}: {name} = {Text(x[row])} after {Text(x[row - 1])}. Sort the rows by {name}.");
        }
        var (from, to) = Range(options.Range) ?? (x[0], x[^1]);
        if (from < x[0] || to > x[^1]) throw new ToolException($"--range {Text(from)},{Text(to)}: the table goes from {Text(x[0])} to {Text(x[^1])}; stay within it.");
        var spline = CubicSpline.Through(x, y);
        return new Source($"{table.NameOf(table.ColumnIndex(options.Y))} of {Path.GetFileName(table.Source)}", spline.Evaluate, from, to, spline);
    }

    private static (double From, double To)? Range(double[]? range) => range switch
    {
        null => null,
        [var from, var to] when from < to => (from, to),
        [var from, var to] => throw new ToolException($"--range {Text(from)},{Text(to)}: the range must end above its beginning."),
        _ => throw new ToolException($"--range: {range.Length} numbers; give two, the lower and the upper end."),
    };

    // Where f changes its sign a purely relative tolerance asks for ever more knots there.
    private static (double Scale, bool Chosen) Scale(Source source, AutoKnotsToolOptions options)
    {
        double[] places = AutoKnotsMethod.EquallySpaced(source.From, source.To, FirstLook, options.Spacing), values = [.. places.Select(source.ValueOf)];
        if (options.Scale is { } given) return (given, false);
        var keepsSign = values.All(value => value > 0) || values.All(value => value < 0);
        return (keepsSign ? 0 : values.Max(Math.Abs), !keepsSign);
    }

    private static AutoKnotsInterpolation Interpolate(Source source, AutoKnotsOptions method, CancellationToken cancel)
    {
        try
        {
            return AutoKnotsMethod.Interpolate(source.F, source.From, source.To, method, cancel);
        }
        catch (InterpolationException e)
        {
            throw new ToolException($"{source.Name}: {e.Message.Replace("give a Scale above 0", "give a --scale above 0", StringComparison.Ordinal)}", e);
        }
    }

    private static Measured Measure(Source source, CubicSpline spline, double scale, AutoKnotsOptions method)
    {
        var places = AutoKnotsMethod.EquallySpaced(source.From, source.To, GridPoints, method.Spacing);
        // The rows of a table are the only places where its values are not our own interpolation.
        if (source.Table is { } table) places = [.. places.Concat(table.Knots.ToArray().Where(x => x >= source.From && x <= source.To)).Order()];
        double[] values = new double[places.Length], errors = new double[places.Length];
        spline.EvaluateMany(places, values);
        double largest = 0, at = places[0], absolute = 0, largestValue = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var exact = source.ValueOf(places[i]);
            var difference = Math.Abs(values[i] - exact);
            errors[i] = difference == 0 ? 0 : difference / (Math.Abs(exact) + scale);
            if (errors[i] > largest) (largest, at) = (errors[i], places[i]);
            (absolute, largestValue) = (Math.Max(absolute, difference), Math.Max(largestValue, Math.Abs(exact)));
        }
        return new Measured(places, errors, largest, at, absolute, largestValue, errors.Count(error => error > method.Tolerance), scale);
    }

    // Doubled only: the answer is within a factor of two.
    private static double? EqualKnots(Source source, Measured measured, AutoKnotsToolOptions options)
    {
        var values = new double[measured.Points];
        double[] exact = [.. measured.Places.Select(source.F)];
        for (var knots = 8; knots <= 2 * options.MostKnots; knots *= 2)
        {
            var x = AutoKnotsMethod.EquallySpaced(source.From, source.To, knots);
            CubicSpline.Through(x, [.. x.Select(source.ValueOf)]).EvaluateMany(measured.Places, values);
            if (values.Zip(exact, (a, b) => a == b ? 0 : Math.Abs(a - b) / (Math.Abs(b) + measured.Scale)).Max() <= measured.Largest) return knots;
        }
        return null;
    }

    private static List<string> Remarks(AutoKnotsToolOptions options, Source source, AutoKnotsInterpolation found, bool chosen, double share)
    {
        List<string> remarks = [];
        if (chosen) remarks.Add("f changes its sign, so errors are relative to |f| plus the largest |f| of a first look; --scale says otherwise.");
        if (share > 0) remarks.Add($"{Numbers.Short(100 * share)} % of the points are above the tolerance although every interval passed its tests; a tolerance a few times smaller, or more --refinements, repairs most of that.");
        if (source.Table is { } table)
        {
            remarks.Add("Between the rows of the table, f is the table's own cubic spline: knots lie at the middles of intervals, not on rows, and the error is measured at the rows and between them.");
            if (found.Knots >= table.Knots.Length) remarks.Add($"The knots are no fewer than the table's {table.Knots.Length:N0} rows: for this tolerance the table is not dense, or it has noise that the spline follows.");
        }
        if (found.Refinements > 0) remarks.Add($"Unusually wide intervals were tested again {(found.Refinements == 1 ? "once" : $"{found.Refinements} times")} of at most {options.Refinements}.");
        return remarks;
    }

    private static Figure Picture(Source source, CubicSpline spline, Measured measured, AutoKnotsToolOptions options)
    {
        const int points = 800;
        var x = AutoKnotsMethod.EquallySpaced(source.From, source.To, points, options.Spacing);
        double[] y = [.. x.Select(source.F)];
        var axis = new Axis("x", options.Spacing == KnotSpacing.Logarithmic ? AxisScale.Log : AxisScale.Linear);
        double[] knots = spline.Knots.ToArray(), widths = [.. knots.Skip(1).Zip(knots, (next, knot) => next - knot)];
        // Every interval as a step, or a thousand of them.
        var every = Math.Max(1, widths.Length / 1000);
        int[] shown = [.. Enumerable.Range(0, widths.Length).Where(i => i % every == 0)];
        // The largest error of each of a few hundred runs of points.
        var runs = measured.Places.Zip(measured.Errors).Chunk(Math.Max(1, measured.Points / 400)).ToList();
        return new Figure
        {
            Title = $"Knots of {source.Name}, and the error they leave",
            Description = $"Above, the function; in the middle the distance from each knot{(every > 1 ? $" (every {every}th)" : "")} to the next, small where the function bends; below, the largest error divided by tolerance·(|f| + scale) in narrow runs of the range, with a line at 1: the tolerance.",
            Columns = 1,
            Panels =
            [
                new Panel
                {
                    X = axis,
                    Y = new Axis("f(x)"),
                    Marks = [new Line(x, y)],
                },
                new Panel
                {
                    X = axis,
                    Y = new Axis("distance to the next knot", AxisScale.Log),
                    Marks = [new Line([.. shown.SelectMany(i => new[] { knots[i], knots[i + 1] })], [.. shown.SelectMany(i => new[] { widths[i], widths[i] })])],
                },
                new Panel
                {
                    X = axis,
                    Y = new Axis("error ÷ tolerance", AxisScale.Log),
                    Marks =
                    [
                        new Line([.. runs.Select(run => run[run.Length / 2].First)], [.. runs.Select(run => run.Max(point => point.Second) is var error and > 0 ? error / options.Tolerance : double.NaN)]),
                        new Rule(1, Label: "tolerance"),
                    ],
                },
            ],
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The reader's function.</summary>
    private sealed record Source(string Name, Func<double, double> F, double From, double To, CubicSpline? Table)
    {
        public double ValueOf(double x)
        {
            var value = F(x);
            return double.IsFinite(value) ? value : throw new ToolException($"{Name} is {value} at x = {Text(x)}; it must be finite on the whole range. Choose a --range without that place.");
        }
    }

    /// <summary>Errors on a dense grid.</summary>
    private sealed record Measured(double[] Places, double[] Errors, double Largest, double At, double LargestAbsolute, double LargestValue, int Above, double Scale)
    {
        public int Points => Places.Length;
    }
}
