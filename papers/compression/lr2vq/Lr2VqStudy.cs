using Praxis.Lab;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>
/// Quantises the layers of a perceptron with every number of coordinates of a grid, fine-tunes codebooks and maps equally, and compares
/// the number that the rule chooses beforehand with the others and with plain vector quantisation at equal bits.
/// </summary>
[Paper("lr2vq")]
public sealed class Lr2VqStudy : IStudy
{
    /// <summary>A convolution of 512 filters over 512 channels of 3 × 3, as in the last stage of ResNet-18.</summary>
    private const long WideLayer = 512L * 4608;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var task = context.Pick(
            smoke: new Lr2VqTask(32, 1, 1, [(8, 16)]),
            small: new Lr2VqTask(128, 15, 3, [(8, 64), (16, 64)]),
            full: new Lr2VqTask(256, 15, 4, [(8, 64), (16, 64), (16, 16)]));
        List<Lr2VqMeasures> all = [];
        for (int s = 0; s < context.Seeds.Count; s++)
        {
            long seed = context.Seeds[s];
            context.Report($"seed {seed}", (double)s / context.Seeds.Count);
            all.Add(context.Once($"seed {seed}", () => task.Run(context.Data, context.Random(seed, "digits"), seed, cancel)));
        }

        foreach (var measured in all)
            foreach (var setting in measured.Settings)
            {
                (string name, var chosen) = ($"m = {setting.Length}, k = {setting.Codewords}", setting.Chosen);
                found.ObservePair("C1", "equal-bits", name, measured.Seed, 100 * chosen.Tuned, 100 * setting.EqualBits.Tuned);
                found.ObservePair("C2", "interior", name, measured.Seed, 100 * chosen.Tuned, 100 * setting.ByCoordinates[^1].Tuned);
                found.ObservePair("C2", "rule", name, measured.Seed, 100 * setting.ByCoordinates.MaxBy(network => network.Validation)!.Tuned, 100 * chosen.Tuned);
                found.ObservePair("C3", "accuracy", name, measured.Seed, 100 * chosen.Tuned, 100 * setting.ByCoordinates[0].Tuned);
            }

        foreach (int length in new[] { 8, 16, 32 })
            found.Observe("C3", "bits", $"m = {length}", 0, ShareOfCoordinates(length));
        found.Add(Lr2VqFigures.AccuracyAgainstCoordinates(all));
        found.Add(Lr2VqFigures.Errors(all));
        found.Add(Lr2VqFigures.Table(all));
        found.Remark("The sum of both errors cannot rise with d̃ if k-means is optimal, for a codebook of few coordinates is one of many, too. With one k-means++ start it hardly rises here either: if accuracy has an interior optimum, it does not come from the error of the weights, but from what is cheap to tune and to store.");
        found.Remark("All networks of a seed start from one trained perceptron; codes stay as k-means leaves them, and codebooks, maps, biases and the classifier are fine-tuned with Adam for the same epochs. With d̃ = m the map is the identity and counts no bits, which is plain vector quantisation.");
        found.Remark("Arrangement and rule are not in our sources in full: sub-vectors are cut along the inputs, B begins as the leading directions of the uncentred sub-vectors, and the rule takes the smallest d̃ of the grid whose low-rank error is at most its clustering error. Convolutions, and training the low-rank network before clustering, are left out.");
        return Task.FromResult(found.Build());
    }

    /// <summary>How much d̃ moves the bits of a wide layer against how much m does: ln (bits at d̃ = m / at d̃ = 1) / ln (bits at m/2 / at m, d̃ = 1).</summary>
    internal static double ShareOfCoordinates(int length) =>
        Math.Abs(Math.Log((double)Bits(length, length) / Bits(length, 1))) / Math.Log((double)Bits(length / 2, 1) / Bits(length, 1));

    private static long Bits(int length, int coordinates) => LowRankCodebookWeight.BitsOf(WideLayer, length, 256, coordinates);
}
