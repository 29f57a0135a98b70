using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>What of the index is kept in memory. It follows the tables by the stamps of changes, whichever process made them.</summary>
internal sealed class SearchImage
{
    private const int MostChanges = 200_000;
    private const int FewForgotten = 10_000;

    private long _stamp;
    private long _modelVersion;

    public Vocabulary Vocabulary { get; private set; } = new();

    public PaperTable Papers { get; private set; } = new();

    /// <summary>In which papers each word stands.</summary>
    public InvertedIndex Documents { get; private set; } = new();

    /// <summary>The papers' places, or null before a model was trained.</summary>
    public VectorTable? Vectors { get; private set; }

    /// <summary>Time this process spent on training latent models.</summary>
    public TimeSpan TrainingTime { get; set; }

    /// <summary>Where misspelt words are looked up.</summary>
    public Spelling Spelling { get; private set; } = new(new Vocabulary());

    /// <summary>Whether the tables have changes that are not here yet.</summary>
    public bool IsBehind(Statements reader) => (reader.Scalar(StampSql) as long? ?? 0) != _stamp || (reader.Scalar(ModelSql) as long? ?? 0) != _modelVersion;

    private const string StampSql = "SELECT max(stamp) FROM search_papers";
    private const string ModelSql = "SELECT max(version) FROM search_models";

    /// <summary>Takes over all changes; only the taking over itself, and not the reading of a whole model, is done behind the gate.</summary>
    public void Refresh(SqliteConnection connection, ReaderWriterLockSlim gate)
    {
        var stamp = Number(connection, StampSql);
        var version = Number(connection, ModelSql);
        if (stamp == _stamp && version == _modelVersion) return;
        var vectors = version == _modelVersion ? null : LoadModel(connection);
        gate.EnterWriteLock();
        try
        {
            Apply(connection, stamp, version, vectors);
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    private void Apply(SqliteConnection connection, long stamp, long version, VectorTable? vectors)
    {
        // A store that was put back from a backup has smaller numbers; a great many changes are read faster as a whole.
        if (stamp < _stamp || version < _modelVersion || (_stamp > 0 && Changes(connection) > MostChanges)) Clear();
        AddWords(connection);
        var changed = AddPapers(connection);
        if (version != _modelVersion) Vectors = vectors;
        else if (Vectors is not null) AddVectors(connection, changed);
        (_stamp, _modelVersion) = (stamp, version);
    }

    private void Clear()
    {
        (_stamp, _modelVersion) = (0, 0);
        Vocabulary = new Vocabulary();
        Papers = new PaperTable();
        Documents = new InvertedIndex();
        Vectors = null;
        Spelling = new Spelling(Vocabulary);
    }

    private void AddWords(SqliteConnection connection)
    {
        if (Spelling.Vocabulary != Vocabulary) Spelling = new Spelling(Vocabulary);
        Read(connection, "SELECT stem FROM search_stems WHERE id > @after ORDER BY id", Vocabulary.StemCount, row => Vocabulary.AddStem(row.GetString(0)));
        Read(connection, "SELECT word, stem FROM search_words WHERE id > @after ORDER BY id", Vocabulary.WordCount, row => Vocabulary.AddWord(row.GetString(0), row.GetInt32(1)));
    }

    private List<int> AddPapers(SqliteConnection connection)
    {
        var changed = new List<int>();
        // From nothing, in the order of the table: the order of stamps would read it page by page.
        var sql = "SELECT id, day, family, verdicts, words FROM search_papers " + (_stamp == 0 ? "WHERE @after = 0" : "WHERE stamp > @after");
        Read(connection, sql, _stamp, row =>
        {
            var paper = row.GetInt32(0);
            var words = row.IsDBNull(4) ? [] : (byte[])row.GetValue(4);
            if (Papers.Has(paper))
            {
                Vocabulary.Count(Papers.Words(paper), -1);
                Documents.Forget(Papers.DocumentOf(paper));
            }
            var document = words.Length > 0 ? Documents.Add(paper, new PaperWords(words), Vocabulary) : 0;
            Papers.Set(paper, document, words, row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt32(3));
            Vocabulary.Count(new PaperWords(words), 1);
            changed.Add(paper);
        });
        if (Documents.Forgotten > FewForgotten && Documents.Forgotten > Papers.Count) Gather();
        return changed;
    }

    // Most documents are nobody's: those of the papers as they are now begin anew.
    private void Gather()
    {
        Documents = new InvertedIndex();
        for (var paper = 0; paper < Papers.Limit; paper++)
            if (Papers.Has(paper)) Papers.Renumber(paper, Documents.Add(paper, Papers.Words(paper), Vocabulary));
    }

    private static VectorTable? LoadModel(SqliteConnection connection)
    {
        byte[]? content = null;
        var format = 0;
        Read(connection, "SELECT format, content FROM search_models WHERE version > @after ORDER BY version DESC LIMIT 1", 0, row => (format, content) = (row.GetInt32(0), (byte[])row.GetValue(1)));
        // A model that another version of Praxis wrote counts as none.
        if (content is null || format != LatentModel.Format) return null;
        var vectors = new VectorTable(LatentModel.Read(content));
        Read(connection, "SELECT id, cluster, vector FROM search_vectors WHERE id > @after", 0, row => vectors.Set(row.GetInt32(0), row.GetInt32(1), (byte[])row.GetValue(2)));
        return vectors;
    }

    private void AddVectors(SqliteConnection connection, List<int> papers)
    {
        using var command = CatalogueReader.Command(connection, "SELECT cluster, vector FROM search_vectors WHERE id = @id", ("@id", 0L));
        foreach (var paper in papers)
        {
            command.Parameters[0].Value = (long)paper;
            using var reader = command.ExecuteReader();
            if (reader.Read()) Vectors!.Set(paper, reader.GetInt32(0), (byte[])reader.GetValue(1));
            else Vectors!.Remove(paper);
        }
    }

    private long Changes(SqliteConnection connection)
    {
        using var command = CatalogueReader.Command(connection, "SELECT count(*) FROM (SELECT 1 FROM search_papers WHERE stamp > @after LIMIT @most)", ("@after", _stamp), ("@most", MostChanges + 1L));
        return (long)command.ExecuteScalar()!;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = CatalogueReader.Command(connection, sql);
        return command.ExecuteScalar() as long? ?? 0;
    }

    private static void Read(SqliteConnection connection, string sql, long after, Action<SqliteDataReader> row)
    {
        using var command = CatalogueReader.Command(connection, sql, ("@after", after));
        using var reader = command.ExecuteReader();
        while (reader.Read()) row(reader);
    }
}
