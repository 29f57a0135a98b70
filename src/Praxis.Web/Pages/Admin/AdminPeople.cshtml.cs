using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Pages.Admin;

/// <summary>The accounts: shut out, let in, make a link for a new password.</summary>
[Authorize(AccountPolicies.Admin)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class AdminPeopleModel(AccountTable accounts, AccountLinks links, CurrentReader reader, SiteFace face) : PageModel
{
    private const int AccountsOnAPage = 50;
    private const int LastPage = 100_000;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Account> Accounts { get; private set; } = [];

    public bool HasMore { get; private set; }

    /// <summary>A link for a new password, shown once to hand it on.</summary>
    public string? Link { get; private set; }

    public string? LinkFor { get; private set; }

    public string? Error { get; private set; }

    public long Own => reader.Id!.Value;

    public void OnGet()
    {
        Number = Math.Clamp(Number, 1, LastPage);
        var found = accounts.List(Query, AccountsOnAPage + 1, (Number - 1) * AccountsOnAPage);
        HasMore = found.Count > AccountsOnAPage;
        Accounts = [.. found.Take(AccountsOnAPage)];
    }

    public IActionResult OnPostReset(long id)
    {
        if (accounts.Find(id) is not { IsBlocked: false } account) return NotFound();
        (Link, LinkFor) = (face.Link($"/account/reset?t={links.Make(id, LinkPurpose.Password)}"), account.Name);
        OnGet();
        return Page();
    }

    public IActionResult OnPostBlock(long id, bool block)
    {
        if (accounts.Find(id) is null) return NotFound();
        if (!accounts.SetBlocked(id, block)) Error = "An admin is not shut out; take the rights away first.";
        OnGet();
        return Page();
    }

    public IActionResult OnPostAdmin(long id, bool admin)
    {
        if (accounts.Find(id) is null) return NotFound();
        if (!accounts.SetAdmin(id, admin)) Error = "The last admin stays one.";
        else if (id == Own && !admin) return Redirect("/");
        OnGet();
        return Page();
    }
}
