namespace Praxis.Lab.TestHost.Studies;

/// <summary>Many small settings, each computed once and announced when it is kept.</summary>
[Paper("stepwise")]
public sealed class StepwiseStudy : IStudy
{
    public const int Settings = 400;

    private static int _computed;

    /// <summary>How many settings this process has computed so far.</summary>
    public static int Computed => _computed;

    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var sums = new Dictionary<long, double>();
        for (var i = 0; i < Settings; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var seed = context.Seeds[i % context.Seeds.Count];
            var step = context.Once($"setting {i}", () =>
            {
                Interlocked.Increment(ref _computed);
                Thread.Sleep(1);
                return new Step(i, context.Random(seed, $"setting {i}").NextDouble());
            });
            sums[seed] = sums.GetValueOrDefault(seed) + step.Value;
            Console.WriteLine($"kept {i}");
        }
        var found = new FindingsBuilder();
        foreach (var (seed, sum) in sums) found.Observe("C1", "sum", "", seed, sum);
        return Task.FromResult(found.Build());
    }

    private sealed record Step(int Index, double Value);
}
