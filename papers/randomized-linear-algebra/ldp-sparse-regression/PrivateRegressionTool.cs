using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

/// <summary>Simulates the one-shot protocol on the reader's table: how far would the private model be from the ordinary one, and how many people would it take.</summary>
[Paper("ldp-sparse-regression")]
public sealed class PrivateRegressionTool : ITool<PrivateRegressionToolOptions>
{
    private const int MostColumns = 500;
    private const double Near = 0.1;

    /// <inheritdoc/>
    public string Says => "Simulate locally private regression on a table, to see whether there are enough people for it.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "people.csv --target income --row-bound 4 --target-bound 3 --epsilon 1",
        "people.csv --row-bound 4 --target-bound 3 --public unlabelled.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(PrivateRegressionToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var (features, y, target) = options.Table.Table().Split(options.Target); // y: (n)
        (int n, int d) = (features.Values.Rows, features.Values.Columns);
        if (d > MostColumns) throw new ToolException($"{features.Source}: {d} columns beside the target; at most {MostColumns} are taken, and privacy noise would drown even those. Leave columns out.");
        if (n < 2) throw new ToolException($"{features.Source}: one person only. Give at least two rows.");
        var bounds = new ClippingBounds(options.RowBound, options.TargetBound);
        var delta = options.Delta ?? Math.Pow(n, -2);
        var (records, clippedRows, clippedTargets) = Moments.Of(features.Values, y, bounds);
        var publicSecond = options.Public is { } file ? PublicSecond(file, d, bounds) : null;
        var protocol = new OneShotProtocol(new PrivacyBudget(options.Epsilon, delta), bounds, options.EigenvalueFloor);

        var ordinary = LinearAlgebra.LeastSquares(features.Values, y).Solution; // (d)
        var size = LinearAlgebra.Norm(ordinary);
        if (!(size > 0)) throw new ToolException($"{features.Source}: the ordinary model of {target} is zero; there is nothing to compare with.");
        var clippedOnly = LinearAlgebra.LeastSquares(records.Second, records.Cross).Solution;

        PrivateEstimate? first = null;
        double Distance(double people, string purpose)
        {
            var distances = new double[options.Repeats];
            for (var i = 0; i < options.Repeats; i++)
            {
                cancel.ThrowIfCancellationRequested();
                var estimate = protocol.Run(records with { People = people }, context.Random($"{purpose}, {i}"), publicSecond);
                first ??= estimate;
                distances[i] = LinearAlgebra.Norm(estimate.Theta - ordinary) / size;
            }
            return Summary.Median(distances);
        }
        context.Report("simulating", 0.2);
        var here = Distance(n, "noise");
        var rows = new List<IReadOnlyList<string>> { new[] { Numbers.Short(n), Numbers.Short(here) } };
        double? enough = here <= Near ? n : null;
        // As if so many people were distributed like those of the table.
        for (var people = Math.Pow(10, Math.Floor(Math.Log10(n)) + 1); people <= 1e16 && enough is null; people *= 10)
        {
            context.Report($"simulating {Numbers.Short(people)} people", 0.2 + 0.7 * Math.Log10(people) / 16);
            var there = Distance(people, $"noise, {people:0e0}");
            rows.Add([Numbers.Short(people), Numbers.Short(there)]);
            if (there <= Near) enough = people;
        }
        return new ToolReport
        {
            Headline = here <= Near
                ? $"{n:N0} people are enough: the private model of {target} is {Numbers.Short(100 * here)} % away from the ordinary one."
                : $"{n:N0} people are too few: the private model of {target} is {Numbers.Short(100 * here)} % away from the ordinary one (answering zero is 100 % away); {(enough is { } count ? $"about {Numbers.Short(count)} people like these" : "more than 10¹⁶ people, or other bounds,")} would bring it below {100 * Near:0} %.",
            Guarantee = $"If every person perturbed their own row on their own device with a secure generator, their message would be ({Numbers.Short(options.Epsilon)}, {Numbers.Short(delta)})-differentially private{(publicSecond is null ? ", half of the budget for x̃x̃ᵀ and half for ỹx̃" : " (only ỹx̃ is sent)")}. This is a simulation on a table in one place with repeatable random numbers: neither this report nor its files are private.",
            Measures =
            [
                new("distance to the ordinary model", here, Note: $"‖θ̂ − θ‖/‖θ‖, median of {options.Repeats} simulations"),
                new("distance by clipping alone", LinearAlgebra.Norm(clippedOnly - ordinary) / size, Note: "no noise; large when the bounds are too tight"),
                new("rows shortened", clippedRows),
                new("targets clipped", clippedTargets),
                new("noise of a person's x̃x̃ᵀ", publicSecond is null ? protocol.SecondNoise : 0, Note: "standard deviation of every entry"),
                new("noise of a person's ỹx̃", protocol.CrossNoise(publicSecond is not null), Note: "standard deviation of every entry"),
                new("penalty", first!.Penalty, Note: "soft threshold of the first simulation"),
            ],
            Tables = [new FindingsTable("Distance to the ordinary model if so many people were like those of the table", ["people", "‖θ̂ − θ‖/‖θ‖"], rows)],
            Remarks =
            [
                "Columns are used as they are: scale and centre them by public constants, and add a column of ones if a constant term is wanted. The penalty supposes ‖θ‖ ≤ 1 in these units.",
                .. first.Raised ? [$"The noisy second moments had the least eigenvalue {Numbers.Short(first.LeastEigenvalue)}, below the floor {Numbers.Short(options.EigenvalueFloor)}, and were raised to it: the privacy noise has drowned them."] : Array.Empty<string>(),
            ],
            Outputs = [new MatrixOutput("coefficients", $"the {d} coefficients of the first simulation; not private, see the guarantee", first.Theta.Reshape(1, d), [.. Enumerable.Range(0, d).Select(features.NameOf)])],
        };
    }

    private static Tensor PublicSecond(InputFile file, int d, ClippingBounds bounds)
    {
        var table = file.Table();
        if (table.Values.Columns != d) throw new ToolException($"{table.Source}: {table.Values.Columns} columns, but the private table has {d} beside its target. Give the same columns in the same order.");
        var (rows, _) = Moments.Clip(table.Values, bounds);
        return LinearAlgebra.MatMul(rows, rows, transposeA: true, transposeB: false) / rows.Rows;
    }
}
