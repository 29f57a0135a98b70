namespace Praxis.Feed;

/// <summary>What a failed delivery means for the mail.</summary>
public enum SmtpOutcome
{
    /// <summary>Another try may succeed: the server is not there, stalls, is busy, or does not let us in.</summary>
    TryAgain,

    /// <summary>The server refused this mail for good, but not because of its address.</summary>
    MailRefused,

    /// <summary>The server knows no such address or takes no mail for it.</summary>
    AddressRefused,
}

/// <summary>A mail was not delivered.</summary>
/// <param name="outcome">What that means.</param>
/// <param name="message">Why, in one line without any secret.</param>
/// <param name="isDoubtful">Whether the whole mail was handed over and only the answer is missing: the server may have it.</param>
/// <param name="inner">What lay beneath.</param>
public sealed class SmtpException(SmtpOutcome outcome, string message, bool isDoubtful = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What that means.</summary>
    public SmtpOutcome Outcome { get; } = outcome;

    /// <summary>Whether the server may have the mail all the same.</summary>
    public bool IsDoubtful { get; } = isDoubtful;
}
