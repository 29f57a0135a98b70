using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Runs;

namespace Praxis.Web.Pages.Runs;

/// <summary>One run: its progress while it is at work, then its report.</summary>
internal sealed class RunModel(RunStore runs, RunQueue queue, RunDesk desk, RunVisits visits, PaperLibrary library, StudyIndex studies) : PageModel
{
    public RunRecord Run { get; private set; } = null!;

    public Paper? Paper { get; private set; }

    public RunReport? Report { get; private set; }

    /// <summary>Where the run stands now, while it has not ended.</summary>
    public RunEvent? Now { get; private set; }

    /// <summary>0 at work, 1 the next, …; −1 when another process runs it.</summary>
    public int Position { get; private set; } = -1;

    /// <summary>Whether this reader may stop the run.</summary>
    public bool MayCancel { get; private set; }

    /// <summary>The minutes after which the run was stopped because it took longer than its reader may, or null.</summary>
    public double? StoppedAfter { get; private set; }

    /// <summary>Why the run was not begun again.</summary>
    public string? Refusal { get; private set; }

    public bool CanRunAgain => studies.Has(Run.Slug);

    public IReadOnlyList<ClaimModel> Claims { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (runs.Find(id) is not { } run) return NotFound();
        Load(run);
        if (!run.HasEnded)
        {
            await foreach (var now in queue.Follow(id, cancel))
            {
                Now = now;
                break;
            }
        }
        return Page();
    }

    private void Load(RunRecord run)
    {
        Run = run;
        Paper = library.Find(run.Slug)?.Paper;
        MayCancel = desk.MayCancel(run.Id);
        if (!run.HasEnded)
        {
            Position = queue.Position(run.Id);
            return;
        }
        StoppedAfter = visits.StoppedAfter(run.Id);
        Report = runs.Report(run.Id);
        if (Report is not null && Paper is not null)
            Claims = [.. Report.Claims.Select(judged => new ClaimModel(
                Paper.Claims.FirstOrDefault(claim => claim.Id == judged.Id) ?? Gone(judged), [new Measurement("This run", null, judged)], true))];
    }

    public IActionResult OnPostCancel(long id)
    {
        if (runs.Find(id) is null) return NotFound();
        if (!desk.MayCancel(id)) return Forbid();
        queue.Cancel(id);
        return RedirectToPage(new { id });
    }

    public IActionResult OnPostAgain(long id)
    {
        if (runs.Find(id) is not { } run || !studies.Has(run.Slug) || library.Find(run.Slug) is null) return NotFound();
        var (again, refusal) = desk.Ask(new RunRequest(run.Slug, run.Scale, run.Seeds));
        if (again is not null) return RedirectToPage(new { id = again });
        Refusal = refusal;
        Load(run);
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    // A claim that paper.md stated when the run was made, and no longer does.
    private static Claim Gone(ClaimJudgement judged) => new()
    {
        Id = judged.Id,
        Says = "The paper's page no longer states this claim.",
        Published = "no longer stated",
        PaperUsed = "no longer stated",
        Reach = judged.Reach,
        ReachBecause = "no longer stated",
    };
}
