using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Brings the rooms of a papers folder into the tables, in one transaction, when anything there has changed.</summary>
internal sealed class CatalogueFill(PraxisStore store, string papersFolder, StudySource? studies)
{
    private const string FingerprintName = "rooms";
    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(papersFolder));

    public bool Run()
    {
        using var connection = store.Connect();
        var fingerprint = Fingerprint();
        if (Filled(connection, null) == fingerprint) return false;

        // Everything is read before the store is locked: a room that cannot be read leaves the tables as they were.
        var library = PaperLibrary.Load(_folder);
        var index = studies?.Open();
        var verdicts = library.Rooms.ToDictionary(room => room.Paper.Slug, RecordedVerdicts.Read, StringComparer.Ordinal);
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Filled(connection, transaction) == fingerprint) return false;
        RemoveLostRooms(connection, transaction, library);
        foreach (var room in library.Rooms)
        {
            MakeWay(connection, transaction, room.Paper);
            WriteRoom(connection, transaction, room.Paper, index?.Has(room.Paper.Slug) ?? false);
        }
        WriteTitles(connection, transaction, library);
        WriteNotices(connection, transaction, library);
        WriteVerdicts(connection, transaction, verdicts);
        RoomTexts.Write(connection, transaction, library);
        connection.Execute(
            "INSERT INTO catalogue_state (name, value) VALUES (@FingerprintName, @fingerprint) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { FingerprintName, fingerprint }, transaction);
        transaction.Commit();
        return true;
    }

    // By hand and not by a mapper: this is all that an unchanged catalogue costs.
    private static string? Filled(SqliteConnection connection, SqliteTransaction? transaction)
    {
        using var command = CatalogueReader.Command(connection, "SELECT value FROM catalogue_state WHERE name = @name", ("@name", FingerprintName));
        command.Transaction = transaction;
        return (string?)command.ExecuteScalar();
    }

    // Names, sizes and times of the rooms' files, the studies' build and the builds of the code that reads them: no content.
    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{_folder}\n{studies?.Version}\n{typeof(CatalogueFill).Module.ModuleVersionId}\n{typeof(PaperFile).Module.ModuleVersionId}\n");
        foreach (var path in PaperLibrary.Files(_folder).Order(StringComparer.Ordinal))
        {
            AddFile(path);
            AddFile(RecordedVerdicts.PathBeside(path));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void AddFile(string path)
        {
            var file = new FileInfo(path);
            if (file.Exists) Add(string.Create(CultureInfo.InvariantCulture, $"{path}\t{file.Length}\t{file.LastWriteTimeUtc.Ticks}\n"));
        }

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    // A room that is gone leaves the paper behind when a page has shown it, and nothing otherwise.
    private static void RemoveLostRooms(SqliteConnection connection, SqliteTransaction transaction, PaperLibrary library)
    {
        foreach (var slug in connection.Query<string>("SELECT slug FROM papers WHERE has_room = 1", transaction: transaction).ToList())
        {
            if (library.Find(slug) is not null) continue;
            var title = connection.ExecuteScalar<string?>("SELECT title FROM feed_entries WHERE slug = @slug ORDER BY day DESC LIMIT 1", new { slug }, transaction);
            connection.Execute("DELETE FROM paper_titles WHERE slug = @slug", new { slug }, transaction);
            if (title is null)
            {
                connection.Execute("DELETE FROM papers WHERE slug = @slug", new { slug }, transaction);
                continue;
            }
            connection.Execute("""
                UPDATE papers SET title = @title, has_room = 0, arxiv = NULL, published = NULL, authors = NULL, author_count = NULL, organisation = NULL,
                    code = NULL, family = NULL, kind = NULL, summary = '', also_titled = '', runnable = 0
                WHERE slug = @slug
                """, new { slug, title }, transaction);
            connection.Execute("INSERT OR IGNORE INTO paper_titles (key, slug) VALUES (@key, @slug)", new { key = TitleText.Key(title), slug }, transaction);
        }
    }

    // A paper without a room that happens to have a new room's slug, but another title, moves to another slug.
    private static void MakeWay(SqliteConnection connection, SqliteTransaction transaction, Paper paper)
    {
        var slug = paper.Slug;
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM papers WHERE slug = @slug AND has_room = 0", new { slug }, transaction) == 0) return;
        var keys = connection.Query<string>("SELECT key FROM paper_titles WHERE slug = @slug", new { slug }, transaction);
        if (keys.Intersect(Keys(paper)).Any()) return;
        using var statements = new Statements(connection);
        var free = PaperSlug.Free(slug, taken => PaperSlug.IsTaken(statements, taken));
        connection.Execute("UPDATE papers SET slug = @free WHERE slug = @slug", new { slug, free }, transaction);
    }

    private static void WriteRoom(SqliteConnection connection, SqliteTransaction transaction, Paper paper, bool runnable) => connection.Execute("""
        INSERT INTO papers (slug, title, has_room, arxiv, published, authors, author_count, organisation, code, family, kind, summary, also_titled, runnable, added)
        VALUES (@Slug, @Title, 1, @Arxiv, @published, @Authors, @authorCount, @Organisation, @Code, @Family, @kind, @Summary, @alsoTitled, @runnable, unixepoch())
        ON CONFLICT (slug) DO UPDATE SET title = excluded.title, has_room = 1, arxiv = excluded.arxiv, published = excluded.published,
            authors = excluded.authors, author_count = excluded.author_count, organisation = excluded.organisation, code = excluded.code,
            family = excluded.family, kind = excluded.kind, summary = excluded.summary, also_titled = excluded.also_titled, runnable = excluded.runnable
        """,
        new
        {
            paper.Slug,
            paper.Title,
            paper.Arxiv,
            published = paper.Published?.ToString(),
            paper.Authors,
            authorCount = paper.Authors?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length,
            paper.Organisation,
            paper.Code,
            paper.Family,
            kind = paper.Kind.ToString(),
            paper.Summary,
            alsoTitled = string.Join('\n', paper.AlsoTitled),
            runnable,
        }, transaction);

    private static void WriteTitles(SqliteConnection connection, SqliteTransaction transaction, PaperLibrary library)
    {
        connection.Execute("DELETE FROM paper_titles WHERE slug IN (SELECT slug FROM papers WHERE has_room = 1)", transaction: transaction);
        using var statements = new Statements(connection);
        foreach (var paper in library.Rooms.Select(room => room.Paper))
        {
            foreach (var key in Keys(paper))
            {
                var holder = connection.ExecuteScalar<string?>("SELECT slug FROM paper_titles WHERE key = @key", new { key }, transaction);
                // A paper that was known from pages only has got its room: its entries move there.
                if (holder is not null && library.Find(holder) is null)
                {
                    KnownPaper.Merge(statements, holder, paper.Slug);
                }
                connection.Execute("INSERT OR IGNORE INTO paper_titles (key, slug) VALUES (@key, @Slug)", new { key, paper.Slug }, transaction);
            }
        }
    }

    private static void WriteNotices(SqliteConnection connection, SqliteTransaction transaction, PaperLibrary library)
    {
        connection.Execute("DELETE FROM paper_notices", transaction: transaction);
        connection.Execute(
            "INSERT INTO paper_notices (slug, position, kind, reason) VALUES (@Slug, @position, @kind, @Reason)",
            library.Rooms.SelectMany(room => room.Paper.Notices.Select((notice, position) => new { room.Paper.Slug, position, kind = notice.Kind.ToString(), notice.Reason })),
            transaction);
    }

    private static void WriteVerdicts(SqliteConnection connection, SqliteTransaction transaction, Dictionary<string, IReadOnlyList<RecordedVerdict>> verdicts)
    {
        connection.Execute("DELETE FROM paper_verdicts", transaction: transaction);
        connection.Execute(
            "INSERT INTO paper_verdicts (slug, position, claim, verdict) VALUES (@slug, @position, @claim, @verdict)",
            verdicts.SelectMany(room => room.Value.Select((one, position) => new { slug = room.Key, position, claim = one.Id, verdict = one.Verdict?.ToString() })),
            transaction);
    }

    private static IEnumerable<string> Keys(Paper paper) => paper.AlsoTitled.Prepend(paper.Title).Select(TitleText.Key).Where(key => key.Length > 0).Distinct();
}
