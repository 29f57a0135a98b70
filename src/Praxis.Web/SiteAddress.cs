using System.Net;

namespace Praxis.Web;

/// <summary>Where the site listens.</summary>
/// <param name="Url">The address as the server takes it.</param>
/// <param name="IsLoopback">Whether only this machine can reach it.</param>
internal sealed record SiteAddress(string Url, bool IsLoopback)
{
    public static SiteAddress Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
            throw new ArgumentException($"'{address}' is no address to listen on; write one such as http://127.0.0.1:5080.", nameof(address));
        var host = uri.Host.Trim('[', ']');
        var loopback = host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
        return new(address, loopback);
    }
}
