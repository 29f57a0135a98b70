using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Brings papers that have changed into the index, in batches of one transaction each, and trains the latent model anew when the papers outgrow it.</summary>
internal sealed class SearchIndexer(PraxisStore store, SearchImage image, ReaderWriterLockSlim gate)
{
    private const int BatchSize = 10_000;
    private const int PartSize = 1_000;
    private const int FoldedAtOnce = 20_000;

    /// <summary>Indexes all that is pending; how many papers that were.</summary>
    /// <param name="patience">Seconds to wait for another writer of the store.</param>
    /// <param name="mostForTraining">With more papers than this the latent model is left as it is.</param>
    /// <param name="cancel">Looked at between batches.</param>
    /// <exception cref="SqliteException">Another writer did not come to an end.</exception>
    public int Run(int patience, int mostForTraining, CancellationToken cancel)
    {
        using var connection = store.ConnectForMany();
        connection.DefaultTimeout = patience;
        var indexed = 0;
        while (IsPending(connection))
        {
            cancel.ThrowIfCancellationRequested();
            indexed += Batch(connection);
        }
        Refresh(connection);
        if (image.Papers.Count <= mostForTraining && NeedsTraining) Train(connection);
        return indexed;
    }

    /// <summary>Whether the papers have outgrown the latent model.</summary>
    public bool NeedsTraining => LatentTraining.IsStale(image.Vectors?.Model.Papers ?? 0, image.Papers.Count);

    public static bool IsPending(SqliteConnection connection)
    {
        using var command = CatalogueReader.Command(connection, "SELECT EXISTS (SELECT 1 FROM search_pending)");
        return (long)command.ExecuteScalar()! != 0;
    }

    // The lock is taken before anything is looked at: numbers of words are given out by one process at a time. While one part is written the next is read and cut into words.
    private int Batch(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Refresh(connection);
        using var papers = store.Connect();
        using var moment = papers.BeginTransaction(deferred: true);
        using var writer = new IndexWriter(connection, image);
        using var reader = new CatalogueTexts(papers);
        var indexed = 0;
        var part = Read(papers, reader, 0);
        while (part.Papers.Count > 0)
        {
            var last = part.Papers[^1];
            var following = indexed + part.Papers.Count < BatchSize ? Task.Run(() => Read(papers, reader, last)) : null;
            try
            {
                for (var i = 0; i < part.Papers.Count; i++) writer.Write(part.Papers[i], part.Analysed[i], part.Places[i]);
            }
            finally
            {
                following?.Wait();
            }
            indexed += part.Papers.Count;
            using var done = CatalogueReader.Command(connection, "DELETE FROM search_pending WHERE id <= @last", ("@last", last));
            done.ExecuteNonQuery();
            if (following is null) break;
            part = following.Result;
        }
        transaction.Commit();
        Refresh(connection);
        return indexed;
    }

    private (List<long> Papers, AnalysedPaper?[] Analysed, PlacedVector?[] Places) Read(SqliteConnection connection, CatalogueTexts reader, long after)
    {
        var pending = Pending(connection, after);
        var texts = pending.ConvertAll(reader.Find);
        var analysed = new AnalysedPaper?[texts.Count];
        var places = new PlacedVector?[texts.Count];
        Parallel.For(0, analysed.Length, i =>
        {
            if (texts[i] is not { } text) return;
            analysed[i] = new AnalysedPaper(text);
            // Stems that are new in this batch are unknown to the model.
            if (image.Vectors is { } vectors)
                places[i] = vectors.Model.PlaceOf(analysed[i]!.Words.Select(word => (image.Vocabulary.FindStem(word.Word.Stem), word.Amount)));
        });
        return (pending, analysed, places);
    }

    private static List<long> Pending(SqliteConnection connection, long after)
    {
        using var command = CatalogueReader.Command(connection, "SELECT id FROM search_pending WHERE id > @after ORDER BY id LIMIT @most", ("@after", after), ("@most", PartSize));
        using var reader = command.ExecuteReader();
        var pending = new List<long>();
        while (reader.Read()) pending.Add(reader.GetInt64(0));
        return pending;
    }

    private void Refresh(SqliteConnection connection) => image.Refresh(connection, gate);

    private void Train(SqliteConnection connection)
    {
        var start = Stopwatch.GetTimestamp();
        // Reading needs no lock: only this process's indexer changes the image, and it is busy here.
        if (LatentTraining.Train(image.Papers, image.Vocabulary) is not { } model) return;
        var papers = Enumerable.Range(0, image.Papers.Limit).Where(image.Papers.Has).ToArray();
        using var transaction = connection.BeginTransaction(deferred: false);
        using (var command = CatalogueReader.Command(connection,
            "DELETE FROM search_models; DELETE FROM search_vectors; INSERT INTO search_models (version, format, papers, content) VALUES (@version, @format, @papers, @content)",
            ("@version", DateTime.UtcNow.Ticks), ("@format", LatentModel.Format), ("@papers", model.Papers), ("@content", model.Write()))) command.ExecuteNonQuery();
        using (var statements = new Statements(connection))
        {
            foreach (var some in papers.Chunk(FoldedAtOnce))
            {
                var places = new PlacedVector[some.Length];
                Parallel.For(0, some.Length, i => places[i] = model.PlaceOf(image.Papers.Words(some[i]), image.Vocabulary));
                for (var i = 0; i < some.Length; i++) statements.Execute(IndexWriter.InsertVector, some[i], places[i].Cluster, places[i].Vector);
            }
        }
        // What another process has changed meanwhile has its place in the model before: it is indexed again.
        using (var command = CatalogueReader.Command(connection,
            "INSERT OR IGNORE INTO search_pending (id) SELECT id FROM search_papers p WHERE words IS NOT NULL AND NOT EXISTS (SELECT 1 FROM search_vectors v WHERE v.id = p.id)")) command.ExecuteNonQuery();
        transaction.Commit();
        Refresh(connection);
        // The decomposition leaves hundreds of megabytes behind, and the next one is far away.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        image.TrainingTime += Stopwatch.GetElapsedTime(start);
    }
}
