namespace Praxis.Web.Accounts;

/// <summary>How the site stands in the world.</summary>
/// <param name="IsPublic">Whether others than the reader at this machine come here, so that limits apply.</param>
/// <param name="Address">The address under which readers know the site, without a slash at its end. Never taken from a request.</param>
internal sealed record SiteFace(bool IsPublic, string Address)
{
    /// <summary>A link for a mail.</summary>
    public string Link(string path) => Address + path;
}
