using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Praxis.Web.Accounts;

/// <summary>Where a request comes from, as far as limits are concerned.</summary>
internal static class VisitorAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The IPv4 address, or the /64 network of an IPv6 address, since one reader owns all of it.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes).ToString();
    }
}
