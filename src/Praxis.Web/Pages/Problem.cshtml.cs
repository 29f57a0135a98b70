using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Praxis.Web.Api;

namespace Praxis.Web.Pages;

/// <summary>What is shown when there is nothing to show: an unknown address, a refused form, a fault of the program.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ProblemModel : PageModel
{
    public int Code { get; private set; }

    public string Heading { get; private set; } = "";

    public string Cure { get; private set; } = "";

    public IActionResult OnGet() => Show(isReadable: true);

    public async Task<IActionResult> OnPostAsync() => Show(await IsReadableAsync());

    // Where a form could not be read, reading it again tells why it was refused: its token could not be read either.
    private async Task<bool> IsReadableAsync()
    {
        if (!Request.HasFormContentType) return true;
        try
        {
            await Request.ReadFormAsync();
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }

    private IActionResult Show(bool isReadable)
    {
        // From the address itself: where a form could not be read, nothing is bound.
        Code = int.TryParse(RouteData.Values["code"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 400 and < 600 ? code : 404;
        (Heading, Cure) = Code switch
        {
            404 => ("There is nothing at this address.", "It may be mistyped, or the run it names was deleted."),
            400 when !isReadable => ("The form could not be read.", "Something in it is no text, such as a NUL sign, or it has too many or too long fields. Type it anew and send it once more."),
            400 when HttpContext.Features.Get<IAntiforgeryValidationFeature>()?.Error is not null || HttpMethods.IsPost(Request.Method)
                => ("The form could not be taken.", "It was sent without its token: allow cookies for this site, open the page again and send it once more."),
            401 => ("Sign in first.", "This is for readers with an account."),
            403 => ("This is not for you.", "Only the admin of this site may come here. Sign in as the admin, or go back."),
            413 => ("That is too much.", "What was sent is larger than any form of this site."),
            415 => ("This cannot be read.", "The body is compressed, or of a kind that nothing here takes."),
            429 => ("Not so fast.", "Too many forms came from you in a short time. Wait a little and send it again; what you read is not counted."),
            >= 500 => ("Something went wrong here.", "The program's output says what. Nothing that was stored is lost."),
            _ => ($"{ReasonPhrases.GetReasonPhrase(Code)}.", "The request could not be understood."),
        };
        var asked = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
            ?? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        if (asked?.StartsWith("/api/", StringComparison.Ordinal) == true) return new JsonResult(new ApiError(Heading), ApiJson.Options) { StatusCode = Code };
        var page = Page();
        page.StatusCode = Code;
        return page;
    }
}
