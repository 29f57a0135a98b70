using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Admin;

/// <summary>Papers that readers submitted: the admin fills in what is missing and takes or refuses them.</summary>
[Authorize(AccountPolicies.Admin)]
internal sealed class AdminSubmissionsModel(Submissions submissions, IEnumerable<IPaperMetadata> metadata) : PageModel
{
    public IReadOnlyList<Submission> Waiting { get; private set; } = [];

    /// <summary>Whether a paper's title, abstract and authors can be asked for.</summary>
    public bool CanAsk => metadata.Any();

    /// <summary>The submission whose form is shown filled in.</summary>
    public long Filled { get; private set; }

    public SubmittedPaper? Paper { get; private set; }

    public string? Error { get; private set; }

    public void OnGet() => Waiting = submissions.Open();

    public async Task<IActionResult> OnPostAskAsync(long id, CancellationToken cancel)
    {
        if (submissions.Find(id) is not { State: "open", Arxiv: { } arxiv }) return NotFound();
        foreach (var source in metadata)
            if (Paper is null) Paper = await source.FindAsync(arxiv, cancel);
        Filled = id;
        if (Paper is null) Error = $"Nothing could be learnt about arXiv:{arxiv}; type it in.";
        OnGet();
        return Page();
    }

    public IActionResult OnPostAccept(long id, string? title, string? summary, string? authors, string? published)
    {
        var paper = new SubmittedPaper
        {
            Title = TypedText.Line(title),
            Abstract = TypedText.Lines(summary),
            Authors = TypedText.Line(authors) is { Length: > 0 } names ? names : null,
            Published = DateOnly.TryParseExact(published, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        };
        Error = paper.Title.Length is 0 or > PeopleLimits.LongestTitle ? $"A paper needs a title of at most {PeopleLimits.LongestTitle} characters."
            : paper.Abstract.Length > PeopleLimits.LongestAbstract ? $"An abstract has at most {PeopleLimits.LongestAbstract:N0} characters."
            : paper.Authors is { Length: > PeopleLimits.LongestAbstract } ? "The authors' names are too long."
            : !string.IsNullOrWhiteSpace(published) && paper.Published is null ? "Write the day as 2026-01-31, or leave it empty."
            : null;
        if (Error is null)
        {
            submissions.Accept(id, paper);
            return Redirect("/admin/submissions");
        }
        return Again(id, paper);
    }

    public IActionResult OnPostRefuse(long id, string? answer)
    {
        var says = TypedText.Line(answer);
        if (says.Length > PeopleLimits.LongestNote)
        {
            Error = $"An answer has at most {PeopleLimits.LongestNote} characters.";
            return Again(id, null);
        }
        submissions.Refuse(id, says);
        return Redirect("/admin/submissions");
    }

    private PageResult Again(long id, SubmittedPaper? paper)
    {
        (Filled, Paper) = (id, paper);
        OnGet();
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}
