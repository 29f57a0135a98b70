using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>Mail addresses as a form takes them: those to which the outbox sends, and no others.</summary>
internal static class MailAddress
{
    /// <summary>What is wrong with an address, or null.</summary>
    public static string? Problem(string? address) => MailText.IsAddress(address) ? null : "That is no mail address; write one such as ada@example.org.";
}
