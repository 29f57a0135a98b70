using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using Praxis.Web.Accounts.Comments;
using CommentTable = Praxis.Feed.Comments;

namespace Praxis.Web.Pages.People;

/// <summary>All that was said about a paper.</summary>
[EnableRateLimiting(RateLimits.Write)]
internal sealed class CommentsModel(Catalogue catalogue, Discussion discussion, CommentTable comments, CurrentReader reader) : PageModel
{
    private const int LastPageOfAll = 1_000_000;

    public CatalogueEntry Entry { get; private set; } = null!;

    public DiscussionPart Part { get; private set; } = null!;

    public CommentForm Form { get; private set; } = null!;

    /// <summary>The comment that is answered, when its answer had to be shown again.</summary>
    public Comment? Answered { get; private set; }

    public bool CanWrite => reader.Account is not null;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public long? ReplyTo { get; set; }

    public int LastPage => Math.Max(1, (Part.Total + Discussion.ThreadsOnAPage - 1) / Discussion.ThreadsOnAPage);

    public IActionResult OnGet(string slug)
    {
        if (catalogue.Find(slug) is not { } entry) return NotFound();
        Entry = entry;
        Number = Math.Clamp(Number, 1, LastPageOfAll);
        Part = discussion.Of(slug, Discussion.ThreadsOnAPage, (Number - 1) * Discussion.ThreadsOnAPage);
        Form = new CommentForm(slug);
        return Page();
    }

    public IActionResult OnPost(string slug)
    {
        if (reader.Id is not { } account) return Challenge();
        if (OnGet(slug) is not PageResult page) return NotFound();
        var (text, problem) = CommentText.Read(Text);
        if (problem is null)
        {
            if (comments.Add(slug, account, text, ReplyTo, CommentText.Mentions(text)) is { } id) return Redirect(discussion.Address(comments.Find(id)!));
            problem = "The comment you answer is no longer there.";
            ReplyTo = null;
        }
        Answered = ReplyTo is { } answered && comments.Find(answered) is { } found && found.Slug == slug ? found : null;
        Form = new CommentForm(slug, text, problem, Answered?.Id);
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}
