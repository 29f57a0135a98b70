using Praxis.Lab;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>
/// Compares all engines with direct counting, counts the verification work of the bounded engine, carries both reductions out, and shows
/// (without judging) where the work of the classical algorithm lies and how the earlier approximations do.
/// </summary>
[Paper("hamming-distances")]
public sealed class HammingStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        EquivalenceExperiment.Run(context, found, cancel);
        BoundedExperiment.Run(context, found, cancel);
        CostExperiment.Run(context, found, cancel);
        ApproximationExperiment.Run(context, found, cancel);
        BibleExperiment.Run(context, found, cancel);
        return Task.FromResult(found.Build());
    }
}
