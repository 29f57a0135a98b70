using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Brings what rooms say beyond their summary into the search: the claims, and what stands around them.</summary>
internal static class RoomTexts
{
    /// <summary>Writes the rooms' texts; a store that was opened without the search is left as it is.</summary>
    public static void Write(SqliteConnection connection, SqliteTransaction transaction, PaperLibrary library)
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'search_rooms'", transaction: transaction) == 0) return;
        connection.Execute(
            "INSERT INTO search_rooms (slug, claims, body) VALUES (@Slug, @claims, @body) ON CONFLICT (slug) DO UPDATE SET claims = excluded.claims, body = excluded.body",
            library.Rooms.Select(room => new { room.Paper.Slug, claims = Claims(room.Paper), body = Body(room.Paper) }), transaction);
        connection.Execute("DELETE FROM search_rooms WHERE slug IN (SELECT slug FROM papers WHERE has_room = 0)", transaction: transaction);
    }

    private static string Claims(Paper paper) => string.Join('\n', paper.Claims.Select(claim => claim.Says));

    private static string Body(Paper paper) => string.Join('\n',
    [
        .. paper.Notices.Select(notice => notice.Reason),
        .. paper.Claims.SelectMany(claim => (string[])[claim.Published, claim.PaperUsed, claim.ReachBecause, .. claim.Checks.SelectMany(Check)]),
    ]);

    private static string[] Check(Check check) => check is PairedCheck paired ? [check.Measure, paired.Baseline] : [check.Measure];
}
