using System.Text.Json;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>A leaderboard with what a reader needs to judge its numbers. The recorded one lies in the family's hall as <c>leaderboard.json</c>.</summary>
/// <param name="Family">The family.</param>
/// <param name="Title">What is compared.</param>
/// <param name="At">When it was made.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Backend">The linear algebra underneath.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Board">What was measured.</param>
public sealed record BenchReport(string Family, string Title, DateTimeOffset At, long Seed, double Seconds, string Backend, Machine Machine, Leaderboard Board)
{
    /// <summary>Where a family's recorded leaderboard lies.</summary>
    public static string PathIn(string papers, string family) => Path.Combine(papers, family, "leaderboard.json");

    /// <summary>The recorded leaderboard of a family, or null when nothing is recorded.</summary>
    /// <param name="papers">The papers folder.</param>
    /// <param name="family">The family.</param>
    /// <exception cref="InvalidDataException">The file is no leaderboard; the message names it.</exception>
    public static BenchReport? Read(string papers, string family)
    {
        var path = PathIn(papers, family);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<BenchReport>(File.ReadAllText(path), LabJson.Plain);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}:{e.LineNumber + 1}: this is no recorded leaderboard: {e.Message} Record it again: praxis bench {family} --record.", e);
        }
    }

    /// <summary>Records the leaderboard, whole or not at all.</summary>
    /// <param name="papers">The papers folder.</param>
    public void Record(string papers) =>
        AtomicFile.Write(PathIn(papers, Family), file => file.Write(System.Text.Encoding.UTF8.GetBytes(ReadableJson.Write(this))));

    /// <summary>How it was made, for the foot of the page.</summary>
    public IReadOnlyList<string> Made =>
    [
        $"{At.UtcDateTime:yyyy-MM-dd}, seed {Seed}, in {Numbers.Duration(Seconds)}",
        $"{Machine.Processor}, {Machine.Cores} cores, {Backend}",
    ];
}
