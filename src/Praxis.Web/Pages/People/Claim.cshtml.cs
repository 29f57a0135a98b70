using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.People;

/// <summary>Claim to be an author of a paper.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.Write)]
internal sealed class ClaimModel(Catalogue catalogue, AuthorClaims claims, CurrentReader reader) : PageModel
{
    public CatalogueEntry Entry { get; private set; } = null!;

    public AuthorClaim? Own { get; private set; }

    public IReadOnlyList<string> Authors { get; private set; } = [];

    [BindProperty]
    public string? Author { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public string? Error { get; private set; }

    public IActionResult OnGet(string slug)
    {
        if (catalogue.Find(slug) is not { } entry) return NotFound();
        Entry = entry;
        Own = claims.Find(slug, reader.Id!.Value);
        Authors = AuthorNames.Of(entry.Authors);
        return Page();
    }

    public IActionResult OnPost(string slug)
    {
        if (OnGet(slug) is not PageResult page) return NotFound();
        (Author, Note) = (TypedText.Line(Author), TypedText.Line(Note));
        Error = Author.Length is 0 or > PeopleLimits.LongestName ? "Say which of the authors you are."
            : Note.Length is 0 or > PeopleLimits.LongestNote ? $"Say in at most {PeopleLimits.LongestNote} characters how the admin can tell, such as a page of yours that links here."
            : !claims.Add(slug, reader.Id!.Value, Author, Note) ? $"You have a claim on this paper already, or {PeopleLimits.MostOpenClaims} that wait."
            : null;
        if (Error is null) return Redirect($"/papers/{slug}/claim");
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    public IActionResult OnPostTakeBack(string slug)
    {
        claims.TakeBack(slug, reader.Id!.Value);
        return Redirect($"/papers/{Uri.EscapeDataString(slug)}");
    }
}
