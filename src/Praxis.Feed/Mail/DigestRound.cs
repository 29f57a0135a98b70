namespace Praxis.Feed;

/// <summary>Writes what a digest says.</summary>
public interface IDigestWriter
{
    /// <summary>Writes a digest.</summary>
    /// <param name="subscriber">Whose.</param>
    /// <param name="day">Its day.</param>
    /// <param name="papers">Its papers, in order; at least one.</param>
    DigestContent Write(Subscriber subscriber, DateOnly day, IReadOnlyList<CatalogueEntry> papers);
}

/// <summary>Makes the digests that are due: each once for a subscriber and a day, into the outbox.</summary>
/// <param name="subscriptions">The subscribers.</param>
/// <param name="outbox">The outbox.</param>
/// <param name="catalogue">The papers.</param>
/// <param name="search">Which papers belong to a topic.</param>
/// <param name="writer">Writes them.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class DigestRound(Subscriptions subscriptions, Outbox outbox, Catalogue catalogue, TopicSearch search, IDigestWriter writer, TimeProvider? clock = null)
{
    /// <summary>Makes the digests that are due on this day (UTC).</summary>
    /// <returns>How many mails were put into the outbox.</returns>
    public int Run(CancellationToken cancel = default)
    {
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        // The last second is not over: what comes within it belongs to the next digest.
        var until = now.ToUnixTimeSeconds() - 1;
        var made = 0;
        var due = subscriptions.All().Where(subscriber => IsDue(subscriber, today)).ToList();
        // What has just been imported must be found.
        if (due.Any(subscriber => subscriber.Topics.Searches.Count > 0)) search.Update(cancel);
        foreach (var subscriber in due)
        {
            cancel.ThrowIfCancellationRequested();
            var papers = Papers(subscriber.Topics, search.Came(subscriber.Covered, until, MailLimits.MostNew));
            var content = papers.Count == 0 ? null : writer.Write(subscriber, today, papers);
            if (outbox.AddDigest(subscriber, today, until, papers.Count, content) && content is not null) made++;
        }
        return made;
    }

    /// <summary>The papers that a subscriber's next digest would have if it were made now.</summary>
    public IReadOnlyList<CatalogueEntry> Next(Subscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Papers(subscriber.Topics, search.Came(subscriber.Covered, (clock ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds(), MailLimits.MostNew));
    }

    /// <summary>Those of some papers that belong to topics, in their order.</summary>
    public IReadOnlyList<CatalogueEntry> Papers(DigestTopics topics, IReadOnlyList<string> slugs)
    {
        ArgumentNullException.ThrowIfNull(topics);
        var entries = catalogue.Find(slugs);
        if (topics.IsEverything) return entries;
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var words in topics.Searches) wanted.UnionWith(search.Among(words, [.. entries.Select(entry => entry.Slug)]));
        return [.. entries.Where(entry => wanted.Contains(entry.Slug) || (entry.Family is { } family && topics.Families.Contains(family)))];
    }

    // A weekly digest is Monday's; where nothing ran on Monday, it is made on the next day of the week. Who subscribes within a week waits for its end.
    private bool IsDue(Subscriber subscriber, DateOnly today)
    {
        var last = subscriptions.LastDigest(subscriber.Id);
        if (subscriber.Rhythm == DigestRhythm.Daily) return last is null || last < today;
        var monday = FeedSpan.Of(SpanLength.Week, today).First;
        var begun = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(subscriber.Confirmed).UtcDateTime);
        return begun < monday && (last is null || last < monday);
    }
}
