using Praxis.Lab.Figures;

namespace Praxis.Lab.TestHost.Studies;

/// <summary>Takes no time and always finds the same: the method needs nine tenths of the baseline.</summary>
[Paper("steady")]
public sealed class SteadyStudy : IStudy
{
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        foreach (var seed in context.Seeds)
        {
            var baseline = 1 + context.Random(seed, "baseline").NextDouble();
            found.ObservePair("C1", "cost", "", seed, baseline * (0.9 + 0.001 * (seed % 3)), baseline);
        }
        found.Observe("C2", "error", "", 0, 1e-14);
        found.Add(new Figure
        {
            Title = "Cost by size",
            Description = "The cost grows with the size.",
            Panels = [new Panel { X = new Axis("size"), Y = new Axis("cost"), Marks = [new Line([1, 2, 3], [1, 4, 9]) { Name = "method" }] }],
        });
        found.Add(new FindingsTable("Sizes", ["size", "cost"], [["1", "1"], ["10", "4"]]));
        found.Remark("Sizes beyond 3 were not looked at.");
        return Task.FromResult(found.Build());
    }
}
