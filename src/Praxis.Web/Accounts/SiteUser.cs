using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>An account as ASP.NET Core Identity handles it while a password is checked or set.</summary>
internal sealed class SiteUser
{
    /// <summary>The account; null for one that is being made.</summary>
    public Account? Account { get; set; }

    public required string Name { get; set; }

    public string? PasswordHash { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public static SiteUser Of(Account account) => new()
    {
        Account = account,
        Name = account.Name,
        PasswordHash = account.PasswordHash,
        Failures = account.Failures,
        LockedUntil = account.LockedUntil is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : null,
    };
}
