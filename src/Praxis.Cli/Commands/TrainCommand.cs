using System.CommandLine;
using System.Globalization;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis train CONFIG</c>: train a language model.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string> Config = new("config") { Description = "The configuration, a train.yaml; docs/training.md explains every key", HelpName = "CONFIG" };

    private static readonly Option<int?> Steps = new("--steps") { Description = "Number of steps, instead of training.steps", HelpName = "N" };

    private static readonly Option<int?> Batch = new("--batch") { Description = "Texts of a step, instead of training.batch", HelpName = "N" };

    private static readonly Option<long?> Seed = new("--seed") { Description = "Seed, instead of training.seed: the same seed and texts give the same model", HelpName = "S" };

    private static readonly Option<double?> LearningRate = new("--learning-rate") { Description = "Highest learning rate, instead of optimizer.learning_rate", HelpName = "R" };

    private static readonly Option<string?> ModelFolder = new("--output", "-o") { Description = "Folder for the model, instead of output.folder; relative to here", HelpName = "DIR" };

    private static readonly Option<string[]> Set = new("--set") { Description = "Any other key of the configuration, as section.key=value; may be repeated", HelpName = "KEY=VALUE" };

    private static readonly Option<bool> Restart = new("--restart") { Description = "Throw away a checkpoint or a finished model in the folder and begin anew" };

    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        var command = new Command("train", "Train a small language model (llama, gpt2 or bert) with its own tokenizer, on the bundled English or on your text files. What is stopped, by Ctrl-C or a power cut, goes on from its last checkpoint with the same command.")
        {
            Config, Steps, Batch, Seed, LearningRate, ModelFolder, Set, Restart, Json,
        };
        command.SetAction(Session.Action((_, parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None)));
        HelpExamples.Add(command, """
            praxis train models/llama-1m/train.yaml -o my-llama               the bundled configuration, into a folder of yours
            praxis train my.yaml --steps 200 --set optimizer.warmup=20        a short try
            praxis train my.yaml                                              after a stop: goes on where it was

            A configuration (docs/training.md has every key):
              model:     { type: llama, width: 128, layers: 4, heads: 4, key_value_heads: 2 }
              tokenizer: { vocabulary: 1024 }
              data:      { train: [mine.txt], validation: [other.txt] }       or { corpus: english }
              training:  { steps: 1000, batch: 16, context: 256 }
              optimizer: { learning_rate: 3e-3, warmup: 100 }
              output:    { folder: my-model }
            """);
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = TrainingConfigurationFile.Read(parsed.GetValue(Config)!, Overrides(parsed));
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(configuration.OutputFolder));
        TrainingRun? run = null;
        TrainingRecord record;
        try
        {
            using var line = RunProgress.Start(name);
            var progress = new TrainingProgressLine(line);
            run = TrainingRun.Prepare(configuration, Texts(configuration), parsed.GetValue(Restart), progress, cancel);
            Console.Error.WriteLine($"{name}: {Numbers.Short(run.Parameters)} parameters, {configuration.Steps} steps, {Numbers.Short(Math.Round(run.Epochs, 3))} times the training text{(run.ResumedAt > 0 ? $"; goes on after step {run.ResumedAt}" : "")}.");
            record = run.Execute(MachineInWords(), progress, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && run is not null)
        {
            Console.Error.WriteLine($"Stopped after step {run.Step} of {configuration.Steps}; the checkpoint is written. The same command goes on from there.");
            return ExitCode.Stopped;
        }

        var report = TrainingReport.Of(name, record);
        var folder = configuration.OutputFolder;
        Output.WriteFile(Path.Combine(folder, "learning-curve.svg"), SvgChart.Draw(report.Figures[0], new SvgOptions { Standalone = true }));
        Output.WriteFile(Path.Combine(folder, "report.html"), report.Html());
        if (parsed.GetValue(Json))
        {
            Output.WriteJson(new { folder, resumedAt = run.ResumedAt, record });
            return ExitCode.Done;
        }
        report.Write(Output.Console);
        Console.WriteLine($"Written: {folder} (report.html, learning-curve.svg, training.json). Try it: praxis generate {Path.GetRelativePath(Environment.CurrentDirectory, folder)} \"{(configuration.Model.IsMasked ? $"the {MaskedTokens.Mask} of God" : "In the beginning")}\"");
        return ExitCode.Done;
    }

    private static TrainingTexts Texts(TrainingConfiguration configuration)
    {
        if (configuration.Corpus is null) return TrainingTexts.Read(configuration);
        var english = EnglishCorpus.Load(DataFolder.Find());
        return new TrainingTexts([english.Train], [english.Validation], [english.Test]);
    }

    private static Dictionary<string, string> Overrides(ParseResult parsed)
    {
        var overrides = new Dictionary<string, string>();
        foreach (var pair in parsed.GetValue(Set) ?? [])
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at)) throw new UserException($"--set {pair}: write section.key=value, such as --set optimizer.warmup=20.");
            overrides[pair[..at].Trim()] = pair[(at + 1)..].Trim();
        }
        Add("training.steps", parsed.GetValue(Steps));
        Add("training.batch", parsed.GetValue(Batch));
        Add("training.seed", parsed.GetValue(Seed));
        Add("optimizer.learning_rate", parsed.GetValue(LearningRate));
        Add("output.folder", parsed.GetValue(ModelFolder) is { } folder ? Path.GetFullPath(folder) : null);
        return overrides;

        void Add(string key, object? value)
        {
            if (value is not null) overrides[key] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }
    }

    private static string MachineInWords()
    {
        var machine = Machine.Read();
        return $"{machine.Processor}, {machine.Cores} cores, {Numbers.Short(machine.MemoryGigabytes)} GB, {machine.System}, {machine.Runtime}, linear algebra by {Backend.Name}";
    }
}
