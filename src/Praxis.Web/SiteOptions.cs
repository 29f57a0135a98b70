using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Web;

/// <summary>What the site stands on.</summary>
public sealed record SiteOptions
{
    /// <summary>The store, opened with <see cref="PraxisSite.Modules"/>, its catalogue filled.</summary>
    public required PraxisStore Store { get; init; }

    /// <summary>The rooms.</summary>
    public required PaperLibrary Library { get; init; }

    /// <summary>The studies that can be run.</summary>
    public required StudyIndex Studies { get; init; }

    /// <summary>The methods that take a reader's own input; none by default.</summary>
    public ToolIndex Tools { get; init; } = new();

    /// <summary>The families' benches; none by default.</summary>
    public BenchIndex Benches { get; init; } = new();

    /// <summary>
    /// Where the site listens; port 0 for any free one. On a loopback address only requests that name a loopback host are
    /// answered, so that no foreign page can reach the site through a name that it lets point here.
    /// </summary>
    public string Address { get; init; } = "http://127.0.0.1:5080";

    /// <summary>
    /// Whether others than the reader at this machine come to the site, so that the limits of <see cref="Limits"/> on runs and forms
    /// apply; null to take it from the address, which is public unless it is a loopback one.
    /// </summary>
    public bool? IsPublic { get; init; }

    /// <summary>The http or https address under which readers know the site, for links in mails and for cookies; <see cref="Address"/> by default.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>Whether readers may make accounts for themselves, as far as the admin's setting in the store lets them too.</summary>
    public bool AllowSignUp { get; init; } = true;

    /// <summary>The limits on accounts, on what people write, and on visitors' runs.</summary>
    public PeopleLimits Limits { get; init; } = new();

    /// <summary>Where mail to readers goes; by default there is none, and the admin makes links by hand.</summary>
    public IMailOutbox Mail { get; init; } = new NoMailOutbox();

    /// <summary>The server through which mail goes; then <see cref="Mail"/> is not used, digests are sent, and readers can subscribe. Null for none.</summary>
    public SmtpSettings? Smtp { get; init; }

    /// <summary>When, from midnight (UTC), the day's digests are made.</summary>
    public TimeOnly DigestTime { get; init; } = new(5, 0);

    /// <summary>Where the admin's page asks for a submitted paper's title, abstract and authors; null for nowhere.</summary>
    public IPaperMetadata? PaperMetadata { get; init; }
}
