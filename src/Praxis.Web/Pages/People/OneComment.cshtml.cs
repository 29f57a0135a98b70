using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using Praxis.Web.Accounts.Comments;
using CommentTable = Praxis.Feed.Comments;

namespace Praxis.Web.Pages.People;

/// <summary>One comment, and what its reader may do with it: answer, change, remove, report.</summary>
[EnableRateLimiting(RateLimits.Write)]
internal sealed class OneCommentModel(CommentTable comments, CommentReports reports, Catalogue catalogue, Discussion discussion, CurrentReader reader) : PageModel
{
    public Comment Comment { get; private set; } = null!;

    public string Title { get; private set; } = "";

    public string Place { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    public bool IsOwn => Comment.Account is not null && Comment.Account == reader.Id;

    public bool MayRemove => IsOwn || reader.IsAdmin;

    public bool IsSignedIn => reader.Account is not null;

    /// <summary>What the reader is about to do: reply, edit, remove or report.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Do { get; set; }

    public bool IsReported { get; private set; }

    public string? Text { get; private set; }

    public string? Error { get; private set; }

    public IActionResult OnGet(long id)
    {
        if (comments.Find(id) is not { } comment || catalogue.Find(comment.Slug) is not { } entry) return NotFound();
        Comment = comment;
        Title = entry.Title;
        Place = discussion.Address(comment);
        Names = discussion.Names([comment]);
        if (Do is not null && reader.Account is null) return Challenge();
        return Page();
    }

    public IActionResult OnPostEdit(long id, string? text)
    {
        if (Refuse(id) is { } refused) return refused;
        if (!IsOwn) return Forbid();
        (Text, Error) = CommentText.Read(text);
        if (Error is null && comments.Edit(id, reader.Id!.Value, Text, CommentText.Mentions(Text))) return Redirect(Place);
        return Again("edit", Error ?? "The comment is no longer there.");
    }

    public IActionResult OnPostRemove(long id)
    {
        if (Refuse(id) is { } refused) return refused;
        if (!MayRemove) return Forbid();
        if (IsOwn) comments.RemoveOwn(id, reader.Id!.Value);
        else comments.RemoveAsAdmin(id);
        return Redirect($"/papers/{Comment.Slug}#discussion");
    }

    public IActionResult OnPostReport(long id, string? reason)
    {
        if (Refuse(id) is { } refused) return refused;
        var why = TypedText.Line(reason);
        if (IsOwn || Comment.Removed is not null) return NotFound();
        if (why.Length is 0 or > PeopleLimits.LongestNote)
        {
            Text = why;
            return Again("report", why.Length == 0 ? "Say in a few words what is wrong with it." : $"At most {PeopleLimits.LongestNote} characters.");
        }
        reports.Add(id, reader.Id!.Value, why);
        (IsReported, Do) = (true, null);
        return Page();
    }

    private IActionResult? Refuse(long id)
    {
        if (reader.Account is null) return Challenge();
        return OnGet(id) is PageResult ? null : NotFound();
    }

    private PageResult Again(string what, string error)
    {
        (Do, Error) = (what, error);
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}
