using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Admin;

/// <summary>Claims of authorship that wait.</summary>
[Authorize(AccountPolicies.Admin)]
internal sealed class ClaimsModel(AuthorClaims claims) : PageModel
{
    public IReadOnlyList<AuthorClaim> Claims { get; private set; } = [];

    public void OnGet() => Claims = claims.Open();

    public IActionResult OnPost(long id, bool confirm)
    {
        claims.Decide(id, confirm);
        return Redirect("/admin/claims");
    }
}
