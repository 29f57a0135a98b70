using System.Text.Json;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>Searches a short program for the reader's function and gives it as C# and C.</summary>
[Paper("autonumerics-zero")]
public sealed class EvolveProgramTool : ITool<EvolveProgramToolOptions>
{
    private const int Searches = 4;
    private const int MeasuredPoints = 20_001;

    /// <inheritdoc/>
    public string Says => "Search a short program of +, −, × and ÷ that computes a function to so many bits.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "--function exp --bits 24 --ops 8 -o exp.cs",
        "--function 1/(1+exp(-x)) --from -2 --to 2 --bits 16 --html report.html",
        "response.csv --ops 6",
    ];

    /// <inheritdoc/>
    public ToolReport Use(EvolveProgramToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var target = Target(options);
        var found = Search(target, options, context, cancel);
        var wanted = Math.Pow(2, -options.Bits);
        var chosen = found.FirstOrDefault(program => program.Error <= wanted) ?? found[^1];
        var reached = chosen.Error <= wanted;
        var single = target.MeasureSingle(chosen.Program, MeasuredPoints);
        var kind = target.IsRelative ? "relative error" : "error relative to the largest value";
        var domain = $"[{Numbers.Short(target.Low)}, {Numbers.Short(target.High)}]";
        var points = target.Function is null ? $"{target.CheckX.Length:N0} rows" : $"{MeasuredPoints:N0} points";
        var comment = FormattableString.Invariant($"{target.Name} for x from {target.Low:R} to {target.High:R}: {chosen.Program.Operations} operations, largest {kind} {chosen.Error:0.0e0} in double arithmetic.");
        var name = ProgramText.NameOf(target.Name);
        var polynomials = target.Function is null ? [] : ClassicalPrograms.Polynomials(target, options.Ops, IsOdd(target));
        return new ToolReport
        {
            Headline = reached
                ? $"{target.Name} on {domain} in {Operations(chosen.Program.Operations)} with {Bits(chosen.Error):0.0} bits: the largest {kind} is {Numbers.Short(chosen.Error)}."
                : $"{target.Name} on {domain}: {options.Bits} bits were not reached with at most {Operations(options.Ops)}. The best program has {Bits(chosen.Error):0.0} bits, a largest {kind} of {Numbers.Short(chosen.Error)}, in {Operations(chosen.Program.Operations)}. Allow more --ops or more --candidates.",
            Guarantee = target.Function is null
                ? "None between the rows: the program was judged at the rows of the table, and only there."
                : $"None between the points: the error was measured at {MeasuredPoints:N0} equally spaced points, ends included, which are not those of the fit. Outside {domain} the program is not meant to be used.",
            Measures =
            [
                new($"largest {kind}", chosen.Error, Note: $"double arithmetic, {points}"),
                new("bits", Bits(chosen.Error), Note: $"asked for: {options.Bits}"),
                new("the same in single precision", single.Error, Note: $"float arithmetic, {points}"),
                new("largest error in single precision", single.UnitsInLastPlace, "ULP", "units in the last place of the true value"),
                new("operations", chosen.Program.Operations, Note: $"at most {options.Ops}"),
            ],
            Figures = [ErrorAgainstOperations(found, polynomials, wanted, kind), ErrorAlongX(target, chosen.Program, wanted, kind)],
            Tables =
            [
                new FindingsTable(
                    "Programs found: each size that is better than all smaller ones",
                    ["operations", "largest error", "bits", "best polynomial", "program"],
                    [.. found.Select(program => (IReadOnlyList<string>)
                    [
                        $"{program.Program.Operations}", Numbers.Short(program.Error), $"{Bits(program.Error):0.0}",
                        polynomials.Where(p => p.Program.Operations <= program.Program.Operations).MinBy(p => p.Error) is { } best ? Numbers.Short(best.Error) : "–",
                        ReferenceEquals(program, chosen) ? "given below" : "",
                    ])]),
                Source("C#", ProgramText.CSharp(chosen.Program, name, comment)),
                Source("C", ProgramText.C(chosen.Program, name, comment)),
            ],
            Remarks =
            [
                $"{Searches} searches made {options.Candidates:N0} programs each. Another --seed finds other programs; more --candidates find better ones.",
                .. target.IsRelative ? Array.Empty<string>() : [$"The function has a zero in the interval or comes close to one, so the error is absolute, in units of its largest value {Numbers.Short(target.Scale)}."],
            ],
            Outputs =
            [
                new TextOutput("csharp", "the program as C#", ProgramText.CSharp(chosen.Program, name, comment)),
                new TextOutput("c", "the program as C", ProgramText.C(chosen.Program, name, comment)),
                new TextOutput("front", "all programs found, as JSON", Front(target, found)),
            ],
        };
    }

    private static ApproximationTarget Target(EvolveProgramToolOptions options)
    {
        if ((options.Table is null) == (options.Function is null))
            throw new ToolException("Give either --function NAME|FORMULA or a table of x and f(x), one of the two.");
        if (options.Table is { } file)
        {
            if (options.From is not null || options.To is not null) throw new ToolException("--from and --to belong to --function; a table has its own interval.");
            return OfTable(file.Table());
        }
        var text = options.Function!.Trim();
        try
        {
            return NamedFunctions.Find(text, options.From, options.To)
                ?? ApproximationTarget.Of(text, NamedFunctions.Formula(text), options.From ?? 0, options.To ?? 1);
        }
        catch (ExpressionException e)
        {
            throw new ToolException($"--function: {e.Message} Named functions are {string.Join(", ", NamedFunctions.Names)}.", e);
        }
        catch (ArgumentException e)
        {
            var reason = e.Message.Split(" (Parameter", 2)[0];
            throw new ToolException($"--function {text}: {reason} Choose the interval with --from and --to.", e);
        }
    }

    private static ApproximationTarget OfTable(InputTable table)
    {
        const int fewest = 8;
        if (table.Values.Columns != 2) throw new ToolException($"{table.Source}: two columns are needed, x and f(x); this table has {table.Values.Columns}.");
        var count = table.Values.Rows;
        if (count < fewest) throw new ToolException($"{table.Source}: {count} rows; at least {fewest} are needed so that constants can be fitted.");
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => table.Values[i, 0])];
        for (var i = 1; i < count; i++)
            if (table.Values[order[i], 0] == table.Values[order[i - 1], 0])
                throw new ToolException(FormattableString.Invariant($"{table.Source}: rows {Math.Min(order[i], order[i - 1]) + 1} and {Math.Max(order[i], order[i - 1]) + 1} of the data both have x = {table.Values[order[i], 0]:R}. Keep one of them."));
        try
        {
            return ApproximationTarget.OfTable(table.NameOf(1), [.. order.Select(i => table.Values[i, 0])], [.. order.Select(i => table.Values[i, 1])]);
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{table.Source}: {e.Message.Split(" (Parameter", 2)[0]}", e);
        }
    }

    /// <summary>The best of several searches for each number of operations, measured on the fine grid.</summary>
    private static List<FoundProgram> Search(ApproximationTarget target, EvolveProgramToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var fronts = new IReadOnlyList<FoundProgram>[Searches];
        var done = new double[Searches];
        Parallel.For(0, Searches, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            fronts[i] = EvolutionarySearch.Run(
                target, new EvolutionOptions { Operations = options.Ops, Candidates = options.Candidates }, context.Random($"search {i}"),
                share =>
                {
                    if (share - done[i] < 0.02) return;
                    done[i] = share;
                    context.Report("evolution", done.Average());
                },
                cancel);
            done[i] = 1;
        });
        List<FoundProgram> best = [];
        var all = fronts.SelectMany(front => front).Select(found => found with { Error = target.Measure(found.Program, MeasuredPoints) });
        foreach (var size in all.GroupBy(found => found.Program.Operations).OrderBy(size => size.Key))
            if (size.MinBy(found => found.Error)! is var leader && double.IsFinite(leader.Error) && (best.Count == 0 || leader.Error < best[^1].Error)) best.Add(leader);
        return best.Count > 0 ? best : throw new ToolException($"{target.Name}: no program was found that can be computed on the whole interval. Allow more --candidates, or a smaller interval.");
    }

    private static Figure ErrorAgainstOperations(List<FoundProgram> found, IReadOnlyList<ClassicalProgram> polynomials, double wanted, string kind) => new()
    {
        Title = "Error against operations",
        Description = "The largest error of the programs found, and of the best polynomials (Remez) with as many operations, on a logarithmic axis; the line is what was asked for.",
        Panels =
        [
            new Panel
            {
                X = new Axis("operations"),
                Y = new Axis($"largest {kind}", AxisScale.Log),
                Marks =
                [
                    new Line([.. found.Select(program => (double)program.Program.Operations)], [.. found.Select(program => program.Error)], Points: true) { Name = "found" },
                    .. polynomials.Count == 0 ? Array.Empty<Mark>() : [new Line([.. polynomials.Select(p => (double)p.Program.Operations)], [.. polynomials.Select(p => p.Error)], Points: true) { Name = "minimax polynomial" }],
                    new Rule(wanted, Label: "asked for"),
                ],
            },
        ],
    };

    private static Figure ErrorAlongX(ApproximationTarget target, StraightLineProgram program, double wanted, string kind)
    {
        var x = target.Function is null ? target.CheckX : ApproximationTarget.Grid(target.Low, target.High, 801);
        double[] errors = target.Function is null
            ? [.. x.Select((at, i) => (program.Evaluate(at) - target.CheckY[i]) * target.WeightAt(target.CheckY[i]))]
            : target.Errors(program, x);
        var shown = errors.Max(Math.Abs);
        return new Figure
        {
            Title = "Error along the interval",
            Description = "The signed error of the chosen program at every x" + (wanted < 3 * shown ? "; the two lines are what was asked for." : $"; what was asked for, {Numbers.Short(wanted)}, lies outside the picture."),
            Panels =
            [
                new Panel
                {
                    X = new Axis("x"),
                    Y = new Axis(kind),
                    Legend = false,
                    Marks = [new Line(x, errors) { Name = "error" }, .. wanted < 3 * shown ? [new Rule(wanted), new Rule(-wanted)] : Array.Empty<Mark>()],
                },
            ],
        };
    }

    private static FindingsTable Source(string language, string text) =>
        new(language, ["source"], [.. text.TrimEnd('\n').Split('\n').Select(line => (IReadOnlyList<string>)[line])]);

    private static string Front(ApproximationTarget target, List<FoundProgram> found)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("function", target.Name);
            json.WriteNumber("from", target.Low);
            json.WriteNumber("to", target.High);
            json.WriteString("error", target.IsRelative ? "relative" : "relative to the largest value");
            json.WriteStartArray("programs");
            foreach (var program in found)
            {
                json.WriteStartObject();
                json.WriteNumber("operations", program.Program.Operations);
                json.WriteNumber("largestError", program.Error);
                json.WriteStartArray("steps");
                foreach (var line in ProgramText.Statements(program.Program)) json.WriteStringValue(line);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Whether the interval begins at 0 and the function is odd as far as three points tell.</summary>
    private static bool IsOdd(ApproximationTarget target) =>
        target.Low == 0 && target.Function is { } f && new[] { 0.2, 0.5, 1 }.All(share => Math.Abs(f(share * target.High) + f(-share * target.High)) <= 1e-12 * target.Scale);

    private static double Bits(double error) => -Math.Log2(Math.Max(error, double.Epsilon));

    private static string Operations(int count) => count == 1 ? "1 operation" : $"{count} operations";
}
