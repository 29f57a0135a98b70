using Praxis.Lab;

namespace Praxis.Papers.Compression.Farms;

/// <summary>
/// Measures what the aspect ratio does to tail exponents with and without FARMS's windows, prunes a bundled language model by both, and trains perceptrons with learning
/// rates by both.
/// </summary>
[Paper("farms")]
public sealed class FarmsStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var exponents = new List<RandomMatrixPart.Exponents>();
        foreach (long seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"random matrices, seed {seed}", 0.2 * exponents.Count / context.Seeds.Count);
            exponents.Add(context.Once($"exponents {seed}", () => RandomMatrixPart.Measure(context.Random(seed, "matrices"))));
            RandomMatrixPart.Observe(found, seed, exponents[^1]);
        }

        var pruning = new PruningPart(context, cancel);
        context.Report("spread of sparsities", 0.2);
        double[] spreads = context.Once("spreads", pruning.TunedSpreads);
        var losses = new List<PruningPart.Losses>();
        foreach (long seed in context.Seeds)
        {
            context.Report($"pruning, calibration draw {seed}", 0.25 + (0.4 * losses.Count / context.Seeds.Count));
            losses.Add(context.Once($"pruning {seed}", () => pruning.Run(seed, spreads)));
            for (int s = 0; s < pruning.Sparsities.Length; s++)
            {
                found.ObservePair("C2", "plain", $"{100 * pruning.Sparsities[s]:0} % pruned", seed, losses[^1].Windows[s], losses[^1].Plain[s]);
                found.ObservePair("C2", "permuted", $"{100 * pruning.Sparsities[s]:0} % pruned", seed, losses[^1].Windows[s], losses[^1].Permuted[s]);
            }
        }

        var balance = new BalancePart(context, cancel);
        context.Report("learning rates", 0.65);
        double[] rates = context.Once("rates", () => balance.TunedRates(context.Pick(1, 2, 3)));
        var outcomes = new List<BalancePart.Outcome>();
        foreach (long seed in context.Seeds)
        {
            context.Report($"training, seed {seed}", 0.7 + (0.3 * outcomes.Count / context.Seeds.Count));
            outcomes.Add(context.Once($"training {seed}", () => balance.Mean(context.Random(seed, "training"), rates, context.Pick(1, 2, 3))));
            found.ObservePair("C3", "tempbalance", "", seed, outcomes[^1].Errors[2], outcomes[^1].Errors[1]);
        }

        found.Add(FarmsFigures.ExponentAgainstAspect(exponents));
        found.Add(FarmsFigures.LossAgainstSparsity(pruning.Sparsities, losses));
        found.Add(FarmsFigures.Exponents(exponents));
        found.Add(FarmsFigures.Windows(context));
        found.Add(FarmsFigures.Training(outcomes, rates));
        found.Remark("In a first run a seed was one network, and the difference of FARMS from TempBalance was 0.007 [0.0002, 0.013]: just a fails. Another program (PyTorch, 30 other seeds) found −0.001 ± 0.008, so that a seed is now the mean of three splits and first weights. Threshold and rates are as they were.");
        double[] distance = [.. pruning.Maps.Select(map => Math.Abs(Math.Log(map.Aspect)))];
        found.Remark($"α is Hill's estimate on the upper half of the eigenvalues of WᵀW, those below {TailExponent.Floor} of the largest left out; the choice by the histogram's peak and the Kolmogorov–Smirnov distance is not made here.");
        found.Remark($"On the Llama's maps the correlation of α with the distance from square, |ln(outputs/inputs)|, is {Correlation(distance, [.. pruning.Maps.Select(map => map.Plain)]):0.00} for plain α and {Correlation(distance, [.. pruning.Maps.Select(map => map.Windows)]):0.00} for FARMS's. Uniform sparsity is better than the sparsities of either score here, so that what FARMS wins against plain α is doing less harm: with five blocks that differ little, α says little of which can be pruned. Random order does no worse.");
        found.Remark($"Spreads chosen on validation books: {spreads[0]} for plain α, {spreads[1]} for FARMS's, which the permuted arm shares. With five blocks one permutation in 120 is the order itself.");
        found.Remark("Learning rates: the common rate of each arm is its best of 0.05, 0.1 and 0.2 on validation images of draws that are not reported; neither score does better than one rate for all. Not looked at: convolutions, larger models, fine-tuning of scientific models.");
        return Task.FromResult(found.Build());
    }

    private static double Correlation(double[] x, double[] y)
    {
        (double meanX, double meanY) = (x.Average(), y.Average());
        double[] dx = [.. x.Select(value => value - meanX)], dy = [.. y.Select(value => value - meanY)];
        return dx.Zip(dy, (a, b) => a * b).Sum() / Math.Sqrt(dx.Sum(a => a * a) * dy.Sum(b => b * b));
    }
}
