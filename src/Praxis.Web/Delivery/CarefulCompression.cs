using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Praxis.Web.Accounts;

namespace Praxis.Web.Delivery;

/// <summary>
/// Compresses what holds no secret. From the length of a compressed page that shows a secret beside what an attacker can choose, the secret can be guessed (BREACH): so pages of signed-in readers, pages
/// of accounts and answers to tokens go out as they are. A form's token on other pages is encrypted anew each time and gives nothing to guess.
/// </summary>
internal sealed class CarefulCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
{
    /// <inheritdoc/>
    public override bool ShouldCompressResponse(HttpContext context) =>
        (IsAsset(context) || !IsPrivate(context)) && base.ShouldCompressResponse(context);

    private static bool IsAsset(HttpContext context) => context.Request.Path.StartsWithSegments("/assets", StringComparison.OrdinalIgnoreCase);

    private static bool IsPrivate(HttpContext context) =>
        CurrentReader.IsSignedIn(context)
        || !StringValues.IsNullOrEmpty(context.Request.Headers.Authorization)
        || context.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);
}
