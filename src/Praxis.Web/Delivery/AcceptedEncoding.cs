using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Praxis.Web.Delivery;

/// <summary>The one encoding in which a browser gets an answer, of those that it takes.</summary>
internal static class AcceptedEncoding
{
    private static readonly string[] Ours = ["br", "gzip"];

    /// <summary>Chooses, and leaves only the choice in the request, so that whatever compresses later does the same; empty for none.</summary>
    public static string Settle(HttpRequest request)
    {
        var asked = request.Headers.AcceptEncoding;
        if (StringValues.IsNullOrEmpty(asked)) return "";
        var taken = request.GetTypedHeaders().AcceptEncoding;
        var chosen = Ours.FirstOrDefault(ours => taken.Any(one => one.Value.Equals(ours, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0));
        if (chosen is null) request.Headers.Remove("Accept-Encoding");
        else request.Headers.AcceptEncoding = chosen;
        return chosen ?? "";
    }
}
