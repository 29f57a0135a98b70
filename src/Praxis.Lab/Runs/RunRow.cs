using System.Globalization;
using System.Text.Json;

namespace Praxis.Lab;

/// <summary>A row of the table of runs, as the database holds it.</summary>
internal sealed class RunRow
{
    public required long Id { get; init; }
    public required string Slug { get; init; }
    public required string Scale { get; init; }
    public required string Seeds { get; init; }
    public required string State { get; init; }
    public required string Created { get; init; }
    public string? Started { get; init; }
    public string? Ended { get; init; }
    public double? Seconds { get; init; }
    public string? Message { get; init; }
    public string? Verdicts { get; init; }

    public RunRecord ToRecord() => new()
    {
        Id = Id,
        Slug = Slug,
        Scale = Enum.Parse<Scale>(Scale, ignoreCase: true),
        Seeds = [.. Seeds.Split(',').Select(seed => long.Parse(seed, CultureInfo.InvariantCulture))],
        State = Enum.Parse<RunState>(State, ignoreCase: true),
        Created = Time(Created),
        Started = Started is null ? null : Time(Started),
        Ended = Ended is null ? null : Time(Ended),
        Seconds = Seconds,
        Message = Message,
        Verdicts = Verdicts is null ? new Dictionary<string, Verdict?>() : JsonSerializer.Deserialize<Dictionary<string, Verdict?>>(Verdicts, LabJson.Plain)!,
    };

    public static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
