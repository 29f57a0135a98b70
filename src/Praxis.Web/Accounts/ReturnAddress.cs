using Microsoft.AspNetCore.Mvc;

namespace Praxis.Web.Accounts;

/// <summary>Where a reader goes on after a form.</summary>
internal static class ReturnAddress
{
    /// <summary>The address when it is one of this site, else another one: a link to a form cannot lead elsewhere through it.</summary>
    public static string Of(IUrlHelper url, string? address, string otherwise = "/") =>
        url.IsLocalUrl(address) && !address!.StartsWith('~') && !address.Any(char.IsControl) ? address : otherwise;
}
