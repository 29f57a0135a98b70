using System.Globalization;
using System.Text.Json;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>A random network for the reader's table, its range and size chosen on rows held out, its error measured on others.</summary>
[Paper("bandlimited-random-networks")]
public sealed class RandomNetworkTool : ITool<RandomNetworkToolOptions>
{
    private const int FewestRows = 20;
    private const double CutOff = 1e-10;
    private const double Slack = 1.05;

    /// <inheritdoc/>
    public string Says => "Fit a network with random hidden weights, choosing the range of the weights by its error on rows held out.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "data/diabetes.csv --target progression",
        "table.csv --units 1000 --ranges 1,5,20,100 --activation gaussian -o model.csv",
        "table.csv --centred --html ranges.html",
    ];

    /// <inheritdoc/>
    public ToolReport Use(RandomNetworkToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var (features, y, target) = options.Table.Table().Split(options.Target);
        int rows = features.Values.Rows, inputs = features.Values.Columns;
        if (rows < FewestRows) throw new ToolException($"{features.Source}: {rows} rows; at least {FewestRows} are needed to train, to choose and to test.");
        features.EnsureNoConstantColumns();
        if (y.Max() == y.Min()) throw new ToolException($"{features.Source}: '{target}' has the value {y[0].ToString("R", CultureInfo.InvariantCulture)} in every row; there is nothing to predict.");
        if (options.Ranges.Length == 0) throw new ToolException("--ranges: give at least one range, such as 1,10,100.");
        double[] ranges = [.. options.Ranges.Distinct().Order()];

        var order = context.Random("split").Permutation(rows);
        int tests = rows / 5, validations = rows / 5;
        int[] test = order[..tests], validation = order[tests..(tests + validations)], train = order[(tests + validations)..];
        // Scaled by all rows but the test's.
        int[] known = [.. validation, .. train];
        double[] low = [.. Enumerable.Range(0, inputs).Select(j => known.Min(i => features.Values[i, j]))], high = [.. Enumerable.Range(0, inputs).Select(j => known.Max(i => features.Values[i, j]))];
        for (var j = 0; j < inputs; j++)
            if (low[j] == high[j]) throw new ToolException($"{features.Source}: {features.NameOf(j)} differs in a few rows only, all of which were drawn for the test. Leave the column out, or give another --seed.");
        var x = Tensor.Zeros(rows, inputs); // (rows, inputs), between −1 and 1
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < inputs; j++) x[i, j] = (2 * (features.Values[i, j] - low[j]) / (high[j] - low[j])) - 1;
        var mean = known.Average(i => y[i]);

        var most = Math.Min(options.Units, Math.Max(1, train.Length / 2));
        int[] units = [.. new[] { most / 16, most / 8, most / 4, most / 2, most }.Select(n => Math.Max(1, n)).Distinct()];
        var errors = new double[ranges.Length][];
        foreach (var (r, range) in ranges.Index())
        {
            context.Report($"range {Numbers.Short(range)}", 0.9 * r / ranges.Length);
            errors[r] = [.. units.Select(n =>
            {
                cancel.ThrowIfCancellationRequested();
                var layer = Layer(n, range);
                return Error(layer, Fit(layer, train), validation);
            })];
        }
        double[] leastByRange = [.. errors.Select(row => row.Min())];
        var least = leastByRange.Min();
        var chosen = Array.FindIndex(leastByRange, error => error <= Slack * least);
        var size = units[Array.IndexOf(errors[chosen], leastByRange[chosen])];
        cancel.ThrowIfCancellationRequested();
        context.Report("the chosen network on all rows but the test's", 0.95);
        var network = Layer(size, ranges[chosen]);
        var weights = Fit(network, known);
        var error = Error(network, weights, test);
        double plain = Root(test.Select(i => mean - y[i])), linear = LinearError(x, y, known, test, mean);

        List<string> remarks = [];
        if (chosen == 0 && ranges.Length > 1) remarks.Add($"The smallest range tried won: smaller ones may be as good, --ranges {Numbers.Short(ranges[0] / 10)},{Numbers.Short(ranges[0] / 3)},{Numbers.Short(ranges[0])}.");
        if (leastByRange[^1] == least && ranges.Length > 1) remarks.Add($"The widest range tried had the least error: try wider ones, --ranges {Numbers.Short(ranges[^1])},{Numbers.Short(3 * ranges[^1])},{Numbers.Short(10 * ranges[^1])}.");
        if (size == most) remarks.Add($"The most units tried won; {(most < options.Units ? "more training rows would allow more" : "try more with --units")}.");
        if (linear <= error) remarks.Add($"Linear regression does as well on the test rows ({Numbers.Short(linear)}): this target asks for no network.");

        return new ToolReport
        {
            Headline = $"{target} from {inputs} column{(inputs == 1 ? "" : "s")} by {size} random units of range {Numbers.Short(ranges[chosen])}: {Numbers.Short(error)} off on {tests} test rows (root mean square), {Numbers.Short(100 * error / plain)} % of what the mean alone leaves.",
            Guarantee = "None for new rows. The range is the smallest whose validation error is within 5 % of the least; the error is measured on test rows that decided nothing.",
            Measures =
            [
                new("test error", error, Note: "root mean square"),
                new("of linear regression", linear, Note: "the same rows"),
                new("of the mean", plain, Note: "the same rows"),
                new("range λ", ranges[chosen], Note: "for inputs scaled to −1 … 1"),
                new("units", size),
                new("norm of the output weights", weights.FrobeniusNorm()),
            ],
            Tables =
            [
                new FindingsTable("Validation error by range and units", ["range λ", .. units.Select(n => $"{n} units")],
                    [.. ranges.Select((range, r) => (IReadOnlyList<string>)[Numbers.Short(range), .. errors[r].Select(Numbers.Short)])]),
            ],
            Figures =
            [
                new Figure
                {
                    Title = "Validation error by range",
                    Description = "Root mean square error on validation rows against the range of the hidden weights, a line for each number of units; the chosen range is marked.",
                    Panels =
                    [
                        new Panel
                        {
                            X = new Axis("range λ of the hidden weights", AxisScale.Log),
                            Y = new Axis($"error of {target}", AxisScale.Log),
                            Marks =
                            [
                                .. units.Select((n, u) => new Line(ranges, [.. errors.Select(row => row[u])], Points: true) { Name = $"{n} units" }),
                                new Rule(ranges[chosen], Vertical: true, Label: "chosen"),
                            ],
                        },
                    ],
                },
            ],
            Remarks = remarks,
            Outputs =
            [
                new MatrixOutput("model", $"{size} units: weights a of the scaled columns, offset b, output weight c",
                    Tensor.Concat(1, network.Weights, network.Offsets.Reshape(size, 1), weights.Reshape(size, 1)),
                    [.. Enumerable.Range(0, inputs).Select(j => $"a_{features.NameOf(j)}"), "b", "c"]),
                new TextOutput("scaling.json", "how columns are scaled, the activation, and the constant added", JsonSerializer.Serialize(new
                {
                    target,
                    activation = options.Activation.ToString().ToLowerInvariant(),
                    formula = "constant + sum over units of c * activation(a . x - b), x = 2 * (column - low) / (high - low) - 1",
                    constant = mean,
                    columns = Enumerable.Range(0, inputs).Select(j => new { name = features.NameOf(j), low = low[j], high = high[j] }),
                })),
            ],
        };

        RandomLayer Layer(int n, double range)
        {
            var layer = RandomLayer.Draw(n, inputs, range, options.Activation, context.Random($"units, {n}"));
            return options.Centred ? layer.CentredOn(x.TakeRows(train), context.Random($"centres, {n}")) : layer;
        }

        Tensor Fit(RandomLayer layer, int[] places) =>
            new OutputSolver(layer.Features(x.TakeRows(places).Contiguous())).Truncated(Tensor.FromArray([.. places.Select(i => y[i] - mean)]), CutOff);

        double Error(RandomLayer layer, Tensor outputs, int[] places)
        {
            var predicted = LinearAlgebra.MatVec(layer.Features(x.TakeRows(places).Contiguous()), outputs).ToArray();
            return Root(predicted.Zip(places, (value, i) => value + mean - y[i]));
        }
    }

    private static double LinearError(Tensor x, Tensor y, int[] known, int[] test, double mean)
    {
        Tensor Design(int[] places) => Tensor.Concat(1, x.TakeRows(places).Contiguous(), Tensor.Ones(places.Length, 1));
        var weights = LinearAlgebra.LeastSquares(Design(known), Tensor.FromArray([.. known.Select(i => y[i] - mean)])).Solution;
        return Root(LinearAlgebra.MatVec(Design(test), weights).ToArray().Zip(test, (value, i) => value + mean - y[i]));
    }

    private static double Root(IEnumerable<double> errors) => Math.Sqrt(errors.Average(error => error * error));
}
