namespace Praxis.Feed;

/// <summary>Takes mail that is to be sent: what is taken is stored, and is sent later.</summary>
public interface IMailOutbox
{
    /// <summary>Whether mail can be sent at all. Where it cannot, the admin makes links by hand.</summary>
    bool IsConfigured { get; }

    /// <summary>Takes a mail.</summary>
    void Add(OutgoingMail mail);
}

/// <summary>A mail to one reader.</summary>
/// <param name="To">The address; it has been checked to be one address without line breaks.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text, with its lines as they shall stand.</param>
public sealed record OutgoingMail(string To, string Subject, string Text);

/// <summary>No mail is configured.</summary>
public sealed class NoMailOutbox : IMailOutbox
{
    /// <inheritdoc/>
    public bool IsConfigured => false;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public void Add(OutgoingMail mail) => throw new InvalidOperationException("No mail is configured.");
}
