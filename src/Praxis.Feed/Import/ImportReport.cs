using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Praxis.Feed;

/// <summary>
/// What an import did. Every paper that a page shows is counted once: <see cref="Read"/> is the sum of <see cref="Matched"/>,
/// <see cref="Added"/>, <see cref="Unchanged"/> and the rejected ones. Importing a page a second time leaves everything unchanged.
/// </summary>
public sealed record ImportReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How many papers were found on the page, readable or not.</summary>
    public required int Read { get; init; }

    /// <summary>Papers that were known before and have gained something: a day in the feed, an abstract, a date, comments.</summary>
    public required int Matched { get; init; }

    /// <summary>Papers that were not known and are now papers without a room.</summary>
    public required int Added { get; init; }

    /// <summary>Papers of which everything on the page was known already.</summary>
    public required int Unchanged { get; init; }

    /// <summary>What could not be read, in the order of the page.</summary>
    public required IReadOnlyList<RejectedEntry> Rejected { get; init; }

    /// <summary>What was read, in the order of the page.</summary>
    public required IReadOnlyList<ImportedEntry> Entries { get; init; }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);
}

/// <summary>A paper as it was read from a page.</summary>
public sealed record ImportedEntry
{
    /// <summary>The title as shown.</summary>
    public required string Title { get; init; }

    /// <summary>The day of publication, or null when the page does not show it.</summary>
    public required DateOnly? Published { get; init; }

    /// <summary>The number of authors, or null when the page does not show it.</summary>
    public required int? Authors { get; init; }

    /// <summary>The organisation, or null when the page shows none.</summary>
    public required FeedOrganisation? Organisation { get; init; }

    /// <summary>The number of comments; 0 when the page shows none.</summary>
    public required int Comments { get; init; }

    /// <summary>The length of the abstract in Unicode characters.</summary>
    public required int AbstractChars { get; init; }

    /// <summary>The slug of the catalogue's paper that the title matches, or null when none does: the paper has no room.</summary>
    public required string? Slug { get; init; }

    /// <summary>The slug under which the paper is found, with or without a room.</summary>
    [JsonIgnore]
    public string Address { get; init; } = "";
}
