namespace Praxis.Feed;

/// <summary>A reader's account.</summary>
public sealed record Account
{
    /// <summary>The account's number.</summary>
    public required long Id { get; init; }

    /// <summary>The name under which the reader writes.</summary>
    public required string Name { get; init; }

    /// <summary>The confirmed mail address, or null. Only its owner and the admin see it.</summary>
    public string? Email { get; init; }

    /// <summary>The hash of the password, or null for an account that cannot sign in before a password is set.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Whether the account may decide for others: reports, claims, submissions, accounts.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Whether the admin has shut the account out.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures { get; init; }

    /// <summary>Until when no password is taken, in seconds since 1970, or null.</summary>
    public long? LockedUntil { get; init; }

    /// <summary>When the account was made, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The newest paper, by its number in the store, that the reader has seen among those they follow.</summary>
    public long SeenPaper { get; init; }
}
