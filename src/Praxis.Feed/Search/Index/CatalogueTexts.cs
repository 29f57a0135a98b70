using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Reads the texts of papers out of the catalogue, one by one.</summary>
internal sealed class CatalogueTexts : IDisposable
{
    private readonly SqliteCommand _paper;
    private readonly SqliteCommand _verdicts;

    public CatalogueTexts(SqliteConnection connection)
    {
        _paper = CatalogueReader.Command(connection, """
            SELECT c.slug, c.title, c.also_titled, c.authors, c.organisation_name, c.summary, r.claims, r.body, c.abstract, c.published, c.family, c.has_room
            FROM catalogue c LEFT JOIN search_rooms r ON r.slug = c.slug WHERE c.id = @id
            """, ("@id", 0L));
        _verdicts = CatalogueReader.Command(connection, "SELECT DISTINCT verdict FROM paper_verdicts WHERE slug = @slug AND verdict IS NOT NULL", ("@slug", ""));
    }

    /// <summary>A paper's texts, or null when it is gone.</summary>
    public IndexedText? Find(long id)
    {
        _paper.Parameters[0].Value = id;
        using var reader = _paper.ExecuteReader();
        if (!reader.Read()) return null;
        var slug = reader.GetString(0);
        var hasRoom = reader.GetBoolean(11);
        return new IndexedText
        {
            Id = id,
            // A room's slug is a name that people use; any other is the title once more.
            Title = $"{Text(1)} {Text(2)} {(hasRoom ? slug : "")}",
            Authors = $"{Text(3)} {Text(4)}",
            Summary = Text(5),
            Claims = Text(6),
            Body = Text(7),
            Abstract = Text(8),
            Day = PublicationDate.TryParse(Text(9), out var published) ? published.Earliest.DayNumber : 0,
            Family = reader.IsDBNull(10) ? null : reader.GetString(10),
            Verdicts = hasRoom ? Verdicts(slug) : 0,
        };

        string Text(int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
    }

    public void Dispose()
    {
        _paper.Dispose();
        _verdicts.Dispose();
    }

    private int Verdicts(string slug)
    {
        _verdicts.Parameters[0].Value = slug;
        using var reader = _verdicts.ExecuteReader();
        var verdicts = 0;
        while (reader.Read()) verdicts |= PaperTable.Bit(Enum.Parse<Verdict>(reader.GetString(0)));
        return verdicts;
    }
}
