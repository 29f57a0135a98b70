using Praxis.Lab;

namespace Praxis.Papers.Tests;

/// <summary>What is recorded must follow from its own evidence.</summary>
public sealed class RecordingTests
{
    public static TheoryData<string> Recorded =>
        [.. PaperLibrary.Load(PaperLibrary.FindFolder()).Rooms.Where(room => File.Exists(room.RecordedPath)).Select(room => room.Paper.Slug)];

    [SkippableTheory]
    [MemberData(nameof(Recorded))]
    public void Recorded_verdicts_equal_those_recomputed_from_the_evidence(string slug)
    {
        var room = PaperLibrary.Load(PaperLibrary.FindFolder()).Find(slug)!;
        Assert.Empty(RecordedRun.Problems(room));
        Assert.InRange(new FileInfo(room.RecordedPath).Length, 1, 400_000);
    }
}
