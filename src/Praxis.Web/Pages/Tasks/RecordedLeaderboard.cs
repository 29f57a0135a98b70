using Praxis.Lab;

namespace Praxis.Web.Pages.Tasks;

/// <summary>A family's recorded leaderboard, or what is wrong with it.</summary>
/// <param name="Report">The leaderboard, when it can be read.</param>
/// <param name="Error">Why not.</param>
internal sealed record RecordedLeaderboard(BenchReport? Report, string? Error)
{
    public static RecordedLeaderboard Read(PaperLibrary library, string family)
    {
        try
        {
            return new(BenchReport.Read(library.Folder, family), null);
        }
        catch (InvalidDataException e)
        {
            return new(null, e.Message);
        }
    }
}
