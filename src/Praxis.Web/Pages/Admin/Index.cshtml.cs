using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Admin;

/// <summary>What waits for the admin, and the site's settings.</summary>
[Authorize(AccountPolicies.Admin)]
internal sealed class AdminModel(PeopleSettings settings, SignUpRule rule) : PageModel
{
    public bool SignUpIsOpen => settings.SignUpIsOpen;

    public bool SignUpIsAllowed => rule.IsAllowed;

    public IActionResult OnPostSignUp(bool open)
    {
        settings.SignUpIsOpen = open;
        return Redirect("/admin");
    }
}
