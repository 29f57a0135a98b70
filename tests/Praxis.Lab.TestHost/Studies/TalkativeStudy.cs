namespace Praxis.Lab.TestHost.Studies;

/// <summary>Reports progress far faster than anyone can read it, then finishes.</summary>
[Paper("talkative")]
public sealed class TalkativeStudy : IStudy
{
    public const int Words = 20_000;

    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        for (var word = 1; word <= Words; word++) context.Report("talking", (double)word / Words);
        var found = new FindingsBuilder();
        found.Observe("C1", "error", "", 0, 0);
        return Task.FromResult(found.Build());
    }
}
