using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Praxis.Lab;
using Praxis.Numerics;
using Spectre.Console;

namespace Praxis.Cli;

/// <summary>Where the commands write.</summary>
internal static class Output
{
    private const int RedirectedWidth = 110;

    private static readonly JsonSerializerOptions Indented = new(LabJson.Plain)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>A console for people; it follows the terminal's width and colours, and is plain when it is redirected.</summary>
    public static IAnsiConsole Console { get; } = CreateConsole();

    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON for programs instead of text for people" };

    public static void WriteJson<T>(T value) => System.Console.WriteLine(JsonSerializer.Serialize(value, Indented));

    private static IAnsiConsole CreateConsole()
    {
        var plain = System.Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (System.Console.IsOutputRedirected) console.Profile.Width = RedirectedWidth;
        return console;
    }

    /// <summary>A name and a sentence that wraps under itself.</summary>
    public static Grid Entry(string name, string text)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { Width = 38, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        grid.AddRow(new Text(name), new Text(text));
        return grid;
    }

    /// <summary>Writes a file whole or not at all.</summary>
    public static void WriteFile(string path, string text)
    {
        AtomicFile.Write(FullPath(path), file => file.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The full path of a file to be written.</summary>
    /// <exception cref="UserException">There is no such folder.</exception>
    public static string FullPath(string path)
    {
        var full = Path.GetFullPath(path);
        return Directory.Exists(Path.GetDirectoryName(full)) ? full : throw new UserException($"There is no folder {Path.GetDirectoryName(full)} to write {Path.GetFileName(full)} into.");
    }
}
