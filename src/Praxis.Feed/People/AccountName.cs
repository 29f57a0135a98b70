namespace Praxis.Feed;

/// <summary>The rules for names of accounts: letters that cannot be mistaken for each other's, so that nobody passes for somebody else.</summary>
public static class AccountName
{
    /// <summary>The shortest name.</summary>
    public const int Shortest = 2;

    /// <summary>The longest name.</summary>
    public const int Longest = 30;

    /// <summary>Whether a character may stand in a name: ASCII letters, digits, hyphen and underscore.</summary>
    public static bool Allows(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Problem(string? name) =>
        name is null || name.Length is < Shortest or > Longest || !name.All(Allows) || !char.IsAsciiLetterOrDigit(name[0])
            ? $"A name has {Shortest} to {Longest} letters (a–z), digits, hyphens or underscores, and begins with a letter or digit."
            : null;

    /// <summary>Two names with the same key are the same name.</summary>
    public static string Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Trim().ToLowerInvariant();
    }
}
