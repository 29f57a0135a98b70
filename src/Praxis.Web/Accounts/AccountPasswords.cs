using Microsoft.AspNetCore.Identity;
using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>Passwords: what they must be, and the hash that is stored in their place.</summary>
public static class AccountPasswords
{
    // Letters that are not mistaken for each other when they are read from a screen.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int GeneratedLength = 20;

    private static readonly PasswordHasher<object> Hasher = new();

    /// <summary>The hash to be stored: PBKDF2 with HMAC-SHA512, a salt of its own and 100,000 rounds.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Letters, password);

    /// <summary>What is wrong with a password, or null.</summary>
    /// <param name="password">The password.</param>
    /// <param name="name">The account's name, which the password must not be.</param>
    public static string? Problem(string? password, string name) => password switch
    {
        null or { Length: < PeopleLimits.ShortestPassword } => $"A password has at least {PeopleLimits.ShortestPassword} characters; a few words are easy to remember and hard to guess.",
        { Length: > PeopleLimits.LongestPassword } => $"A password has at most {PeopleLimits.LongestPassword} characters.",
        _ when password.Distinct().Count() < 4 => "A password needs at least four different characters.",
        _ when password.Contains(name, StringComparison.OrdinalIgnoreCase) && password.Length < name.Length + PeopleLimits.ShortestPassword / 2 => "A password must not be the name with a little added.",
        _ => null,
    };

    /// <summary>A random password with about 99 bits.</summary>
    public static string New() => System.Security.Cryptography.RandomNumberGenerator.GetString(Letters, GeneratedLength);
}
