using System.Globalization;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>The reader's formula, sampled grid or particles as a compressed function, which can be evaluated anywhere in its box.</summary>
[Paper("chebyshev-tucker")]
public sealed class ChebyshevTuckerTool : ITool<ChebyshevTuckerToolOptions>
{
    private const double Rounding = 1e-14;
    private const long MostGridValues = 1L << 27;

    /// <inheritdoc/>
    public string Says => "Compress a function of up to 4 variables, given by a formula, by values at Chebyshev nodes or by charged particles, and evaluate it anywhere.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "--function \"exp(-sqrt(x*x+y*y+z*z+0.01))\" --domain -1,1 --tolerance 1e-4 -o function.json",
        "values.npy --domain 0,1,0,1,0,2 --tolerance 1e-6 --grid 50 -o function.json",
        "particles.csv --tolerance 1e-5 -o potential.json",
        "function.json --at points.csv -o values.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(ChebyshevTuckerToolOptions options, ToolContext context, CancellationToken cancel)
    {
        if (options.Input is null == options.Function is null)
            throw new ToolException(options.Input is null ? "There is nothing to compress: give a file, or a formula by --function." : "Give either a file or --function, not both.");
        var points = options.At?.Table(); // read first: what is wrong with it should not show after minutes
        CompressedFunction made;
        try
        {
            made = options.Function is { } text ? InputsOfTool.Formula(text, options, context, cancel) : options.Input!.Format switch
            {
                InputFormat.Json => InputsOfTool.Stored(options.Input),
                InputFormat.Npy or InputFormat.Npz => InputsOfTool.Samples(options.Input, options),
                InputFormat.Csv => InputsOfTool.Particles(options.Input, options, context, cancel),
                _ => throw new ToolException($"{options.Input.Path}: arrays are read from .npy and .npz, particles from .csv and .tsv, functions stored before from .json."),
            };
        }
        catch (ToleranceException e)
        {
            throw new ToolException($"--tolerance: {e.Message}", e);
        }
        cancel.ThrowIfCancellationRequested();

        var function = made.Function;
        var error = function.Error;
        var largest = error?.LargestValue;
        context.Report("evaluating", 0.9);
        List<ToolOutput> outputs = [];
        var stored = options.Input?.Format == InputFormat.Json;
        if (!stored) outputs.Add(new TextOutput("function", $"the function as JSON, {function.ParameterCount:N0} numbers", FunctionFile.ToJson(function), ".json"));
        if (points is not null) outputs.Add(Evaluated(function, points, made.Names));
        if (options.Grid is { } n) outputs.Add(OnGrid(function, n));
        return new ToolReport
        {
            Headline = $"{made.Name} as a function of {function.ParameterCount:N0} numbers, ranks {string.Join(" × ", function.Coefficients.Ranks)} and degrees {string.Join(" × ", function.Coefficients.Factors.Select(factor => factor.Rows - 1))}" +
                (error?.Measured is { } measured && largest > 0 ? $": the largest error measured is {Numbers.Short(measured / largest.Value)} of the largest value." : "."),
            Guarantee = error is null ? "None: nothing is known of this function's error."
                : error.Promised is { } promised ? $"The error is at most {Numbers.Short(promised)} in the unit of the function{(largest > 0 ? $", {Numbers.Short(promised / largest.Value)} of its largest value" : "")}: {error.Basis}"
                : error.Basis,
            Measures =
            [
                .. error?.Measured is { } found ? [new ToolMeasure("largest error measured", found, Note: $"at {error.MeasuredAt:N0} {made.MeasuredWhere}")] : Array.Empty<ToolMeasure>(),
                .. error?.Measured is { } again && largest > 0 ? [new ToolMeasure("largest error measured, of the largest value", again / largest.Value)] : Array.Empty<ToolMeasure>(),
                .. error?.Promised is { } bound ? [new ToolMeasure("error promised", bound)] : Array.Empty<ToolMeasure>(),
                .. largest is { } size ? [new ToolMeasure("largest value met", size)] : Array.Empty<ToolMeasure>(),
                new("numbers stored", function.ParameterCount),
                .. made.Samples is { } samples ? [new ToolMeasure("values of the function that were needed", samples)] : Array.Empty<ToolMeasure>(),
                new("integral over the box", function.Integrate()),
            ],
            Tables = [Shape(function, made.Names)],
            Figures = [Decay(function, made.Names, stored ? null : options.Tolerance), .. function.Domain.Dimension >= 2 ? [Slice(function, made.Names)] : Array.Empty<Figure>()],
            Remarks = made.Remarks,
            Outputs = outputs,
        };
    }

    private static MatrixOutput Evaluated(ChebyshevTuckerFunction function, InputTable table, IReadOnlyList<string> names)
    {
        var d = function.Domain.Dimension;
        if (table.Values.Columns != d) throw new ToolException($"{table.Source}: {table.Values.Columns} columns; a point has {d} coordinates ({string.Join(", ", names)}). Leave other columns out.");
        for (var row = 0; row < table.Values.Rows; row++)
            for (var l = 0; l < d; l++)
                if (table.Values[row, l] < function.Domain.Low[l] || table.Values[row, l] > function.Domain.High[l])
                    throw new ToolException($"{table.Source}: row {row + 1}, {table.NameOf(l)}: {Text(table.Values[row, l])} lies outside the box, [{Text(function.Domain.Low[l])}, {Text(function.Domain.High[l])}] there. Leave the row out, or compress on a larger --domain.");
        var values = function.Evaluate(table.Values).Reshape(table.Values.Rows, 1);
        return new MatrixOutput("values", $"the {table.Values.Rows:N0} points with their values, (points, {d + 1})", Tensor.Concat(1, table.Values, values), [.. table.Names ?? names, "value"]);
    }

