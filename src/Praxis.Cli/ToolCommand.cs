using System.CommandLine;
using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>The command of one tool, made from its options record.</summary>
internal static class ToolCommand
{
    public static Command Create(string slug, ITool tool)
    {
        var declared = new DeclaredOptions(new ToolOptions(tool.OptionsType));
        var output = new Option<string?>("--output", "-o") { Description = "File for the result, in the format of its ending (.csv, .tsv, .npy, .npz, .mtx); further results are written beside it as FILE.name.csv", HelpName = "FILE" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that are there already" };
        var seed = new Option<long>("--seed") { Description = "Seed of the random numbers: the same input and seed give the same result", HelpName = "S", DefaultValueFactory = _ => 1 };
        var html = new Option<string?>("--html") { Description = "Also write the report as one self-contained HTML file", HelpName = "FILE" };
        var json = Output.JsonOption();
        var command = new Command(slug, tool.Says);
        declared.AddTo(command);
        foreach (var option in new Option[] { output, overwrite, seed, html, json }) command.Options.Add(option);
        HelpExamples.Add(command, string.Join('\n', tool.Examples.Select(example => $"praxis use {slug} {example}")));
        command.SetAction(Session.Action((session, parsed, cancel) =>
        {
            var room = session.Room(slug);
            var (inputs, options) = declared.Read(parsed);
            var target = parsed.GetValue(output) is { } path ? new ResultFiles(path, inputs, parsed.GetValue(overwrite)) : null;
            ToolReport report;
            using (var progress = RunProgress.Start(slug))
                report = ToolErrors.InReadersWords(() => tool.Use(options, new ToolContext { Slug = slug, Seed = parsed.GetValue(seed), Progress = progress }, cancel));
            var written = target?.Write(report.Outputs) ?? [];
            if (parsed.GetValue(html) is { } page) Output.WriteFile(page, ToolHtmlReport.Write(room.Paper, $"praxis use {slug} {string.Join(' ', inputs)}", report));
            if (parsed.GetValue(json))
            {
                Output.WriteJson(new { slug, seed = parsed.GetValue(seed), report.Headline, report.Guarantee, report.Measures, report.Tables, report.Remarks, written });
                return Task.FromResult(ExitCode.Done);
            }
            ToolConsoleReport.Write(Output.Console, report);
            foreach (var file in written) Console.WriteLine($"Written: {file}");
            if (written.Count == 0 && report.Outputs.Count > 0)
                Console.WriteLine($"Nothing is kept yet: add -o FILE for {string.Join(", ", report.Outputs.Select(result => result.Says))}.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}
