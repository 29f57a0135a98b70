using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>Writes papers into the tables of the index within one transaction, with prepared commands.</summary>
internal sealed class IndexWriter : IDisposable
{
    public const string InsertVector = "INSERT INTO search_vectors (id, cluster, vector) VALUES (@a, @b, @c) ON CONFLICT (id) DO UPDATE SET cluster = excluded.cluster, vector = excluded.vector";

    private const string InsertStem = "INSERT INTO search_stems (id, stem) VALUES (@a, @b)";
    private const string InsertWord = "INSERT INTO search_words (id, word, stem) VALUES (@a, @b, @c)";
    private const string DeleteText = "DELETE FROM search_text WHERE rowid = @a";
    private const string InsertText = "INSERT INTO search_text (rowid, title, authors, summary, claims, abstract) VALUES (@a, @b, @c, @d, @e, @f)";
    private const string DeleteVector = "DELETE FROM search_vectors WHERE id = @a";
    private const string InsertPaper = """
        INSERT INTO search_papers (id, stamp, day, family, verdicts, words) VALUES (@a, @b, @c, @d, @e, @f)
        ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, day = excluded.day, family = excluded.family, verdicts = excluded.verdicts, words = excluded.words
        """;

    private readonly SearchImage _image;
    private readonly Statements _statements;
    private readonly Dictionary<string, int> _newStems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Number, int Stem)> _newWords = new(StringComparer.Ordinal);
    private readonly long _stamp;

    public IndexWriter(SqliteConnection connection, SearchImage image)
    {
        _image = image;
        _statements = new Statements(connection);
        _stamp = (long)_statements.Scalar("SELECT coalesce(max(stamp), 0) + 1 FROM search_papers")!;
    }

    /// <summary>Writes a paper anew, or takes out one that is gone.</summary>
    public void Write(long id, AnalysedPaper? paper)
    {
        if (_image.Papers.Has((int)id)) _statements.Execute(DeleteText, id);
        if (paper is null || paper.Words.Count == 0)
        {
            _statements.Execute(DeleteVector, id);
            _statements.Execute(InsertPaper, id, _stamp, 0, null, 0, null);
            return;
        }
        _statements.Execute(InsertText, id, paper.Columns[0], paper.Columns[1], paper.Columns[2], paper.Columns[3], paper.Columns[4]);
        var words = new (int Word, float Amount)[paper.Words.Count];
        for (var i = 0; i < words.Length; i++) words[i] = (Number(paper.Words[i].Word), paper.Words[i].Amount);
        Array.Sort(words, (a, b) => a.Word.CompareTo(b.Word));
        var packed = PaperWords.Pack(words);
        _statements.Execute(InsertPaper, id, _stamp, paper.Text.Day, paper.Text.Family, paper.Text.Verdicts, packed);
        if (_image.Vectors is not { } vectors) return;
        // Stems that are new in this batch are unknown to the model.
        var place = vectors.Model.Fold(words.Where(word => word.Word <= _image.Vocabulary.WordCount).Select(word => (_image.Vocabulary.StemOf(word.Word), word.Amount)));
        _statements.Execute(InsertVector, id, vectors.Model.NearestCluster(place), PackedVector.Pack(place));
    }

    /// <summary>A paper's cluster and packed place.</summary>
    public static (int Cluster, byte[] Vector) Place(LatentModel model, PaperWords words, Vocabulary vocabulary)
    {
        var place = model.Fold(words, vocabulary);
        return (model.NearestCluster(place), PackedVector.Pack(place));
    }

    public void Dispose() => _statements.Dispose();

    private int Number(SearchWord word)
    {
        var known = _image.Vocabulary.FindWord(word.Text);
        if (known > 0) return known;
        if (_newWords.TryGetValue(word.Text, out var added)) return added.Number;
        var stem = Stem(word.Stem);
        var number = _image.Vocabulary.WordCount + _newWords.Count + 1;
        _newWords.Add(word.Text, (number, stem));
        _statements.Execute(InsertWord, number, word.Text, stem);
        return number;
    }

    private int Stem(string stem)
    {
        var known = _image.Vocabulary.FindStem(stem);
        if (known > 0) return known;
        if (_newStems.TryGetValue(stem, out var added)) return added;
        var number = _image.Vocabulary.StemCount + _newStems.Count + 1;
        _newStems.Add(stem, number);
        _statements.Execute(InsertStem, number, stem);
        return number;
    }
}
