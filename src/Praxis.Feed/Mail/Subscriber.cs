using System.Text.Json;

namespace Praxis.Feed;

/// <summary>How often a subscriber gets a digest.</summary>
public enum DigestRhythm
{
    /// <summary>Every day on which there is something to tell.</summary>
    Daily,

    /// <summary>Every Monday.</summary>
    Weekly,
}

/// <summary>What a subscriber wants to hear of; with neither family nor search it is every paper.</summary>
/// <param name="Families">Families by their folder's names.</param>
/// <param name="Searches">Searches by their words (hostile).</param>
public sealed record DigestTopics(IReadOnlyList<string> Families, IReadOnlyList<string> Searches)
{
    /// <summary>Every paper.</summary>
    public static DigestTopics Everything { get; } = new([], []);

    /// <summary>Whether it is every paper.</summary>
    public bool IsEverything => Families.Count == 0 && Searches.Count == 0;

    /// <summary>The topics of a form: each once, not too many, not too long.</summary>
    public static DigestTopics Of(IEnumerable<string> families, IEnumerable<string> searches)
    {
        string[] known = [.. families.Select(family => MailText.Line(family)).Where(family => family.Length is > 0 and <= MailLimits.LongestSearch).Distinct(StringComparer.Ordinal).Take(MailLimits.MostTopics)];
        string[] words = [.. searches.Select(search => MailText.Line(search, MailLimits.LongestSearch)).Where(search => search.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Take(MailLimits.MostTopics - known.Length)];
        return new DigestTopics(known, words);
    }

    internal string ToJson() => JsonSerializer.Serialize(this);

    internal static DigestTopics FromJson(string json) => JsonSerializer.Deserialize<DigestTopics>(json) ?? Everything;
}

/// <summary>Somebody who has confirmed that digests are wanted.</summary>
/// <param name="Id">The number; never given to another.</param>
/// <param name="Email">The address.</param>
/// <param name="Rhythm">How often.</param>
/// <param name="Topics">Of what.</param>
/// <param name="Covered">Up to which second papers that came here have been told.</param>
/// <param name="Confirmed">When it was confirmed, in seconds since 1970.</param>
public sealed record Subscriber(long Id, string Email, DigestRhythm Rhythm, DigestTopics Topics, long Covered, long Confirmed);

/// <summary>What somebody asked for in the form.</summary>
/// <param name="Email">The address.</param>
/// <param name="Rhythm">How often.</param>
/// <param name="Topics">Of what.</param>
public sealed record SubscriptionRequest(string Email, DigestRhythm Rhythm, DigestTopics Topics);
