using System.Text.Json;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>The recorded run of a room: the full-scale run on the reference machine, kept as <c>recorded.json</c> beside the code.</summary>
public static class RecordedRun
{
    /// <summary>The recorded run, or null when nothing is recorded.</summary>
    /// <exception cref="InvalidDataException">The file is no run report; the message names it.</exception>
    public static RunReport? Read(Room room)
    {
        if (!File.Exists(room.RecordedPath)) return null;
        try
        {
            return LabJson.Read(File.ReadAllText(room.RecordedPath));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{room.RecordedPath}:{e.LineNumber + 1}: this is no recorded run: {e.Message} Record the paper again: praxis run {room.Paper.Slug} --scale full --record.", e);
        }
    }

    /// <summary>Records a run, whole or not at all: a reader sees the old file or the new one, even if the program is killed.</summary>
    /// <exception cref="ArgumentException">The run is of another paper, or not at full scale.</exception>
    public static void Write(Room room, RunReport report)
    {
        if (report.Slug != room.Paper.Slug) throw new ArgumentException($"A run of '{report.Slug}' cannot be recorded in the room of '{room.Paper.Slug}'.", nameof(report));
        if (report.Scale != Scale.Full) throw new ArgumentException($"Only a run at full scale is recorded; this one of '{report.Slug}' is {Wording.Of(report.Scale)}.", nameof(report));
        AtomicFile.Write(room.RecordedPath, file => file.Write(System.Text.Encoding.UTF8.GetBytes(ReadableJson.Write(report))));
    }

    /// <summary>Whether something is recorded with the checks and the source that the room has now.</summary>
    public static bool IsCurrent(Room room)
    {
        if (!File.Exists(room.RecordedPath)) return false;
        try
        {
            using var stream = File.OpenRead(room.RecordedPath);
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("fingerprint", out var recorded)
                && recorded.ValueKind == JsonValueKind.String && recorded.GetString() == room.Fingerprint();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// What is wrong with the recorded run; nothing when all is well or nothing is recorded. Every verdict and number is
    /// computed again from the recorded evidence and the claims as paper.md states them now.
    /// </summary>
    public static IEnumerable<string> Problems(Room room)
    {
        RunReport? report = null;
        string? unreadable = null;
        try
        {
            report = Read(room);
        }
        catch (InvalidDataException e)
        {
            unreadable = e.Message;
        }
        if (unreadable is not null) return [unreadable];
        return report is null ? [] : Problems(room.Paper, report).Select(problem => $"{room.RecordedPath}: {problem}");
    }

    private static IEnumerable<string> Problems(Paper paper, RunReport report)
    {
        if (report.Slug != paper.Slug) yield return $"the run is of the paper '{report.Slug}'.";
        if (report.Scale != Scale.Full) yield return $"the run is {Wording.Of(report.Scale)}; only full scale is recorded.";
        foreach (var claim in report.Claims)
            if (!paper.Claims.Any(known => known.Id == claim.Id)) yield return $"{claim.Id}: paper.md has no such claim.";

        IReadOnlyList<ClaimJudgement> judged = [];
        string? unjudged = null;
        try
        {
            judged = VerdictRule.Judge(paper, report.Findings.Evidence, report.Seeds);
        }
        catch (EvidenceException e)
        {
            unjudged = $"its evidence cannot be judged: {e.Message}";
        }
        if (unjudged is not null) yield return unjudged;

        foreach (var again in judged)
        {
            var recorded = report.Claims.Where(claim => claim.Id == again.Id).ToList();
            if (recorded.Count != 1)
            {
                yield return $"{again.Id}: the claim is judged {recorded.Count} times instead of once.";
                continue;
            }
            foreach (var problem in Differences(recorded[0], again)) yield return $"{again.Id}: {problem}";
            if (again.Verdict == Verdict.Fails && paper.Claim(again.Id).SecondPath is null)
                yield return $"{again.Id}: the claim fails, but paper.md does not say by which second path that was confirmed (second_path).";
        }
    }

    private static IEnumerable<string> Differences(ClaimJudgement recorded, ClaimJudgement again)
    {
        if (recorded.Verdict != again.Verdict) yield return $"recorded as {Wording.Of(recorded.Verdict)}, but its evidence says {Wording.Of(again.Verdict)}.";
        if (recorded.Reach != again.Reach) yield return $"recorded with {Wording.Of(recorded.Reach)}, but paper.md says {Wording.Of(again.Reach)}.";
        foreach (var check in again.Checks)
        {
            if (recorded.Checks.FirstOrDefault(other => other.Id == check.Id) is not { } old)
                yield return $"the check {check.Id} is not judged.";
            else if (old.Verdict != check.Verdict)
                yield return $"the check {check.Id} is recorded as {Wording.Of(old.Verdict)}, but its evidence says {Wording.Of(check.Verdict)}.";
            else if (old.Threshold != check.Threshold || old.Side != check.Side)
                yield return $"the check {check.Id} is recorded against {Wording.Of(old.Side)} {old.Threshold:R}, but paper.md says {Wording.Of(check.Side)} {check.Threshold:R}.";
            else if (!Near(old.Estimate, check.Estimate) || !Near(old.Low, check.Low) || !Near(old.High, check.High))
                yield return $"the check {check.Id} is recorded as {Interval(old)}, but its evidence gives {Interval(check)}.";
        }
        foreach (var check in recorded.Checks)
            if (!again.Checks.Any(known => known.Id == check.Id)) yield return $"paper.md has no check {check.Id}.";
    }

    private static string Interval(CheckJudgement check) => $"{check.Estimate:R} [{check.Low:R}, {check.High:R}]";

    // Logarithms and exponentials may differ in the last digits from one processor to another.
    private static bool Near(double left, double right) => Math.Abs(left - right) <= 1e-9 * Math.Max(Math.Abs(left), Math.Abs(right));
}
