using System.Text.Json;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A recorded verdict.</summary>
/// <param name="Id">The claim's id.</param>
/// <param name="Verdict">The verdict, or null for a claim that is not judged here.</param>
internal sealed record RecordedVerdict(string Id, Verdict? Verdict);

/// <summary>Reads the verdicts of a recorded run and skips its evidence and figures.</summary>
internal static class RecordedVerdicts
{
    private sealed record Recorded(string? Slug, IReadOnlyList<RecordedVerdict?>? Claims);

    public static string PathBeside(string paperFile) => Path.Combine(Path.GetDirectoryName(paperFile)!, "recorded.json");

    /// <summary>The verdicts in the order of the file; empty when nothing is recorded.</summary>
    /// <exception cref="FeedException">The file is no recorded run of the room.</exception>
    public static IReadOnlyList<RecordedVerdict> Read(Room room)
    {
        if (!File.Exists(room.RecordedPath)) return [];
        try
        {
            using var stream = File.OpenRead(room.RecordedPath);
            var recorded = JsonSerializer.Deserialize<Recorded>(stream, LabJson.Plain);
            if (recorded?.Slug != room.Paper.Slug || recorded.Claims is null || recorded.Claims.Any(claim => claim?.Id is null))
                throw new FeedException(room.RecordedPath, 1, $"this is no recorded run of '{room.Paper.Slug}'; record it again, or delete the file");
            return [.. recorded.Claims.OfType<RecordedVerdict>().DistinctBy(claim => claim.Id)];
        }
        catch (JsonException e)
        {
            throw new FeedException(room.RecordedPath, (int)(e.LineNumber ?? 0) + 1, "this is no recorded run; record it again, or delete the file", e);
        }
    }
}
