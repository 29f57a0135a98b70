using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Brings papers that have changed into the index, in batches of one transaction each, and trains the latent model anew when the papers outgrow it.</summary>
internal sealed class SearchIndexer(PraxisStore store, SearchImage image, ReaderWriterLockSlim gate)
{
    private const int BatchSize = 5_000;

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

    private int Batch(SqliteConnection connection)
    {
        // The lock is taken before anything is looked at: numbers of words are given out by one process at a time.
        using var transaction = connection.BeginTransaction(deferred: false);
        Refresh(connection);
        var pending = Pending(connection);
        var texts = pending.Select(_ => (IndexedText?)null).ToArray();
        using (var reader = new CatalogueTexts(connection))
            for (var i = 0; i < texts.Length; i++) texts[i] = reader.Find(pending[i]);
        var analysed = new AnalysedPaper?[texts.Length];
        Parallel.For(0, texts.Length, i => analysed[i] = texts[i] is { } text ? new AnalysedPaper(text) : null);

        using var writer = new IndexWriter(connection, image);
        for (var i = 0; i < pending.Count; i++) writer.Write(pending[i], analysed[i]);
        using (var done = CatalogueReader.Command(connection, "DELETE FROM search_pending WHERE id <= @last", ("@last", pending.Count > 0 ? pending[^1] : 0))) done.ExecuteNonQuery();
        transaction.Commit();
        Refresh(connection);
        return pending.Count;
    }

    private static List<long> Pending(SqliteConnection connection)
    {
        using var command = CatalogueReader.Command(connection, "SELECT id FROM search_pending ORDER BY id LIMIT @most", ("@most", BatchSize));
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
        var places = new (int Cluster, byte[] Vector)[papers.Length];
        Parallel.For(0, papers.Length, i => places[i] = IndexWriter.Place(model, image.Papers.Words(papers[i]), image.Vocabulary));

        using var transaction = connection.BeginTransaction(deferred: false);
        using (var command = CatalogueReader.Command(connection,
            "DELETE FROM search_models; DELETE FROM search_vectors; INSERT INTO search_models (version, format, papers, content) VALUES (@version, @format, @papers, @content)",
            ("@version", DateTime.UtcNow.Ticks), ("@format", LatentModel.Format), ("@papers", model.Papers), ("@content", model.Write()))) command.ExecuteNonQuery();
        using (var statements = new Statements(connection))
            for (var i = 0; i < papers.Length; i++) statements.Execute(IndexWriter.InsertVector, papers[i], places[i].Cluster, places[i].Vector);
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
