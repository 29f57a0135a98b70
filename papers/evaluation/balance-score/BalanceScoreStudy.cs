using Praxis.Lab;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>
/// Regenerates the paper's simulations with known true probabilities, the binned calibration error on the same forecasts as baseline;
/// then shows where the score sees nothing, and what it says of real classifiers.
/// </summary>
[Paper("balance-score")]
public sealed class BalanceScoreStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        // First what a reader must not miss.
        new CounterCheck(context, found, cancel).Show();
        new CalibratedStudy(context, found, cancel).Check();
        new RankingStudy(context, found, cancel).Check();
        new ClassifierStudy(context, found, cancel).Check();
        return Task.FromResult(found.Build());
    }
}
