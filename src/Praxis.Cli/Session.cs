using System.CommandLine;
using System.CommandLine.Completions;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Learning;
using Praxis.Papers.Theory.Kaprekar;
using Praxis.Web;

namespace Praxis.Cli;

/// <summary>What the commands share: the data folder, the store, the rooms. Everything is opened only when a command asks for it.</summary>
internal sealed class Session
{
    /// <summary>--data, known to every command.</summary>
    public static readonly Option<DirectoryInfo?> DataOption = new("--data")
    {
        Description = "Folder of the store (else PRAXIS_DATA, else the user's folder for application data)",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Lazy<ToolIndex> AllTools = new(() => new ToolIndex(typeof(KaprekarStudy).Assembly));

    private static readonly Lazy<BenchIndex> AllBenches = new(() => new BenchIndex(typeof(KaprekarStudy).Assembly));

    private readonly Lazy<PraxisStore> _store;
    private readonly Lazy<PaperLibrary> _library = new(() => PaperLibrary.Load(PaperLibrary.FindFolder()));
    private readonly Lazy<StudyIndex> _studies = new(() => new StudyIndex(typeof(KaprekarStudy).Assembly));

    private readonly Lazy<Catalogue> _catalogue;

    private readonly Lazy<PaperSearch> _search;

    private readonly Lazy<DataFolder> _data;
    private readonly string _folder;

    private Session(ParseResult parsed)
    {
        _folder = parsed.GetValue(DataOption)?.FullName ?? PraxisStore.DefaultFolder();
        _data = new(() => DataFolder.Find(_folder));
        _store = new(() => PraxisStore.Open(_folder, [.. PraxisSite.Modules]));
        _catalogue = new(() =>
        {
            var catalogue = new Catalogue(Store);
            catalogue.Fill(PaperLibrary.FindFolder(), StudySource.Of(typeof(KaprekarStudy).Assembly));
            return catalogue;
        });
        _search = new(() =>
        {
            FillCatalogue();
            return new PaperSearch(Store);
        });
    }

    /// <summary>Whether a command line may be about a command: it names it, or asks for completions, where the line is one word.</summary>
    public static bool MayBeAbout(string command, IEnumerable<string> args) =>
        args.Any(word => word == command || word.StartsWith("[suggest", StringComparison.Ordinal));

    /// <summary>The methods that take a reader's own input.</summary>
    public static ToolIndex Tools => AllTools.Value;

    /// <summary>The families' benches.</summary>
    public static BenchIndex Benches => AllBenches.Value;

    public PraxisStore Store => _store.Value;

    /// <summary>The data folder.</summary>
    public string Folder => _folder;

    public PaperLibrary Library => _library.Value;

    public StudyIndex Studies => _studies.Value;

    /// <summary>The data sets, bundled and added.</summary>
    public DataFolder Data => _data.Value;

    /// <summary>The data sets in the reader's folder.</summary>
    public AddedData AddedData => AddedData.In(_folder);

    public RunStore Runs => new(Store);

    /// <summary>The accounts of the site.</summary>
    public Accounts Accounts => new(Store);

    /// <summary>The catalogue, with the rooms' newest text.</summary>
    public Catalogue Catalogue => _catalogue.Value;

    /// <summary>The search over the catalogue.</summary>
    public PaperSearch Search => _search.Value;

    /// <summary>Brings the rooms' newest text into the catalogue.</summary>
    public void FillCatalogue() => _ = _catalogue.Value;

    /// <summary>Completion of slugs on the command line.</summary>
    public static IEnumerable<CompletionItem> CompleteSlugs(CompletionContext context) =>
        PaperLibrary.Files(PaperLibrary.FindFolder())
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!))
            .Where(slug => slug.StartsWith(context.WordToComplete, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(slug => new CompletionItem(slug));

    /// <summary>The room of a slug the reader typed.</summary>
    /// <exception cref="UserException">There is none; the message suggests the nearest.</exception>
    public Room Room(string slug) => Library.Find(slug) ?? throw Unknown(slug);

    /// <summary>An unknown slug, with the nearest ones.</summary>
    public UserException Unknown(string slug)
    {
        var nearest = Catalogue.Nearest(slug);
        return new UserException(nearest.Count > 0
            ? $"There is no paper '{slug}'. Did you mean {string.Join(", ", nearest)}?"
            : $"There is no paper '{slug}'. 'praxis papers list' shows them all.");
    }

    /// <summary>Runs a command's action and turns every error into a message and an exit code.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> Action(Func<Session, ParseResult, CancellationToken, Task<int>> action) =>
        async (parsed, cancel) =>
        {
            try
            {
                return await action(new Session(parsed), parsed, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Stopped.");
                return ExitCode.Stopped;
            }
            catch (Exception e) when (e is UserException or ToolException or LearningException or StoreException or PaperFileException or FeedException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"praxis: {e.Message}");
                return ExitCode.Failed;
            }
            catch (Exception e) when (Environment.GetEnvironmentVariable("PRAXIS_DEBUG") is null or "")
            {
                await Console.Error.WriteLineAsync($"praxis: {e.Message} ({e.GetType().Name}; set PRAXIS_DEBUG=1 for the whole trace)");
                return ExitCode.Failed;
            }
        };
}

/// <summary>An error that the reader can mend; the message says how.</summary>
internal sealed class UserException(string message) : Exception(message);

/// <summary>What the program returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something went wrong; the message is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Stopped = 130;
}
