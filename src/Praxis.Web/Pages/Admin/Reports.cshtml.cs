using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;
using CommentTable = Praxis.Feed.Comments;

namespace Praxis.Web.Pages.Admin;

/// <summary>Comments that readers have reported.</summary>
[Authorize(AccountPolicies.Admin)]
internal sealed class ReportsModel(CommentReports reports, CommentTable comments) : PageModel
{
    public IReadOnlyList<CommentReport> Reports { get; private set; } = [];

    public void OnGet() => Reports = reports.Open();

    public IActionResult OnPostRemove(long comment)
    {
        comments.RemoveAsAdmin(comment);
        return Redirect("/admin/reports");
    }

    public IActionResult OnPostKeep(long comment)
    {
        reports.Settle(comment);
        return Redirect("/admin/reports");
    }
}
