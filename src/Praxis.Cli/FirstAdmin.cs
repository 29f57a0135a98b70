using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Cli;

/// <summary>The account that is there from the first start of the site.</summary>
internal static class FirstAdmin
{
    private const string Name = "admin";

    /// <summary>
    /// Makes the admin's account when there is no account at all, and returns what to tell whoever started the site. A password is
    /// made and shown only on a terminal: what is redirected may end in a log, and no password shall.
    /// </summary>
    public static string? Make(Accounts accounts)
    {
        if (accounts.Any()) return null;
        if (Console.IsOutputRedirected)
            return accounts.Add(Name, passwordHash: null, isAdmin: true) is null ? null
                : $"The account {Name} was made for you. It has no password yet: 'praxis accounts password {Name}' sets one.";
        var password = AccountPasswords.New();
        return accounts.Add(Name, AccountPasswords.Hash(password), isAdmin: true) is null ? null
            : $"The account {Name} was made for you. Its password, shown only now: {password} ('praxis accounts password {Name}' sets another.)";
    }
}
