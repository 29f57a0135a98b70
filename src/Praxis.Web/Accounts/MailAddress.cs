using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>Mail addresses as a form takes them: one plain address, nothing that could end a line of a mail's head.</summary>
internal static class MailAddress
{
    /// <summary>What is wrong with an address, or null.</summary>
    public static string? Problem(string address)
    {
        const string wrong = "That is no mail address; write one such as ada@example.org.";
        if (address.Length > PeopleLimits.LongestEmail) return wrong;
        var at = address.LastIndexOf('@');
        if (at < 1 || at == address.Length - 1) return wrong;
        foreach (var character in address)
            if (character <= ' ' || character == '\u007f' || char.IsControl(character) || char.IsWhiteSpace(character) || character is '<' or '>' or '"' or ',' or ';' or ':' or '\\' or '(' or ')')
                return wrong;
        var host = address[(at + 1)..];
        return address.IndexOf('@') == at && host.Contains('.') && !host.StartsWith('.') && !host.EndsWith('.') && !host.Contains("..", StringComparison.Ordinal) ? null : wrong;
    }
}
