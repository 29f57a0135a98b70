using Praxis.Feed;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Accounts;

/// <summary>The mails about accounts.</summary>
internal sealed class SiteMail(IMailOutbox outbox, AccountTable accounts, AccountLinks links, SiteFace face, PeopleLimits limits)
{
    /// <summary>Whether mail can be sent.</summary>
    public bool IsConfigured => outbox.IsConfigured;

    /// <summary>Sends a link that confirms an address; the account has the address once it was followed.</summary>
    public void AskToConfirm(Account account, string address)
    {
        if (accounts.FindByEmail(address) is { } owner && owner.Id != account.Id)
        {
            outbox.Add(new OutgoingMail(address, "Praxis: your mail address was given for another account",
                $"Somebody gave this address for a second account, {account.Name}, at {face.Address}.\n\nIt belongs to your account {owner.Name} already, and stays there. You need do nothing.\n"));
            return;
        }
        var token = links.Make(account.Id, LinkPurpose.Email, address);
        outbox.Add(new OutgoingMail(address, "Praxis: confirm your mail address",
            $"Hello {account.Name},\n\nconfirm that this is your address by opening\n\n{face.Link($"/account/email?t={token}")}\n\nThe link works once, within {Life}. If you did not ask for it, do nothing.\n"));
    }

    /// <summary>Sends a link for a new password to the account's confirmed address; without one nothing is sent.</summary>
    public void SendReset(Account account)
    {
        // An address that an earlier version took and that no mail reaches is as good as none.
        if (account.Email is not { } address || account.IsBlocked || !MailText.IsAddress(address)) return;
        var token = links.Make(account.Id, LinkPurpose.Password);
        outbox.Add(new OutgoingMail(address, "Praxis: a new password",
            $"Hello {account.Name},\n\nset a new password by opening\n\n{face.Link($"/account/reset?t={token}")}\n\nThe link works once, within {Life}. If you did not ask for it, do nothing: your password stays as it is.\n"));
    }

    private string Life => limits.Link.TotalMinutes >= 120 ? $"{limits.Link.TotalHours:0} hours" : $"{limits.Link.TotalMinutes:0} minutes";
}
