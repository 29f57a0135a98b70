using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using Praxis.Web.Rendering;

namespace Praxis.Web.Pages.People;

/// <summary>Submit a paper by its arXiv number or address.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.Write)]
internal sealed class SubmitModel(Submissions submissions, CurrentReader reader) : PageModel
{
    public IReadOnlyList<Submission> Own { get; private set; } = [];

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? PaperTitle { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public string? Error { get; private set; }

    /// <summary>The paper, when the catalogue has it already.</summary>
    public string? Known { get; private set; }

    public void OnGet() => Own = submissions.Of(reader.Id!.Value);

    public IActionResult OnPost()
    {
        (What, PaperTitle, Note) = (TypedText.Line(What), TypedText.Line(PaperTitle), TypedText.Line(Note));
        var arxiv = ArxivNumber.Read(What);
        var address = arxiv is null && What.Length <= PeopleLimits.LongestAddress ? WebLink.Of(What) : null;
        Known = arxiv is null ? null : submissions.Known(arxiv);
        Error = arxiv is null && address is null ? "Give an arXiv number such as 2401.01234, or an address that begins with https://."
            : PaperTitle.Length > PeopleLimits.LongestTitle ? $"A title has at most {PeopleLimits.LongestTitle} characters."
            : Note.Length > PeopleLimits.LongestNote ? $"A note has at most {PeopleLimits.LongestNote} characters."
            : Known is not null ? "This paper is here already."
            : submissions.IsWaiting(arxiv, address) ? "This paper waits for the admin already."
            : !submissions.Add(reader.Id!.Value, arxiv, address, PaperTitle, Note) ? $"{PeopleLimits.MostOpenSubmissions} submissions of yours wait already, which is the most."
            : null;
        if (Error is null) return Redirect("/submit");
        OnGet();
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}
