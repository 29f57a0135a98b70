using System.CommandLine;
using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Training;
using Spectre.Console;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis models</c>: the bundled language models.</summary>
internal static class ModelsCommand
{
    // The weights are made by this program from texts that nobody owns, and are under its licence.
    private const string Licence = "MIT";

    public static Command Create()
    {
        var json = Output.JsonOption();
        var command = new Command("models", "List the bundled language models: size, perplexity and bits per byte on text they did not see, licence.") { json };
        command.SetAction(Session.Action((_, parsed, _) =>
        {
            var models = BundledModels.Names.Select(Read).ToList();
            if (parsed.GetValue(json)) Output.WriteJson(models);
            else Write(models);
            return Task.FromResult(ExitCode.Done);
        }));
        HelpExamples.Add(command, """
            praxis models
            praxis generate llama-4m "In the beginning"
            """);
        return command;
    }

    private static void Write(List<BundledModel> models)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("model", "type", "parameters", "size", "perplexity", "bits per byte", "best n-gram", "licence");
        foreach (var model in models)
            table.AddRow(
                new Text(model.Name),
                new Text(model.Type ?? ""),
                new Text(model.Parameters is { } parameters ? Numbers.Short(parameters) : "not trained yet"),
                new Text(model.Bytes is { } bytes ? $"{Numbers.Fixed(bytes / 1e6, 1)} MB" : ""),
                new Text(model.Perplexity is { } perplexity ? Numbers.Fixed(perplexity, 1) + (model.BitsPerByte is null ? "*" : "") : ""),
                new Text(model.BitsPerByte is { } bits ? Numbers.Fixed(bits, 3) : ""),
                new Text(model.BaselineBitsPerByte is { } baseline ? Numbers.Fixed(baseline, 3) : ""),
                new Text(model.Licence));
        Output.Console.Write(table);
        Console.WriteLine("Perplexity is per token, and with bits per byte measured on the whole validation text; the n-gram's are the bits per byte of the best order.");
        if (models.Any(model => model is { Perplexity: not null, BitsPerByte: null })) Console.WriteLine("* of hidden tokens, guessed from both sides: not comparable with the others.");
        if (models.Count == 0) Console.WriteLine($"There are none in {BundledModels.Folder}.");
    }

    private static BundledModel Read(string name)
    {
        var folder = Path.Combine(BundledModels.Folder, name);
        var recorded = Path.Combine(folder, TrainingRecord.FileName);
        var record = File.Exists(recorded) ? TrainingRecord.Read(recorded) : null;
        var trained = File.Exists(Path.Combine(folder, ModelConfiguration.FileName));
        return new BundledModel(
            name,
            record?.ModelType ?? (trained ? ModelConfiguration.Read(Path.Combine(folder, ModelConfiguration.FileName)).ModelType : null),
            record?.Parameters,
            trained ? Directory.EnumerateFiles(folder, "*.safetensors").Sum(file => new FileInfo(file).Length) : null,
            record?.Scores[0].Perplexity,
            record?.Scores[0].BitsPerByte,
            record?.Baselines.Where(baseline => baseline.IsBest).Select(baseline => baseline.Scores[0].BitsPerByte).Min(),
            Licence);
    }

    private sealed record BundledModel(string Name, string? Type, long? Parameters, long? Bytes, double? Perplexity, double? BitsPerByte, double? BaselineBitsPerByte, string Licence);
}
