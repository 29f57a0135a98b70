using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Every limit on accounts and on what people write.</summary>
public sealed record PeopleLimits
{
    /// <summary>The shortest password.</summary>
    public const int ShortestPassword = 10;

    /// <summary>The longest password; hashing a longer one would cost more than it guards.</summary>
    public const int LongestPassword = 200;

    /// <summary>The longest comment in characters.</summary>
    public const int LongestComment = 5_000;

    /// <summary>The longest reason, note or answer in characters.</summary>
    public const int LongestNote = 500;

    /// <summary>The longest name of a list, an author or a followed search in characters.</summary>
    public const int LongestName = 120;

    /// <summary>The longest title of a paper in characters.</summary>
    public const int LongestTitle = 300;

    /// <summary>The longest abstract in characters.</summary>
    public const int LongestAbstract = 5_000;

    /// <summary>The longest address of a page in characters.</summary>
    public const int LongestAddress = 300;

    /// <summary>The longest mail address in characters, as SMTP has it.</summary>
    public const int LongestEmail = 254;

    /// <summary>How many people one comment tells of itself.</summary>
    public const int MostMentions = 10;

    /// <summary>Reading lists of one account.</summary>
    public const int MostLists = 50;

    /// <summary>Papers of one reading list.</summary>
    public const int MostPapersInList = 2_000;

    /// <summary>Follows of one account.</summary>
    public const int MostFollows = 200;

    /// <summary>Claims of authorship of one account that wait for an answer.</summary>
    public const int MostOpenClaims = 10;

    /// <summary>Submissions of one account that wait for an answer.</summary>
    public const int MostOpenSubmissions = 10;

    /// <summary>Wrong passwords in a row after which an account rests.</summary>
    public int Failures { get; init; } = 8;

    /// <summary>How long an account rests after too many wrong passwords.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a sign-in lasts that is not used.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a link from a mail or from the admin can be used.</summary>
    public TimeSpan Link { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Tries to sign in from one address in a minute.</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>New accounts from one address in an hour, on a public site.</summary>
    public int SignUpsPerHour { get; init; } = 5;

    /// <summary>Links asked for from one address in an hour, on a public site.</summary>
    public int LinksPerHour { get; init; } = 5;

    /// <summary>Votes, comments and all other changes of one account in a minute, on a public site.</summary>
    public int WritesPerMinute { get; init; } = 30;

    /// <summary>What a reader without an account may run on a public site.</summary>
    public RunAllowance Visitor { get; init; } = new(1, Scale.Small, 10, 10, 2);

    /// <summary>What a reader with an account may run on a public site; the admin may run everything.</summary>
    public RunAllowance Member { get; init; } = new(3, Scale.Full, 40, 60, 15);
}

/// <summary>What one reader may run on a public site.</summary>
/// <param name="Waiting">Runs that wait or are at work at the same time.</param>
/// <param name="Largest">The largest scale.</param>
/// <param name="Seeds">The most seeds of a run.</param>
/// <param name="MinutesADay">Minutes of running in 24 hours.</param>
/// <param name="MinutesARun">Minutes after which a run is stopped.</param>
public sealed record RunAllowance(int Waiting, Scale Largest, int Seeds, double MinutesADay, double MinutesARun);
