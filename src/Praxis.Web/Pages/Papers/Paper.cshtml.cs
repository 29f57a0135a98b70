using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;
using Praxis.Web.Rendering;
using Praxis.Web.Runs;

namespace Praxis.Web.Pages.Papers;

/// <summary>A paper: what is claimed, does it hold here, how do I know, how does it work, can I use it.</summary>
internal sealed class PaperModel(Catalogue catalogue, PaperSearch search, PaperLibrary library, StudyIndex studies, ToolIndex tools, BenchIndex benches, RunStore runs, RunDesk desk, SiteFace face) : PageModel
{
    private const int RunsShown = 20;

    public PaperLibrary Library => library;

    /// <summary>Whether the runs that are shown are those of many readers.</summary>
    public bool IsPublic => face.IsPublic;

    /// <summary>The entry, or null when there is no such paper.</summary>
    public CatalogueEntry? Entry { get; private set; }

    public Room? Room { get; private set; }

    public bool Runnable { get; private set; }

    /// <summary>The paper's method on a reader's own input, or null.</summary>
    public ITool? Tool { get; private set; }

    /// <summary>The inputs and options of <see cref="Tool"/>.</summary>
    public ToolOptions? ToolOptions { get; private set; }

    /// <summary>Whether the paper's family has a bench.</summary>
    public bool HasBench { get; private set; }

    public RunReport? Recorded { get; private set; }

    public bool RecordedIsCurrent { get; private set; }

    public string? RecordedError { get; private set; }

    /// <summary>The reader's newest finished run.</summary>
    public RunReport? Own { get; private set; }

    public long OwnId { get; private set; }

    public IReadOnlyList<RunRecord> History { get; private set; } = [];

    public IReadOnlyList<ClaimModel> Claims { get; private set; } = [];

    public IReadOnlyList<SourceFile> Sources { get; private set; } = [];

    /// <summary>The papers most like this one.</summary>
    public IReadOnlyList<CatalogueEntry> Similar { get; private set; } = [];

    public IReadOnlyList<CatalogueEntry> Nearest { get; private set; } = [];

    public string Slug { get; private set; } = "";

    [BindProperty]
    public RunForm Form { get; set; } = new();

    public string? FormError { get; private set; }

    public IActionResult OnGet(string slug)
    {
        Load(slug);
        return Answer();
    }

    public IActionResult OnPost(string slug)
    {
        Load(slug);
        if (Entry is null) return Answer();
        if (!Runnable) FormError = "This paper is not runnable yet.";
        else if (Form.Read(slug) is (var request, var error) && request is null) FormError = error;
        else
        {
            var (id, refusal) = desk.Ask(request!);
            if (id is not null) return RedirectToPage("/Runs/Run", new { id });
            FormError = refusal;
        }
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    private PageResult Answer()
    {
        var page = Page();
        if (Entry is null) page.StatusCode = StatusCodes.Status404NotFound;
        return page;
    }

    private void Load(string slug)
    {
        Slug = slug;
        Entry = catalogue.Find(slug);
        if (Entry is null)
        {
            Nearest = catalogue.Find(catalogue.Nearest(slug));
            return;
        }
        History = runs.List(slug, RunsShown);
        Similar = search.Similar(slug);
        Room = library.Find(slug);
        if (Room is null) return;

        Runnable = studies.Has(slug);
        Tool = tools.Has(slug) ? tools.Create(slug) : null;
        ToolOptions = Tool is null ? null : new ToolOptions(Tool.OptionsType);
        HasBench = Entry.Family is { } family && benches.Has(family);
        Sources = SourceFile.Of(Room);
        try
        {
            Recorded = RecordedRun.Read(Room);
            RecordedIsCurrent = Recorded?.Fingerprint == Room.Fingerprint();
        }
        catch (InvalidDataException e)
        {
            RecordedError = e.Message;
        }
        if (History.FirstOrDefault(run => run.State == RunState.Finished) is { } newest)
        {
            Own = runs.Report(newest.Id);
            OwnId = newest.Id;
        }
        Claims = [.. Room.Paper.Claims.Select(claim => new ClaimModel(claim, [.. Measurements(claim.Id)], Runnable))];
    }

    private IEnumerable<Measurement> Measurements(string claim)
    {
        if (Recorded?.Claims.FirstOrDefault(judged => judged.Id == claim) is { } recorded)
            yield return new Measurement("Recorded here", "#evidence", recorded);
        if (Own?.Claims.FirstOrDefault(judged => judged.Id == claim) is { } own)
            yield return new Measurement($"{(IsPublic ? "Newest run" : "Your run")} {OwnId}, {Own.Scale.ToString().ToLowerInvariant()}", $"/runs/{OwnId}", own);
    }
}
