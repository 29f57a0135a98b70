namespace Praxis.Web.Rendering;

/// <summary>Addresses that a page may link to.</summary>
internal static class WebLink
{
    /// <summary>The address when it is one of the web, else null: no other scheme can be clicked.</summary>
    public static string? Of(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri.AbsoluteUri
            : null;

    /// <summary>The paper's page on arXiv.</summary>
    public static string Arxiv(string number) => $"https://arxiv.org/abs/{Uri.EscapeDataString(number)}";

    /// <summary>How an address is shown: without scheme and final slash.</summary>
    public static string Label(string address) => new Uri(address) is var uri ? $"{uri.Host}{uri.AbsolutePath}".TrimEnd('/') : address;
}
