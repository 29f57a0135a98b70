using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What a subscriber's link is for.</summary>
public enum SubscriberLink
{
    /// <summary>See and change the subscription.</summary>
    Manage,

    /// <summary>End it.</summary>
    Unsubscribe,
}

/// <summary>
/// The signed links of every digest: a number, and what nobody can make who has not this store's key. They need no row and do not grow old; one made to unsubscribe does
/// not open the page that shows the subscription.
/// </summary>
/// <param name="store">The store, opened with <see cref="MailTables.Module"/>.</param>
public sealed class SubscriberLinks(PraxisStore store)
{
    private const int KeyBytes = 32;
    private readonly Lazy<byte[]> _key = new(() => ReadKey(store));

    /// <summary>The token of a subscriber's link.</summary>
    public string Make(long subscriber, SubscriberLink purpose)
    {
        var number = subscriber.ToString(CultureInfo.InvariantCulture);
        return $"{number}.{Sign(number, purpose)}";
    }

    /// <summary>The subscriber whose link a token is; null when it was not made here for this purpose. The subscription may be over.</summary>
    public long? Read(string? token, SubscriberLink purpose)
    {
        if (token is not { Length: <= 100 } || token.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 1) return null;
        var number = token[..dot];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token[(dot + 1)..]), Encoding.UTF8.GetBytes(Sign(number, purpose))) ? id : null;
    }

    private string Sign(string number, SubscriberLink purpose) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{purpose}:{number}")).AsSpan(0, 20));

    private static byte[] ReadKey(PraxisStore store)
    {
        using var connection = store.Connect();
        connection.Execute("INSERT INTO mail_keys (name, key) VALUES ('links', @key) ON CONFLICT (name) DO NOTHING", new { key = RandomNumberGenerator.GetBytes(KeyBytes) });
        return connection.QuerySingle<byte[]>("SELECT key FROM mail_keys WHERE name = 'links'");
    }
}
