namespace Praxis.Lab.TestHost.Studies;

/// <summary>Says how far it is until it is stopped.</summary>
[Paper("endless")]
public sealed class EndlessStudy : IStudy
{
    public async Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        for (var step = 1; ; step++)
        {
            context.Report($"step {step}", 1 - 1.0 / step, ("steps", step));
            await Task.Delay(1, cancel);
        }
    }
}
