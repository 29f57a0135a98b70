using Microsoft.Data.Sqlite;
using MimeKit;
using Praxis.Lab;

namespace Praxis.Feed.Tests.Mail;

/// <summary>A store with the mail's tables, a clock, and a server.</summary>
internal sealed class MailFixture : IDisposable, IDigestWriter
{
    private PaperSearch? _search;

    public MailFixture()
    {
        Store = PraxisStore.Open(Folder, Catalogue.Module, PaperSearch.Module, MailTables.Module);
        Settings = new SmtpSettings { Host = "127.0.0.1", Port = Server.Port, Security = SmtpSecurity.None, From = new MailboxAddress("Praxis", "praxis@example.org"), Step = TimeSpan.FromSeconds(20) };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("praxis-mail-").FullName;

    public PraxisStore Store { get; }

    public FakeMailServer Server { get; } = new();

    public HandClock Clock { get; } = new();

    public SmtpSettings Settings { get; set; }

    public Subscriptions Subscriptions => new(Store, Clock);

    public Outbox Outbox => new(Store, Settings, Clock);

    public DigestRound Round => new(Subscriptions, Outbox, new Catalogue(Store), Topics, this, Clock);

    public TopicSearch Topics => new(Store, _search ??= new PaperSearch(Store));

    public Task<SendReport> SendAsync() => new OutboxSender(Outbox, Settings).SendAsync();

    public Subscriber Subscribe(string email, DigestRhythm rhythm = DigestRhythm.Daily, DigestTopics? topics = null) =>
        Subscriptions.Confirm(Subscriptions.Ask(new SubscriptionRequest(email, rhythm, topics ?? DigestTopics.Everything)))!;

    public void Import(params string[] titles)
    {
        new Importer(Store).Import(Pages.Of("Apr 9", titles[0]));
        foreach (var title in titles.Skip(1)) new Importer(Store).Import(Pages.Of("Apr 10", title));
    }

    public DigestContent Write(Subscriber subscriber, DateOnly day, IReadOnlyList<CatalogueEntry> papers) =>
        new(papers[0].Title, string.Join('\n', papers.Select(paper => paper.Title)), "<p>New</p>", "https://example.org/unsubscribe?t=1");

    public string? Scalar(string sql)
    {
        using var connection = Store.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }

    public void Dispose()
    {
        Server.Dispose();
        _search?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A clock that a test sets. It begins an hour ago: what is imported by the system's clock comes after that.</summary>
internal sealed class HandClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow.AddHours(-1);

    /// <summary>Goes to a time at which everything that has been imported is there.</summary>
    public void GoToNow() => Now = DateTimeOffset.UtcNow.AddSeconds(5);

    public override DateTimeOffset GetUtcNow() => Now;
}
