using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Web;

/// <summary>What the site stands on.</summary>
public sealed record SiteOptions
{
    /// <summary>The store, opened with <see cref="RunStore.Module"/>, <see cref="Catalogue.Module"/> and <see cref="PaperSearch.Module"/>, its catalogue filled.</summary>
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
}
