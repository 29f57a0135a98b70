using System.Security.Cryptography;
using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What the admin has decided for the whole site.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
public sealed class PeopleSettings(PraxisStore store)
{
    private const string SignUp = "sign-up";
    private const string VisitorKey = "visitor-key";
    private const int KeyBytes = 32;

    /// <summary>Whether readers may make accounts for themselves; so it is until it is turned off.</summary>
    public bool SignUpIsOpen
    {
        get => Read(SignUp) != "off";
        set => Write(SignUp, value ? "on" : "off");
    }

    /// <summary>The key under which visitors' addresses are hashed before they are stored; made when it is first asked for.</summary>
    internal byte[] AddressKey()
    {
        using var connection = store.Connect();
        connection.Execute("INSERT OR IGNORE INTO people_settings (name, value) VALUES (@VisitorKey, @fresh)", new { VisitorKey, fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)) });
        return Convert.FromHexString(connection.ExecuteScalar<string>("SELECT value FROM people_settings WHERE name = @VisitorKey", new { VisitorKey })!);
    }

    private string? Read(string name)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<string?>("SELECT value FROM people_settings WHERE name = @name", new { name });
    }

    private void Write(string name, string value)
    {
        using var connection = store.Connect();
        connection.Execute("INSERT INTO people_settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", new { name, value });
    }
}
