using System.CommandLine;
using Praxis.Papers.Compression.Checkpoints;
using Praxis.Papers.Compression.Entries;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis compress MODEL --keep 0.5 -o OUT</c>: make a model small by a published method.</summary>
internal static class CompressCommand
{
    private static readonly Argument<string?> ModelName = new("model") { Description = "A folder with config.json, model.safetensors and tokenizer.json (GPT-2, Llama or BERT), a bundled model ('praxis models'), or a lone .safetensors file, of which every matrix is compressed without measuring", HelpName = "MODEL", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<double> Keep = new("--keep") { Description = "The share of the linear weights to keep: of their parameters, or of their bits for methods that quantise", HelpName = "SHARE", DefaultValueFactory = _ => 0.5 };

    private static readonly Option<string?> Method = new("--method") { Description = "A method's key (--methods lists them), or auto: tries them on a sample of the text and takes the best. If left out: auto, and svd where no text can pass", HelpName = "KEY" };

    private static readonly Option<string?> Allocate = new("--allocate") { Description = $"How the budget is shared out among the layers: {string.Join(", ", AllocationChoice.Names.Select(choice => choice.Name))}, or a method's key for that method's way. If left out: the method's own", HelpName = "NAME" };

    private static readonly Option<string?> Text = new("--text") { Description = "A text file of the kind the model is used for: two thirds calibrate, the last third measures. If left out: the bundled English", HelpName = "FILE" };

    private static readonly Option<int> Heal = new("--heal") { Description = "Train the compressed model for so many steps on the calibration part of the text", HelpName = "STEPS", DefaultValueFactory = _ => 0 };

    private static readonly Option<CheckpointFormat> Format = new("--format") { Description = "What to write. praxis: the small forms, which 'praxis generate OUT' runs. hf: dense weights under the original's names, for any program that reads the original. onnx: the graph, low rank as two products, for ONNX runtimes. peft: base and low-rank residuals as an adapter (methods such as eora)", HelpName = "FORMAT" };

    private static readonly Option<string?> Out = new("--output", "-o") { Description = "The folder to write; it appears finished or not at all", HelpName = "OUT" };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace OUT if an earlier call wrote it" };

    private static readonly Option<int?> Context = new("--context") { Description = "Tokens of a window of text. If left out: the model's context, 512 at most", HelpName = "N" };

    private static readonly Option<int> Windows = new("--windows") { Description = "The most windows of text to calibrate on, and to measure on", HelpName = "N", DefaultValueFactory = _ => 64 };

    private static readonly Option<double> Time = new("--time") { Description = "Seconds that auto may take to try methods", HelpName = "S", DefaultValueFactory = _ => 120 };

    private static readonly Option<bool> NoMeasure = new("--no-measure") { Description = "Leave out the text: layer by layer from the file, for models larger than memory (methods that need no text only)" };

    private static readonly Option<long> Seed = new("--seed") { Description = "Seed of the random numbers", HelpName = "S", DefaultValueFactory = _ => 1 };

    private static readonly Option<string?> Html = new("--html") { Description = "Also write the report as one self-contained HTML file", HelpName = "FILE" };

    private static readonly Option<bool> Methods = new("--methods") { Description = "List the methods and end" };

    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        ModelName.CompletionSources.Add(_ => BundledModels.Names.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        Method.CompletionSources.Add(_ => CompressionEntries.All.Select(entry => new System.CommandLine.Completions.CompletionItem(entry.Key)));
        Within(Keep, value => value is > 0 and <= 1, "--keep must be above 0 and at most 1.");
        Within(Heal, value => value is >= 0 and <= 1_000_000, "--heal must lie between 0 and 1000000.");
        Within(Windows, value => value is >= 2 and <= 100_000, "--windows must lie between 2 and 100000.");
        Within(Time, value => value > 0 && double.IsFinite(value), "--time must be above 0.");
        var command = new Command("compress", "Make a language model small by a published method, measure what it lost on text that the method did not see, and write it for Praxis or for others.")
        {
            ModelName, Keep, Method, Allocate, Text, Heal, Format, Out, Overwrite, Context, Windows, Time, NoMeasure, Seed, Html, Json, Methods,
        };
        command.SetAction(Session.Action((session, parsed, cancel) => Task.Run(() => Run(session, parsed, cancel), CancellationToken.None)));
        HelpExamples.Add(command, """
            praxis compress --methods                                           what there is to choose from
            praxis compress llama-4m --keep 0.5 -o small                        the best method for half the parameters
            praxis compress my-gpt2 --keep 0.7 --method fwsvd --text mine.txt -o small --html report.html
            praxis compress my-gpt2 --keep 0.3 --text mine.txt --heal 500 --format hf -o small
            praxis compress my-gpt2 --keep 0.5 --method svd --text mine.txt --format onnx -o small
            praxis compress model.safetensors --keep 0.5 --method svd -o small  any model's matrices, without measuring
            praxis generate small "In the beginning"                            run what was written
            """);
        return command;
    }

    private static int Run(Session session, ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(Methods))
        {
            ListMethods(parsed.GetValue(Json));
            return ExitCode.Done;
        }

        string model = parsed.GetValue(ModelName) ?? throw new UserException("Name a MODEL: a folder, a bundled model or a .safetensors file; praxis compress --help shows examples.");
        string target = parsed.GetValue(Out) ?? throw new UserException("Name the folder to write: -o OUT.");
        string? html = parsed.GetValue(Html) is { } page ? Output.FullPath(page) : null;
        bool isPath = Directory.Exists(model) || model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
        var request = new CompressionRequest
        {
            Model = isPath ? model : BundledModels.Find(model),
            Output = target,
            Keep = parsed.GetValue(Keep),
            Method = parsed.GetValue(Method),
            Allocation = parsed.GetValue(Allocate),
            TextFile = parsed.GetValue(Text),
            Measure = !parsed.GetValue(NoMeasure),
            HealSteps = parsed.GetValue(Heal),
            Format = parsed.GetValue(Format),
            Overwrite = parsed.GetValue(Overwrite),
            Context = parsed.GetValue(Context),
            Windows = parsed.GetValue(Windows),
            AutoSeconds = parsed.GetValue(Time),
            Seed = parsed.GetValue(Seed),
        };
        CompressionOutcome outcome;
        using (var progress = RunProgress.Start("compress"))
            outcome = ToolErrors.InReadersWords(() => CheckpointCompressor.Run(request, session.Data, progress, cancel));
        var report = CompressionReportText.Of(outcome);
        if (html is not null) Output.WriteFile(html, report.Html());
        if (parsed.GetValue(Json))
        {
            Output.WriteJson(outcome);
            return ExitCode.Done;
        }
        report.Write(Output.Console);
        Console.WriteLine($"Written: {target}{(outcome is { Format: CheckpointFormat.Praxis or CheckpointFormat.Hf, Architecture: "gpt2" or "llama" } ? $". Try it: praxis generate {target} \"In the beginning\"" : "")}");
        return ExitCode.Done;
    }

    private static void ListMethods(bool json)
    {
        if (json)
        {
            Output.WriteJson(CompressionEntries.All.Select(entry => new { entry.Key, entry.Name, entry.Form, entry.Unit, entry.Needs, entry.Sequential, Paper = CompressionEntries.PaperOf(entry) }));
            return;
        }
        foreach (var entry in CompressionEntries.All)
        {
            string needs = entry.Needs switch
            {
                Papers.Compression.StatisticsNeeded.None => "needs no text",
                Papers.Compression.StatisticsNeeded.Inputs => "looks at what passes through the layers",
                _ => "looks at gradients on the text",
            };
            string paper = CompressionEntries.PaperOf(entry) is { } slug ? $"paper: {slug}" : "baseline";
            Output.Console.Write(Output.Entry(entry.Key, $"{entry.Name}: {entry.Form}; {needs}{(entry.Sequential ? ", layer after layer" : "")}; keeps a share of the {(entry.Unit == Papers.Compression.BudgetUnit.Bits ? "bits" : "parameters")} ({paper})"));
        }
        Console.WriteLine();
        foreach (var (name, says) in AllocationChoice.Names) Output.Console.Write(Output.Entry($"--allocate {name}", says));
    }

    private static void Within<T>(Option<T> option, Func<T?, bool> holds, string message) => option.Validators.Add(result =>
    {
        if (!holds(result.GetValueOrDefault<T>())) result.AddError(message);
    });
}