    private static MatrixOutput OnGrid(ChebyshevTuckerFunction function, int n)
    {
        var d = function.Domain.Dimension;
        if (Math.Pow(n, d) > MostGridValues) throw new ToolException($"--grid {n}: {n} to the power {d} values are more than the {MostGridValues:N0} that are written; take fewer points.");
        Tensor[] axes = [.. Enumerable.Range(0, d).Select(l => Tensor.Arange(n).Map(i => i == n - 1 ? function.Domain.High[l] : function.Domain.Low[l] + (i / (n - 1) * (function.Domain.High[l] - function.Domain.Low[l]))))];
        return new MatrixOutput("grid", $"the values on a grid, ({string.Join(", ", Enumerable.Repeat(n, d))})", function.OnGrid(axes).Rebuild());
    }

    private static FindingsTable Shape(ChebyshevTuckerFunction function, IReadOnlyList<string> names) => new(
        "Coordinates",
        ["coordinate", "from", "to", "degree", "rank"],
        [.. names.Select((name, l) => (IReadOnlyList<string>)
            [name, Text(function.Domain.Low[l]), Text(function.Domain.High[l]), $"{function.Coefficients.Factors[l].Rows - 1}", $"{function.Coefficients.Ranks[l]}"])]);

    // The norms of the rows of V·(unfolding of β): all coefficients of a degree, without the full array.
    private static Figure Decay(ChebyshevTuckerFunction function, IReadOnlyList<string> names, double? tolerance)
    {
        var orthogonal = function.Coefficients.Orthogonalize();
        var whole = orthogonal.Core.FrobeniusNorm();
        return new Figure
        {
            Title = "How fast the coefficients fall",
            Description = "The size of all Chebyshev coefficients of a degree, relative to that of all coefficients, one colour for each coordinate; where they end high, that coordinate is the least smooth. Beside, the singular values by rank.",
            Columns = 2,
            Panels =
            [
                new Panel
                {
                    X = new Axis("degree"),
                    Y = new Axis("coefficients of the degree ÷ all", AxisScale.Log),
                    Marks =
                    [
                        .. names.Select((name, l) =>
                        {
                            var rows = LinearAlgebra.MatMul(orthogonal.Factors[l], ModeProduct.Unfold(orthogonal.Core, l)); // (m, rest)
                            // Odd degrees of an even function are rounding errors.
                            double[] sizes = [.. Enumerable.Range(0, rows.Rows).Select(a => rows.Row(a).FrobeniusNorm() is var size && size > Rounding * whole ? size / whole : double.NaN)];
                            return new Scatter([.. Enumerable.Range(0, sizes.Length).Select(a => (double)a)], sizes) { Name = name };
                        }),
                        .. tolerance is { } line ? [new Rule(line, Label: "tolerance")] : Array.Empty<Mark>(),
                    ],
                },
                new Panel
                {
                    X = new Axis("rank"),
                    Y = new Axis("singular value ÷ largest", AxisScale.Log),
                    Marks =
                    [
                        .. whole > 0 ? new HigherOrderSvd(orthogonal.Core).SingularValues.Select((values, l) =>
                            new Line([.. Enumerable.Range(1, values.Length).Select(k => (double)k)], [.. values.ToArray().Select(value => value > 0 ? value / values[0] : double.NaN)], Points: true) { Name = names[l] }) : [],
                    ],
                },
            ],
        };
    }

    private static Figure Slice(ChebyshevTuckerFunction function, IReadOnlyList<string> names)
    {
        const int cells = 60;
        var domain = function.Domain;
        var points = Tensor.Zeros(cells * cells, domain.Dimension);
        double[] x = domain.Cells(0, cells).ToArray(), y = domain.Cells(1, cells).ToArray();
        for (var p = 0; p < cells * cells; p++)
            for (var l = 0; l < domain.Dimension; l++)
                points[p, l] = l switch { 0 => x[p % cells], 1 => y[p / cells], _ => 0.5 * (domain.Low[l] + domain.High[l]) };
        double[] values = function.Evaluate(points).ToArray();
        return new Figure
        {
            Title = $"The function over {names[0]} and {names[1]}",
            Description = domain.Dimension == 2 ? "The compressed function over its box." : $"The compressed function over {names[0]} and {names[1]}, the other coordinates in the middle of the box.",
            Panels =
            [
                new Panel
                {
                    X = new Axis(names[0]),
                    Y = new Axis(names[1]),
                    EqualAspect = (domain.High[0] - domain.Low[0]) / (domain.High[1] - domain.Low[1]) is > 0.4 and < 2.5,
                    Marks =
                    [
                        new HeatMap([.. values.Chunk(cells)]) { XEdges = Edges(0), YEdges = Edges(1), Diverging = values.Min() < 0 && values.Max() > 0, ValueLabel = "value" },
                    ],
                },
            ],
        };

        double[] Edges(int l) => [.. Enumerable.Range(0, cells + 1).Select(i => domain.Low[l] + ((double)i / cells * (domain.High[l] - domain.Low[l])))];
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
