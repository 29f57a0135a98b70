using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>Who asks for this page.</summary>
internal sealed class CurrentReader(IHttpContextAccessor http)
{
    private const string SessionClaim = "session";

    private static readonly object Place = new();

    private sealed record SignedIn(Account Account, string Session);

    private SignedIn? Who => http.HttpContext?.Items[Place] as SignedIn;

    /// <summary>The reader's account as it is now in the store, or null without one.</summary>
    public Account? Account => Who?.Account;

    /// <summary>The account's number, or null.</summary>
    public long? Id => Account?.Id;

    /// <summary>Whether the reader decides for others.</summary>
    public bool IsAdmin => Account?.IsAdmin == true;

    /// <summary>The key of the reader's session, or null.</summary>
    public string? Session => Who?.Session;

    /// <summary>Whether a request is that of a reader with an account.</summary>
    public static bool IsSignedIn(HttpContext context) => context.Items[Place] is SignedIn;

    /// <summary>The session that a cookie claims to be.</summary>
    public static string? SessionOf(ClaimsPrincipal? principal) => principal?.FindFirstValue(SessionClaim);

    /// <summary>What the rest of the program sees of a reader. It is made anew for each request, so that nothing in it is older than the store.</summary>
    public static ClaimsPrincipal Principal(HttpContext context, Account account, string session)
    {
        context.Items[Place] = new SignedIn(account, session);
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, account.Id.ToString(CultureInfo.InvariantCulture)),
            new(ClaimTypes.Name, account.Name),
            new(SessionClaim, session),
        ];
        if (account.IsAdmin) claims.Add(new(ClaimTypes.Role, AccountPolicies.Admin));
        return new(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme));
    }
}

/// <summary>The names of what a page may ask of its reader.</summary>
internal static class AccountPolicies
{
    /// <summary>The reader decides for others.</summary>
    public const string Admin = "admin";
}
