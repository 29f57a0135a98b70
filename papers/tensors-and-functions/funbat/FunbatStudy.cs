using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>
/// Functional Bayesian Tucker on the paper's synthetic tensor, on two measured series, and on growing data. Baselines: Tucker and CP on
/// binned coordinates with missing entries, and a full Gaussian process.
/// </summary>
[Paper("funbat")]
public sealed class FunbatStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        SyntheticExperiment.Run(context, found, cancel);
        SeriesExperiment.Run(context, found, cancel);
        CostExperiment.Run(context, found, cancel);
        found.Remark("Length scales, cells, ridges and the Gaussian process's parameters are chosen once for each table, on a draw or split of its own that is not reported.");
        found.Remark("A message's expectation is taken over the core's covariance too, where the released code puts in the core's mean; no damping is then needed. On the synthetic tensor the mean of the values is not taken off, for a product less a constant has rank two.");
        return Task.FromResult(found.Build());
    }
}
