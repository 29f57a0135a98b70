using System.Globalization;
using Microsoft.AspNetCore.Identity;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Accounts;

/// <summary>ASP.NET Core Identity over the accounts of the store.</summary>
/// <remarks>Counts and locks are written at once and one by one, not with the whole user, so that tries at the same moment are all counted.</remarks>
internal sealed class SiteUserStore(AccountTable accounts) : IUserPasswordStore<SiteUser>, IUserLockoutStore<SiteUser>
{
    private static readonly IdentityErrorDescriber Errors = new();

    public Task<IdentityResult> CreateAsync(SiteUser user, CancellationToken cancellationToken)
    {
        user.Account = accounts.Add(user.Name, user.PasswordHash);
        return Task.FromResult(user.Account is null ? IdentityResult.Failed(Errors.DuplicateUserName(user.Name)) : IdentityResult.Success);
    }

    public Task<IdentityResult> UpdateAsync(SiteUser user, CancellationToken cancellationToken)
    {
        // Only a hash that was renewed comes here; passwords are set by the accounts themselves, which end the sessions too.
        if (user.PasswordHash is { } hash && hash != user.Account!.PasswordHash) accounts.RenewHash(user.Account.Id, hash);
        return Task.FromResult(IdentityResult.Success);
    }

    public Task<IdentityResult> DeleteAsync(SiteUser user, CancellationToken cancellationToken) =>
        Task.FromResult(accounts.Remove(user.Account!.Id) ? IdentityResult.Success : IdentityResult.Failed(Errors.DefaultError()));

    public Task<SiteUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(long.TryParse(userId, CultureInfo.InvariantCulture, out var id) && accounts.Find(id) is { } account ? SiteUser.Of(account) : null);

    public Task<SiteUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult(accounts.Find(normalizedUserName) is { } account ? SiteUser.Of(account) : null);

    public Task<string> GetUserIdAsync(SiteUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Account?.Id.ToString(CultureInfo.InvariantCulture) ?? "");

    public Task<string?> GetUserNameAsync(SiteUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(SiteUser user, string? userName, CancellationToken cancellationToken)
    {
        user.Name = userName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedUserNameAsync(SiteUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    // The accounts have their own key for a name.
    public Task SetNormalizedUserNameAsync(SiteUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetPasswordHashAsync(SiteUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(SiteUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(SiteUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(SiteUser user, CancellationToken cancellationToken) => Task.FromResult(user.LockedUntil);

    public Task SetLockoutEndDateAsync(SiteUser user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        accounts.Lock(user.Account!.Id, lockoutEnd);
        user.LockedUntil = lockoutEnd;
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(SiteUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Failures = accounts.Fail(user.Account!.Id));

    public Task ResetAccessFailedCountAsync(SiteUser user, CancellationToken cancellationToken)
    {
        accounts.ClearFailures(user.Account!.Id);
        user.Failures = 0;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(SiteUser user, CancellationToken cancellationToken) => Task.FromResult(user.Failures);

    public Task<bool> GetLockoutEnabledAsync(SiteUser user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(SiteUser user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // Connections are opened and closed by each question.
    }
}
