using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>Everything the site holds of the reader's account, as a file.</summary>
[Authorize]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DataModel(AccountData data, CurrentReader reader) : PageModel
{
    public IActionResult OnGet() => data.Json(reader.Id!.Value) is { } json ? File(json, "application/json", $"praxis-{reader.Account!.Name}.json") : NotFound();
}
