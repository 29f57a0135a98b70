using System.Net;
using System.Net.Sockets;

namespace Praxis.Feed;

/// <summary>
/// Which network addresses belong to the open internet. Everything else (this machine, its network, its provider's inner network, addresses without meaning) is not
/// for an address that a stranger may have chosen.
/// </summary>
internal static class PublicAddress
{
    // The special-purpose registries of RFC 6890 and its successors.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    public static bool Is(IPAddress address)
    {
        if (Embedded(address) is { } inner) return Is(inner);
        return !Special.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    // An IPv4 address written as an IPv6 one: mapped, compatible, translated (RFC 6052), 6to4.
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        byte[] bytes = address.GetAddressBytes();
        if (bytes is [0x00, 0x64, 0xff, 0x9b, ..]) return new IPAddress(bytes.AsSpan(12));
        if (bytes is [0x20, 0x02, ..]) return new IPAddress(bytes.AsSpan(2, 4));
        bool compatible = bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes.AsSpan(12, 3).IndexOfAnyExcept((byte)0) >= 0;
        return compatible ? new IPAddress(bytes.AsSpan(12)) : null;
    }
}
