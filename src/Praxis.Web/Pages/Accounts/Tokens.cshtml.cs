using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>The reader's tokens for programs.</summary>
[Authorize]
internal sealed class TokensModel(ApiTokens tokens, CurrentReader reader) : PageModel
{
    public IReadOnlyList<ApiToken> Tokens { get; private set; } = [];

    /// <summary>The token just made; it is never shown again.</summary>
    public string? Made { get; private set; }

    public string? Error { get; private set; }

    public void OnGet() => Tokens = tokens.Of(reader.Id!.Value);

    public IActionResult OnPost(string? label)
    {
        var name = TypedText.Line(label);
        if (name.Length is 0 or > ApiTokens.LongestLabel) Error = $"Give the token a name of at most {ApiTokens.LongestLabel} characters, such as the program's.";
        else if ((Made = tokens.Make(reader.Id!.Value, name)) is null) Error = $"An account has at most {ApiTokens.Most} tokens; take one back first.";
        OnGet();
        Response.Headers.CacheControl = "no-store";
        var page = Page();
        if (Error is not null) page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    public IActionResult OnPostRemove(long id)
    {
        tokens.Remove(reader.Id!.Value, id);
        return Redirect("/account/tokens");
    }
}
