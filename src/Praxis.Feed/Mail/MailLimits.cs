namespace Praxis.Feed;

/// <summary>Every limit on subscriptions and on mail.</summary>
public static class MailLimits
{
    /// <summary>Families and searches of one subscription.</summary>
    public const int MostTopics = 50;

    /// <summary>The longest search of a subscription in characters.</summary>
    public const int LongestSearch = 120;

    /// <summary>Mails that ask one address whether it wants to subscribe, in 24 hours; of more nothing is sent.</summary>
    public const int RequestsADay = 3;

    /// <summary>Papers shown in one digest; of the others the digest says how many.</summary>
    public const int MostPapers = 20;

    /// <summary>Papers that are considered for one digest, the newest.</summary>
    public const int MostNew = 5_000;

    /// <summary>Claims shown with their intervals for one paper.</summary>
    public const int MostClaims = 4;

    /// <summary>Entries of an Atom or JSON feed.</summary>
    public const int MostFeedEntries = 50;

    /// <summary>The longest line of a server's answer in bytes.</summary>
    public const int LongestReplyLine = 2_048;

    /// <summary>The most lines of a server's answer.</summary>
    public const int MostReplyLines = 100;

    /// <summary>What is kept of a server's reason in characters.</summary>
    public const int LongestReason = 300;

    /// <summary>How long the link that confirms a subscription works.</summary>
    public static readonly TimeSpan RequestLife = TimeSpan.FromHours(48);

    /// <summary>How long one step of the talk with a server may take.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(60);

    /// <summary>How long the delivery of one mail may take.</summary>
    public static readonly TimeSpan Delivery = TimeSpan.FromMinutes(4);

    /// <summary>After this time a mail that was being sent belongs to a process that is gone; longer than <see cref="Delivery"/>.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long a digest is tried.</summary>
    public static readonly TimeSpan DigestLife = TimeSpan.FromDays(3);

    /// <summary>How long a mail with a link is tried.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromHours(4);

    /// <summary>How long an address that was refused for good gets nothing, not even what somebody asks for.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromDays(30);

    /// <summary>How long what became of a mail is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    /// <summary>The waits after the first, second, … failure; the last one after all others.</summary>
    public static IReadOnlyList<TimeSpan> Waits { get; } =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(8)];

    /// <summary>The wait after so many failures, 1 or more.</summary>
    public static TimeSpan Wait(int failures) => Waits[Math.Clamp(failures, 1, Waits.Count) - 1];
}
