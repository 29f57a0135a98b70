using System.Diagnostics;
using System.Reflection;
using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Tensors in few numbers: every format of the family on the same arrays with the same tolerances.</summary>
[Bench("tensors-and-functions")]
public sealed class TensorBench : IBench<TensorBenchOptions>
{
    /// <inheritdoc/>
    public string Title => "A tensor in few numbers";

    /// <inheritdoc/>
    public string Says => "Compare how many numbers Tucker, CP, tensor trains and the rooms' formats need to keep an array within a tolerance.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "field.npy",
        "field.npy --tolerances 0.1,0.01,0.0001 --shown 0.01",
    ];

    /// <inheritdoc/>
    public Leaderboard Run(TensorBenchOptions options, ToolContext context, CancellationToken cancel)
    {
        double[] tolerances = [.. options.Tolerances.Append(options.Shown ?? options.Tolerances[0]).Distinct().OrderDescending()];
        var shown = options.Shown ?? tolerances[tolerances.Length / 2];
        var entries = Entries();
        var inputs = options.Array is { } file ? [TensorInput.Of(file)] : TensorInput.BuiltIn(context);

        List<LeaderboardTable> tables = [];
        List<Panel> panels = [];
        List<string> remarks = [];
        var done = 0;
        foreach (var input in inputs)
        {
            List<Result> results = [];
            foreach (var (method, slug) in entries)
            {
                context.Report($"{input.Name}: {method.Name}", (double)done++ / (inputs.Count * entries.Count));
                foreach (var tolerance in tolerances)
                {
                    cancel.ThrowIfCancellationRequested();
                    results.Add(Result.Of(method, slug, input, tolerance, context, cancel));
                }
            }

            Result[] row = [.. results.Where(result => result.Tolerance == shown)];
            tables.Add(new LeaderboardTable(
                $"{input.Name}: relative error at most {Numbers.Short(shown)}",
                [.. row.OrderBy(result => result.Reached ? 0 : 1).ThenBy(result => result.Reached ? result.Parameters : result.Error).Select(result => result.Row(input))]));
            remarks.AddRange(results.Where(result => !result.Reached).GroupBy(result => result.Method.Name).Select(group => Unreached(input, [.. group])));
            panels.Add(Panel(input, results, 0.1 * tolerances[^1]));
        }
        return new Leaderboard
        {
            Protocol =
            [
                $"Task: keep the array within a relative Frobenius error, ‖A − Â‖ ≤ ε‖A‖, in as few numbers as possible; ε is {string.Join(", ", tolerances.Select(Numbers.Short))}. Every format chooses its own ranks.",
                "Errors are measured on the whole array after rebuilding it, whatever the format promises. Numbers are all that is stored: cores, factors, coefficients.",
                "A format that does not keep the tolerance has no share, and a remark says what it reached. CP tries up to 48 terms, cross interpolation up to rank 64.",
                "Entries looked at: cross interpolation asks for single entries, all others read the array. Time: one fit with the choice of ranks, rebuilding and measuring not included.",
            ],
            Columns =
            [
                new("numbers kept", "%", Better.Lower),
                new("relative error", "", Better.Lower),
                new("largest error", "of the largest entry", Better.Lower),
                new("numbers", "", Better.Neither),
                new("entries looked at", "%", Better.Neither),
                new("time", "ms", Better.Lower),
            ],
            Tables = tables,
            Figures =
            [
                new Figure
                {
                    Title = "Error against numbers kept",
                    Description = "Measured relative error of every format at every tolerance against how many numbers it stores; lower left is better. The dashed line joins what no other format beats in both. Errors below a tenth of the smallest tolerance are drawn there: nothing was cut off.",
                    Panels = panels,
                },
            ],
            Remarks = remarks,
        };
    }

    private static Panel Panel(TensorInput input, List<Result> results, double floor)
    {
        List<Result> front = [];
        foreach (var result in results.OrderBy(result => result.Parameters).ThenBy(result => result.Error))
            if (front.Count == 0 || result.Error < front[^1].Error) front.Add(result);
        return new Panel
        {
            Title = input.Name,
            X = new Axis("numbers stored", AxisScale.Log),
            Y = new Axis("relative error", AxisScale.Log),
            Marks =
            [
                .. results.GroupBy(result => result.Method.Name).Select(group => Curve(group, floor, points: true) with { Name = group.Key }),
                Curve(front, floor, points: false) with { Name = "not beaten in both", Dashed = true },
            ],
        };
    }

    private static Line Curve(IEnumerable<Result> results, double floor, bool points)
    {
        Result[] sorted = [.. results.OrderBy(result => result.Parameters)];
        return new Line([.. sorted.Select(result => (double)result.Parameters)], [.. sorted.Select(result => Math.Max(result.Error, floor))], Points: points);
    }

    private static string Unreached(TensorInput input, Result[] results)
    {
        var best = results.MinBy(result => result.Error)!;
        return $"{input.Name}: {best.Method.Name} did not reach {string.Join(", ", results.Select(result => Numbers.Short(result.Tolerance)))}; the least was {Numbers.Short(best.Error)} with {best.Parameters} numbers.";
    }

    // The hall's formats and whatever the rooms bring.
    private static IReadOnlyList<(ITensorEntry Method, string? Slug)> Entries() =>
    [
        .. typeof(ITensorEntry).Assembly.GetTypes()
            .Where(type => typeof(ITensorEntry).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => ((ITensorEntry)Activator.CreateInstance(type)!, type.GetCustomAttribute<PaperAttribute>()?.Slug)),
    ];

    // One format with one tolerance.
    private sealed record Result(ITensorEntry Method, string? Slug, double Tolerance, long Parameters, double Error, double LargestError, long? EntriesRead, double Seconds)
    {
        // A tolerance that is kept in exact arithmetic is kept.
        public bool Reached => Error <= Tolerance * (1 + 1e-9);

        public static Result Of(ITensorEntry method, string? slug, TensorInput input, double tolerance, ToolContext context, CancellationToken cancel)
        {
            var clock = Stopwatch.StartNew();
            var fit = method.Fit(input.Values, tolerance, context.Random($"{input.Name}, {tolerance}, {method.Name}"), cancel);
            var seconds = clock.Elapsed.TotalSeconds;
            var difference = fit.Format.Rebuild() - input.Values;
            return new Result(method, slug, tolerance, fit.Format.ParameterCount, difference.FrobeniusNorm() / input.Values.FrobeniusNorm(), difference.MaxAbs() / input.Values.MaxAbs(), fit.EntriesRead, seconds);
        }

        public LeaderboardRow Row(TensorInput input) => new(Method.Name, Slug,
        [
            new(Reached ? 100.0 * Parameters / input.Values.Length : null),
            new(Error),
            new(LargestError),
            new(Parameters),
            new(100.0 * (EntriesRead ?? input.Values.Length) / input.Values.Length),
            new(1000 * Seconds),
        ]);
    }
}
