using System.Globalization;
using Microsoft.AspNetCore.Http;
using Praxis.Web.Accounts;
using Praxis.Web.Delivery;

namespace Praxis.Web.Security;

/// <summary>Says to the browser what a page may do: load its own style, script and images, talk to its own site, nothing else.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, SiteFace face)
{
    public const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>What a browser offers to pages and these pages do not ask for.</summary>
    public const string Unused = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

    private static readonly string OnlySafe = string.Create(CultureInfo.InvariantCulture, $"max-age={DeliveryLimits.OnlySafe.TotalSeconds:0}");

    private readonly bool _isSafe = face.Address.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: an error handler clears what was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = Unused;
            if (_isSafe) headers.StrictTransportSecurity = OnlySafe;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (string.IsNullOrEmpty(headers.CacheControl)) headers.CacheControl = "no-cache";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
