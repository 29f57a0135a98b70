namespace Praxis.Lab.TestHost.Studies;

/// <summary>Throws.</summary>
[Paper("throwing")]
public sealed class ThrowingStudy : IStudy
{
    public async Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        await Task.Yield();
        throw new InvalidOperationException("The pump is dry.");
    }
}

/// <summary>Gives up by itself, although nobody cancelled it.</summary>
[Paper("giving-up")]
public sealed class GivingUpStudy : IStudy
{
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel) => throw new OperationCanceledException("I have had enough.");
}

/// <summary>Leaves out the last seed.</summary>
[Paper("forgetful")]
public sealed class ForgetfulStudy : IStudy
{
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        foreach (var seed in context.Seeds.SkipLast(1)) found.Observe("C1", "value", "", seed, 1);
        return Task.FromResult(found.Build());
    }
}

/// <summary>A table whose row is too short.</summary>
[Paper("ragged")]
public sealed class RaggedStudy : IStudy
{
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        found.Observe("C1", "error", "", 0, 0);
        found.Add(new FindingsTable("Costs", ["a", "b"], [["1"]]));
        return Task.FromResult(found.Build());
    }
}
