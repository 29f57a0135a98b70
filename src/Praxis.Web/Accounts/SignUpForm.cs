using Praxis.Feed;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Accounts;

/// <summary>Makes accounts for readers, where that is open.</summary>
internal sealed class SignUpForm(AccountTable accounts, PeopleSettings settings, SignUpRule rule, SiteMail mail)
{
    /// <summary>Whether readers may make accounts.</summary>
    public bool IsOpen => rule.IsAllowed && settings.SignUpIsOpen;

    /// <summary>Whether a mail address can be confirmed here.</summary>
    public bool TakesEmail => mail.IsConfigured;

    /// <summary>
    /// The new account, or what is wrong. A name is public, so that a taken one is told; a mail address is not, and whether another
    /// account has it is never told: it belongs to the account when its owner has followed the link that was sent there.
    /// </summary>
    public (Account? Account, string? Error) Add(string? name, string? password, string? email)
    {
        name = name?.Trim();
        if (AccountName.Problem(name) is { } badName) return (null, badName);
        if (AccountPasswords.Problem(password, name!) is { } badPassword) return (null, badPassword);
        var address = string.IsNullOrWhiteSpace(email) ? null : email.Trim();
        if (address is not null && MailAddress.Problem(address) is { } badAddress) return (null, badAddress);
        if (accounts.Add(name!, AccountPasswords.Hash(password!)) is not { } account) return (null, $"The name {name} is taken; choose another.");
        if (address is not null && mail.IsConfigured) mail.AskToConfirm(account, address);
        return (account, null);
    }
}
