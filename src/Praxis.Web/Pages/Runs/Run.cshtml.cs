using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Lab;
using Praxis.Web.Runs;

namespace Praxis.Web.Pages.Runs;

/// <summary>One run: its progress while it is at work, then its report.</summary>
internal sealed class RunModel(RunStore runs, RunQueue queue, PaperLibrary library, StudyIndex studies) : PageModel
{
    public RunRecord Run { get; private set; } = null!;

    public Paper? Paper { get; private set; }

    public RunReport? Report { get; private set; }

    /// <summary>Where the run stands now, while it has not ended.</summary>
    public RunEvent? Now { get; private set; }

    /// <summary>0 at work, 1 the next, …; −1 when another process runs it.</summary>
    public int Position { get; private set; } = -1;

    public bool CanRunAgain => studies.Has(Run.Slug);

    public IReadOnlyList<ClaimModel> Claims { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (runs.Find(id) is not { } run) return NotFound();
        Run = run;
        Paper = library.Find(run.Slug)?.Paper;
        if (!run.HasEnded)
        {
            Position = queue.Position(id);
            await foreach (var now in queue.Follow(id, cancel))
            {
                Now = now;
                break;
            }
            return Page();
        }
        Report = runs.Report(id);
        if (Report is not null && Paper is not null)
            Claims = [.. Report.Claims.Select(judged => new ClaimModel(
                Paper.Claims.FirstOrDefault(claim => claim.Id == judged.Id) ?? Gone(judged), [new Measurement("This run", null, judged)], true))];
        return Page();
    }

    public IActionResult OnPostCancel(long id)
    {
        if (runs.Find(id) is null) return NotFound();
        queue.Cancel(id);
        return RedirectToPage(new { id });
    }

    public IActionResult OnPostAgain(long id)
    {
        if (runs.Find(id) is not { } run || !studies.Has(run.Slug) || library.Find(run.Slug) is null) return NotFound();
        if (RunForm.IsFull(runs)) return RedirectToPage("/Runs/Index");
        return RedirectToPage(new { id = queue.Enqueue(new RunRequest(run.Slug, run.Scale, run.Seeds)) });
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
