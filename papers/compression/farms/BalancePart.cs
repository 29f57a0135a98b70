using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Farms;

/// <summary>C3: perceptrons with layers of different shapes, trained with learning rates of the layers by different exponents.</summary>
internal sealed class BalancePart(StudyContext context, CancellationToken cancel)
{
    private static readonly double[] Rates = [0.05, 0.1, 0.2];
    private static readonly WindowGrid Grid = new(Positions: 3);

    /// <summary>The arms, in the order of all arrays.</summary>
    public static readonly string[] Arms = ["one rate", "TempBalance", "FARMS"];

    /// <summary>How three networks of one seed do.</summary>
    /// <param name="Errors">The share of test images that are classified wrongly, by arm.</param>
    /// <param name="Losses">Test losses in nats, by arm.</param>
    /// <param name="Validation">Losses on validation images, by arm.</param>
    internal sealed record Outcome(double[] Errors, double[] Losses, double[] Validation);

    /// <summary>The rate of each arm with the least loss on validation images of draws of their own.</summary>
    public double[] TunedRates(int draws)
    {
        double[][] losses = [.. Rates.Select(rate => Enumerable.Range(0, draws)
            .Select(draw => Run(new RandomStream(-1 - draw), [rate, rate, rate]).Validation)
            .Aggregate(new double[Arms.Length], (sums, of) => [.. sums.Zip(of, (sum, loss) => sum + loss)]))];
        return [.. Enumerable.Range(0, Arms.Length).Select(arm => Rates[Enumerable.Range(0, Rates.Length).MinBy(rate => losses[rate][arm])])];
    }

    /// <summary>The mean of several splits, first weights and orders of one seed.</summary>
    public Outcome Mean(RandomStream random, double[] rates, int count)
    {
        Outcome[] runs = [.. Enumerable.Range(0, count).Select(run => Run(random.Fork(run), rates))];
        return new Outcome(Average(run => run.Errors), Average(run => run.Losses), Average(run => run.Validation));

        double[] Average(Func<Outcome, double[]> of) => [.. Enumerable.Range(0, Arms.Length).Select(arm => runs.Average(run => of(run)[arm]))];
    }

    /// <summary>Trains the three networks of a seed from the same first weights on the same batches.</summary>
    public Outcome Run(RandomStream random, double[] rates)
    {
        var task = ClassificationTask.Digits(context.Data, random.Fork("split"));
        Mlp[] networks = [.. Arms.Select(_ => new Mlp(context.Pick<int[]>([64, 64, 96, 10], [64, 128, 512, 128, 128, 10], [64, 128, 512, 128, 128, 10]), random.Fork("weights")))];
        for (int arm = 0; arm < Arms.Length; arm++)
        {
            Func<Tensor, double?>? exponent = arm switch { 0 => null, 1 => weight => Spectra.Exponent(weight, null), _ => weight => Spectra.Exponent(weight, Grid) };
            Linear[] layers = [.. networks[arm].NamedChildren().Select(child => (Linear)child.Child)];
            BalancedTraining.Train(networks[arm], layers, task.Train, context.Pick(1, 8, 12), rates[arm], exponent, random.Fork("batches"), cancel);
        }

        ClassifierScore[] scores = [.. networks.Select(network => ClassifierTraining.Score(network, task.Test))];
        return new Outcome(
            [.. scores.Select(score => 1 - score.Accuracy)],
            [.. scores.Select(score => score.CrossEntropy)],
            [.. networks.Select(network => ClassifierTraining.Score(network, task.Validation).CrossEntropy)]);
    }
}
