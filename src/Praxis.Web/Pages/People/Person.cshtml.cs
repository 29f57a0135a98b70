using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts.Comments;
using AccountTable = Praxis.Feed.Accounts;
using CommentTable = Praxis.Feed.Comments;

namespace Praxis.Web.Pages.People;

/// <summary>What everyone sees of a reader.</summary>
internal sealed class PersonModel(AccountTable accounts, CommentTable comments, Discussion discussion, Catalogue catalogue) : PageModel
{
    private const int CommentsShown = 20;

    public Account Account { get; private set; } = null!;

    public IReadOnlyList<Comment> Comments { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    public IActionResult OnGet(string name)
    {
        if (AccountName.Problem(name) is not null || accounts.Find(name) is not { } account) return NotFound();
        Account = account;
        if (account.IsBlocked) return Page();
        Comments = comments.Of(account.Id, CommentsShown);
        Names = discussion.Names(Comments);
        return Page();
    }

    /// <summary>The title of a paper, or its slug.</summary>
    public string Title(string slug) => catalogue.Find(slug)?.Title ?? slug;
}
