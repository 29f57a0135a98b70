using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>Checks a name and a password, and begins and ends sessions.</summary>
internal sealed class SignIn(SignInManager<SiteUser> identity, AccountSessions sessions, CurrentReader reader)
{
    private static readonly Lazy<string> SomeHash = new(() => AccountPasswords.Hash("a password that nobody has"));

    /// <summary>
    /// The account, or null: whether the name, the password or the time was wrong is not said, and an unknown name takes as long as
    /// a wrong password.
    /// </summary>
    public async Task<Account?> CheckAsync(string? name, string? password)
    {
        if (password is { Length: > PeopleLimits.LongestPassword } || string.IsNullOrEmpty(password) || AccountName.Problem(name?.Trim()) is not null)
        {
            Waste("");
            return null;
        }
        var user = await identity.UserManager.FindByNameAsync(name!.Trim());
        if (user?.Account is null or { IsBlocked: true } || user.PasswordHash is null)
        {
            Waste(password);
            return null;
        }
        var result = await identity.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (result.IsLockedOut) Waste(password);
        return result.Succeeded ? user.Account : null;
    }

    /// <summary>Begins a session with a new key; one that the browser had before ends, whoever it belonged to.</summary>
    public async Task BeginAsync(HttpContext context, Account account, bool remember)
    {
        if (reader.Session is { } before) sessions.Close(before);
        var principal = CurrentReader.Principal(context, account, sessions.Open(account.Id));
        await context.SignInAsync(IdentityConstants.ApplicationScheme, principal, new AuthenticationProperties { IsPersistent = remember });
    }

    /// <summary>Ends the reader's session here and in the store: a cookie that was copied is worth nothing after it.</summary>
    public async Task EndAsync(HttpContext context)
    {
        if (reader.Session is { } key) sessions.Close(key);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private void Waste(string password) =>
        identity.UserManager.PasswordHasher.VerifyHashedPassword(new SiteUser { Name = "" }, SomeHash.Value, password);
}
