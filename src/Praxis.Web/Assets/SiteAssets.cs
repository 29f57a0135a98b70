using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Praxis.Lab.Figures;

namespace Praxis.Web.Assets;

/// <summary>The site's style, script and icon: embedded in the assembly, addressed by their content, kept by browsers for good.</summary>
internal sealed class SiteAssets
{
    private readonly Dictionary<string, Asset> _assets;

    private sealed record Asset(byte[] Content, string Type, string Version);

    public SiteAssets() => _assets = new(StringComparer.Ordinal)
    {
        ["praxis.css"] = Make(Read("praxis.css") + "\n" + SvgChart.StyleSheet, "text/css; charset=utf-8"),
        ["praxis.js"] = Make(Read("praxis.js"), "text/javascript; charset=utf-8"),
        ["search.js"] = Make(Read("search.js"), "text/javascript; charset=utf-8"),
        ["praxis.svg"] = Make(Read("praxis.svg"), "image/svg+xml"),
    };

    /// <summary>The address of an asset, which changes with its content.</summary>
    public string Address(string name) => $"/assets/{name}?v={_assets[name].Version}";

    public static void Map(IEndpointRouteBuilder site) => site.MapGet("/assets/{name}", (string name, HttpContext context, SiteAssets assets) =>
    {
        if (!assets._assets.TryGetValue(name, out var asset)) return Results.NotFound();
        // Only the address that names this content stays true for good.
        context.Response.Headers.CacheControl = context.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "public, no-cache";
        return Results.Bytes(asset.Content, asset.Type, entityTag: new($"\"{asset.Version}\"", isWeak: true));
    });

    private static Asset Make(string text, string type)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return new(content, type, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private static string Read(string name)
    {
        using var stream = typeof(SiteAssets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
