using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>Functional Bayesian Tucker on the reader's own table: coordinates and a value in, functions of every coordinate and predictions with their uncertainty out.</summary>
[Paper("funbat")]
public sealed class FunbatTool : ITool<FunbatToolOptions>
{
    private const int FewestRows = 20;
    private const int RowsForSearch = 4000;
    private const int FigurePoints = 200;

    /// <inheritdoc/>
    public string Says => "Learn a smooth function of each coordinate of scattered data, and predict missing values with their uncertainty.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "ratings.csv -o predictions.csv",
        "stations.csv --target temperature --rank 3 --queries places.csv -o predictions.csv",
        "stations.csv --ranks 2,2,4 --length-scales 0.1,0.1,0.02",
    ];

    /// <inheritdoc/>
    public ToolReport Use(FunbatToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var input = options.Table.Table(missing: true);
        var (coordinates, target, name) = input.Split(options.Target);
        var data = Data(coordinates, target, name, out var missing);
        var names = Enumerable.Range(0, data.Order).Select(coordinates.NameOf).ToList();
        var queries = Queries(options, names, input, target);
        var settings = Settings(options, data, out var chooses);

        // What is held out here takes part neither in the choice of length scales nor in this fit.
        var order = context.Random("held-out rows").Permutation(data.Count);
        var held = Math.Max(1, data.Count / 10);
        int[] test = order[..held], train = order[held..];
        var training = Guarded(() => data.Take(train), coordinates.Source);
        if (chooses)
        {
            context.Report("choosing length scales", 0.05);
            var part = training.Count <= RowsForSearch ? training : training.Take(Enumerable.Range(0, RowsForSearch).ToArray());
            settings = Guarded(() => LengthScaleSearch.Choose(part, settings, context.Random("length scales"), splits: 1, cancel), coordinates.Source);
        }
        context.Report("fitting without the held-out rows", 0.5);
        var tested = FunctionalTucker.Fit(training, settings, context.Random("start"), cancel);
        var (testRows, testValues) = (data.Coordinates.TakeRows(test), data.Values.Take(0, test).ToArray());
        var checkedAt = tested.Predict(testRows);
        var error = PredictionError.Of(checkedAt.Mean.ToArray(), testValues);
        var mean = training.Values.Mean();
        var constant = PredictionError.Of([.. testValues.Select(_ => mean)], testValues);
        var coverage = checkedAt.Coverage(testValues, measured: true);

        context.Report("fitting all rows", 0.75);
        var model = FunctionalTucker.Fit(data, settings, context.Random("start"), cancel);
        var asked = queries ?? missing;
        var predictions = asked is null ? data.Coordinates : asked;
        var predicted = model.Predict(predictions);
        var outside = Outside(model, predictions);

        return new ToolReport
        {
            Headline = $"{name} from {string.Join(", ", names)}: rank {string.Join(" × ", settings.Ranks)}, held-out error {Numbers.Short(error.Root)} where the mean of the values leaves {Numbers.Short(constant.Root)}.",
            Guarantee = "None: the bands are those of the fitted model, whose posterior is approximate (conditional expectation propagation). How often they hold is measured below, on rows that no part of the fit has seen.",
            Measures =
            [
                new("held-out error", error.Root, Note: $"root mean square on {held} rows ({Numbers.Short(100.0 * held / data.Count)} %), fitted without them"),
                new("held-out mean absolute error", error.Absolute),
                new("held-out error of the mean", constant.Root, Note: "root mean square, for comparison"),
                new("coverage of the 95 % band", coverage, Note: "share of the held-out rows within it, noise included"),
                new("noise", model.NoiseDeviation, Note: "standard deviation of one measurement"),
                new("rows", data.Count),
                .. names.Select((mode, k) => new ToolMeasure($"length scale of {mode}", settings.LengthScaleOf(k) * (model.Modes[k].High - model.Modes[k].Low),
                    Note: $"{settings.LengthScaleOf(k)} of its range, {data.Modes[k].Count:N0} distinct coordinates")),
            ],
            Figures = [FunctionsFigure(model, names), HeldOutFigure(checkedAt, testValues, name)],
            Remarks =
            [
                "Signs, scales and mixtures of the functions are not determined by the data: the core undoes them. Compare predictions, not functions of two fits.",
                .. queries is not null && missing is not null ? [$"{missing.Rows} rows of {coordinates.Source} have no {name}; predictions were asked for other places, so they are left out."] : Array.Empty<string>(),
                .. outside > 0 ? [$"{outside} of {predictions.Rows} predicted places lie outside the coordinates of the data: there the functions return to their prior, and the band says so."] : Array.Empty<string>(),
                .. coverage < 0.8 ? [$"Only {Numbers.Short(100 * coverage)} % of the held-out rows lie within their 95 % band: do not trust the bands; try another rank, other length scales or --smoothness half."] : Array.Empty<string>(),
                .. error.Root >= constant.Root ? ["The fit predicts no better than the mean of the values: the coordinates do not explain them, the rank is too small, or there are too few rows."] : Array.Empty<string>(),
            ],
            Outputs =
            [
                new MatrixOutput("predictions", $"{(asked is null ? "the table's own rows" : queries is null ? $"the rows without {name}" : "the queries")}: coordinates, mean, standard deviation of the value without noise and of a measurement",
                    Columns(predictions, predicted), [.. names, name, "deviation", "deviation_of_measurement"]),
                .. model.Modes.Select((mode, k) => FunctionsOutput(mode, names[k], k)),
            ],
        };
    }

    private static ScatteredData Data(InputTable coordinates, Tensor target, string name, out Tensor? missing)
    {
        coordinates.EnsureFinite();
        if (coordinates.Values.Columns < 2)
            throw new ToolException($"{coordinates.Source}: there is one column beside '{name}'. A tensor has at least two coordinates; for a function of one, use autoknots or light-curve-approximation.");
        coordinates.EnsureNoConstantColumns();
        int[] present = [.. Enumerable.Range(0, target.Length).Where(i => !double.IsNaN(target[i]))], empty = [.. Enumerable.Range(0, target.Length).Where(i => double.IsNaN(target[i]))];
        if (present.Length < FewestRows)
            throw new ToolException($"{coordinates.Source}: {present.Length} rows have a value in '{name}'; at least {FewestRows} are needed, some of them to measure the error on.");
        missing = empty.Length == 0 ? null : coordinates.Values.TakeRows(empty);
        var data = Guarded(() => new ScatteredData(coordinates.Values.TakeRows(present), target.Take(0, present)), coordinates.Source);
        return data.Values.Max() > data.Values.Min() ? data
            : throw new ToolException($"{coordinates.Source}: '{name}' has the value {Numbers.Short(data.Values[0])} in every row; there is nothing to fit. Name another column with --target.");
    }

    private static Tensor? Queries(FunbatToolOptions options, List<string> names, InputTable input, Tensor target)
    {
        if (options.Queries is not { } file) return null;
        var table = file.Table();
        if (input.Names is not null && table.Names is not null)
        {
            // By name, in any order, and whatever else the file has.
            var columns = names.Select(name => Enumerable.Range(0, table.Values.Columns).FirstOrDefault(j => string.Equals(table.NameOf(j), name, StringComparison.OrdinalIgnoreCase), -1)).ToArray();
            var absent = Array.IndexOf(columns, -1);
            return absent < 0 ? table.Values.TakeColumns(columns) : throw new ToolException($"{file.Path}: there is no column '{names[absent]}'. A query needs the coordinates {string.Join(", ", names)}.");
        }
        return table.Values.Columns == names.Count ? table.Values
            : throw new ToolException($"{file.Path}: {table.Values.Columns} columns; a query has the {names.Count} coordinates {string.Join(", ", names)}, without the value.");
    }

    private static FunctionalTuckerOptions Settings(FunbatToolOptions options, ScatteredData data, out bool chooses)
    {
        if (options.Ranks is { } given && given.Length != data.Order) throw new ToolException($"--ranks: {given.Length} ranks for {data.Order} coordinates. Give one for each, or --rank for all.");
        if (options.Ranks?.All(rank => rank is >= 1 and <= 100 && rank == Math.Floor(rank)) == false)
            throw new ToolException("--ranks: every rank is a whole number from 1 to 100.");
        int[] ranks = options.Ranks is { } each ? [.. each.Select(rank => (int)rank)] : [.. Enumerable.Repeat(options.Rank, data.Order)];
        var core = ranks.Aggregate(1.0, (product, rank) => product * rank);
        if (core > 0.7 * data.Count || core > 1000)
            throw new ToolException($"Ranks {string.Join(" × ", ranks)}: a core of {core:N0} numbers is too large for {data.Count:N0} rows (at most 1,000, and fewer than 70 % of the rows). Take smaller ranks.");
        if (options.LengthScales is { } scales)
        {
            if (scales.Length != 1 && scales.Length != data.Order) throw new ToolException($"--length-scales: {scales.Length} for {data.Order} coordinates. Give one for all, or one for each.");
            if (!scales.All(scale => scale > 0 && double.IsFinite(scale))) throw new ToolException("--length-scales: every length scale is a positive share of the coordinate's range, such as 0.1.");
        }
        chooses = options.LengthScales is null;
        return new FunctionalTuckerOptions
        {
            Ranks = ranks,
            LengthScales = options.LengthScales ?? [0.1],
            Smoothness = options.Smoothness == SmoothnessChoice.Half ? Smoothness.Half : Smoothness.ThreeHalves,
            Epochs = options.Epochs,
        };
    }

    // What a fit refuses about the reader's data is said with the file's name.
    private static T Guarded<T>(Func<T> work, string source)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException)
        {
            throw new ToolException($"{source}: {e.Message}", e);
        }
    }

    private static int Outside(FunctionalTuckerModel model, Tensor places) => Enumerable.Range(0, places.Rows).Count(n =>
        model.Modes.Select((mode, k) => places[n, k] < mode.Low || places[n, k] > mode.High).Any(outside => outside));

    private static Tensor Columns(Tensor places, TensorPrediction predicted)
    {
        var k = places.Columns;
        var table = Tensor.Zeros(places.Rows, k + 3);
        for (var n = 0; n < places.Rows; n++)
        {
            for (var j = 0; j < k; j++) table[n, j] = places[n, j];
            (table[n, k], table[n, k + 1], table[n, k + 2]) = (predicted.Mean[n], predicted.Deviation[n], predicted.DeviationOfMeasurement(n));
        }
        return table;
    }

    private static double[] Grid(ModeFunctions mode) => [.. Enumerable.Range(0, FigurePoints + 1).Select(i => mode.Low + (mode.High - mode.Low) * i / FigurePoints)];

    private static MatrixOutput FunctionsOutput(ModeFunctions mode, string name, int k)
    {
        var x = Grid(mode);
        var (mean, deviation) = mode.At(x);
        var table = Tensor.Concat(1, Tensor.Wrap(x, x.Length, 1), mean, deviation); // (points, 1 + 2r)
        return new($"functions{k + 1}", $"the {mode.Rank} functions of {name} at {x.Length} places, with their standard deviations", table,
            [name, .. Enumerable.Range(1, mode.Rank).Select(i => $"u{i}"), .. Enumerable.Range(1, mode.Rank).Select(i => $"deviation{i}")]);
    }

    private static Figure FunctionsFigure(FunctionalTuckerModel model, List<string> names) => new()
    {
        Title = "The functions of each coordinate",
        Description = "A panel for each coordinate: its latent functions with their 95 % bands over the range of the data. A wide band is where no data hold the function.",
        Panels = [.. model.Modes.Select((mode, k) =>
        {
            var x = Grid(mode);
            var (mean, deviation) = mode.At(x);
            return new Panel
            {
                X = new Axis(names[k]),
                Y = new Axis("function, free scale"),
                Marks = [.. Enumerable.Range(0, mode.Rank).Select(i =>
                {
                    double[] u = mean.Column(i).ToArray(), s = deviation.Column(i).ToArray();
                    return new Line(x, u, [.. u.Zip(s, (m, d) => m - 1.96 * d)], [.. u.Zip(s, (m, d) => m + 1.96 * d)]) { Name = $"u{i + 1}" };
                })],
            };
        })],
    };

    private static Figure HeldOutFigure(TensorPrediction predicted, double[] values, string name)
    {
        int[] shown = [.. Enumerable.Range(0, Math.Min(values.Length, 1000))];
        double low = Math.Min(values.Min(), predicted.Mean.Min()), high = Math.Max(values.Max(), predicted.Mean.Max());
        return new Figure
        {
            Title = $"Held-out rows: {name} as predicted and as measured",
            Description = "A point for each held-out row with its 95 % band as a stroke; points on the diagonal are predicted exactly.",
            Panels =
            [
                new Panel
                {
                    X = new Axis($"{name}, measured"),
                    Y = new Axis($"{name}, predicted"),
                    Marks =
                    [
                        new Segments([.. shown.Select(n => new Segment(values[n], predicted.Mean[n] - 1.96 * predicted.DeviationOfMeasurement(n), values[n], predicted.Mean[n] + 1.96 * predicted.DeviationOfMeasurement(n)))]) { Name = "95 % band" },
                        new Scatter([.. shown.Select(n => values[n])], [.. shown.Select(n => predicted.Mean[n])]) { Name = "held-out rows" },
                        new Line([low, high], [low, high], Dashed: true) { Name = "exact" },
                    ],
                },
            ],
        };
    }
}
