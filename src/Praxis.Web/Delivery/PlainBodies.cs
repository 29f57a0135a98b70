using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Praxis.Web.Delivery;

/// <summary>Refuses requests with a compressed body: nothing here unpacks one, so that a small body is never a large one, and whoever sends it is told rather than misread.</summary>
internal sealed class PlainBodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var encoding = context.Request.Headers.ContentEncoding;
        if (StringValues.IsNullOrEmpty(encoding) || encoding == "identity") return next(context);
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        context.Response.Headers.AcceptEncoding = "identity";
        return Task.CompletedTask;
    }
}
