using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed.Tests.Mail;

/// <summary>A store that an earlier Praxis made: what is kept of mails and of merged papers changes, nothing else does.</summary>
public sealed class MailVersionTests
{
    [Fact]
    public void An_older_store_forgets_whose_its_old_mails_were_and_merges_without_leaving_anything_behind()
    {
        var folder = Directory.CreateTempSubdirectory("praxis-version-").FullName;
        try
        {
            StoreModule Before(StoreModule module) => module with { Scripts = [.. module.Scripts.Take(module.Scripts.Count - 1)] };
            var old = PraxisStore.Open(folder, Catalogue.Module, PaperSearch.Module, Before(People.Module), Before(MailTables.Module));
            new Importer(old).Import(Pages.Of("Apr 1", "One Paper", "Another Paper"));
            using (var connection = old.Connect())
                connection.Execute(
                    """
                    INSERT INTO outbox (recipient, subject, message_id, message, state, due, expires, created, ended) VALUES ('ada@example.org', 's', '1', NULL, 'sent', 1, 2, 1, 1), ('eve@example.org', 's', '2', x'61', 'waiting', 1, 2, 1, NULL);
                    INSERT INTO accounts (id, name, name_key, created) VALUES (7, 'ada', 'ada', 1);
                    INSERT INTO votes (slug, account, created) VALUES ('one-paper', 7, 1), ('another-paper', 7, 1);
                    """);

            using var now = PraxisStore.Open(folder, Catalogue.Module, PaperSearch.Module, People.Module, MailTables.Module).Connect();
            Assert.Equal(["", "eve@example.org"], now.Query<string>("SELECT recipient FROM outbox ORDER BY message_id"));
            Assert.Equal(2, now.ExecuteScalar<int>("SELECT count(*) FROM votes"));
            now.Execute("UPDATE paper_titles SET slug = 'one-paper' WHERE slug = 'another-paper'");
            Assert.Equal(["one-paper"], now.Query<string>("SELECT slug FROM votes"));
            Assert.Equal(1, now.ExecuteScalar<int>("SELECT sum(votes) FROM paper_counts"));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }
}
