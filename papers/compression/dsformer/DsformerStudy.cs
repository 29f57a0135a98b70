using Praxis.Lab;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>
/// Compares the dense-sparse form with truncated SVD on weight matrices of bundled language models, and straight-through training with fixed supports and with
/// low rank on perceptrons.
/// </summary>
[Paper("dsformer")]
public sealed class DsformerStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var matrices = WeightPart.Matrices(context);
        var errors = new List<WeightPart.MatrixErrors>();
        foreach (long seed in context.Seeds)
        {
            context.Report($"matrix {seed}", 0.5 * errors.Count / context.Seeds.Count);
            // Seed 1 is the first matrix, and after the last comes the first again.
            (string name, var weight) = matrices[(int)((((seed - 1) % matrices.Count) + matrices.Count) % matrices.Count)];
            var taken = context.Pick(smoke: weight.Slice(0, 0, Math.Min(48, weight.Rows)).Slice(1, 0, 48).Contiguous(), small: weight, full: weight);
            errors.Add(context.Once($"matrix {seed}", () => WeightPart.Measure(name, taken, context.Random(seed, "gaussian"), context.Pick(1, 3, 6), cancel)));
            WeightPart.Observe(found, seed, errors[^1]);
        }

        var training = new TrainingPart(context, cancel);
        context.Report("learning rates", 0.5);
        double[] rates = context.Once("learning rates", () => training.TunedRates(context.Pick(smoke: 1, small: 2, full: 3)));
        var networks = new List<TrainingPart.NetworkLosses>();
        foreach (long seed in context.Seeds)
        {
            context.Report($"perceptron {seed}", 0.6 + (0.4 * networks.Count / context.Seeds.Count));
            networks.Add(context.Once($"perceptron {seed}", () => training.Run(context.Random(seed, "perceptron"), rates)));
            var losses = networks[^1];
            found.ObservePair("C3", "two-step", "", seed, losses.Final[2], losses.Final[1]);
            found.ObservePair("C3", "low-rank", "", seed, losses.Final[2], losses.Final[0]);
            found.ObservePair("C4", "stacked", "", seed, losses.Rounded, losses.Final[2]);
        }

        found.Add(DsformerFigures.ErrorAgainstSize(errors));
        found.Add(DsformerFigures.Training(networks));
        found.Add(DsformerFigures.Errors(errors));
        found.Add(DsformerFigures.Losses(networks, rates));
        found.Remark($"A seed of C1 is a matrix: query, output, up and down maps of three blocks of a Llama and all four maps of two blocks of a GPT-2, both of 1 M parameters. Places take {100 * errors.Average(e => e.IndexShare):0} % of the dense-sparse form's bits at 2×; numbers count 16 bits.");
        found.Remark($"Is it the weights or the form? With places counted the dense-sparse form takes away {100 * errors.Average(e => WeightPart.Saved(e.Bits, e.Svd)):0.0} % of SVD's error on trained matrices and {100 * errors.Average(e => WeightPart.Saved(e.GaussianBits, e.GaussianSvd)):0.0} % on Gaussian ones of the same shapes. Before any run this comparison stood among the checks of C1; it was taken out, still before a run of the study, because the claim does not speak of it: a control in another program had shown that it asks about the form's gain on noise.");
        found.Remark("For each matrix and size the dense-sparse form has its choice of 1, 2, 4 or 8 blocks of inputs and of three shares of coefficients to atoms, after one round; SVD has no such choice to make.");
        found.Remark($"Straight-through training begins at the same factors as the arm with fixed supports, with 0 for coefficients that are not kept, and fixes its supports for the last fifth of the steps. No decay of masked coefficients, no distillation. Learning rates are each arm's best of three on validation images of draws that are not reported: {rates[0]:0.####} for low rank, {rates[1]:0.####} for fixed supports, {rates[2]:0.####} straight-through.");
        found.Remark("A first run trained the dense networks for 12 epochs and offered rates up to 0.003, which every arm took: the networks had not converged, and fine-tuning made all of them better than the dense one. Straight-through was then 0.0025 nats [0.0019, 0.0032] below fixed supports and 0.0020 [−0.0008, 0.0047] above low rank. Since then it is 40 epochs, and rates up to 0.01.");
        found.Remark("Not looked at: transformers trained this way, 2:4 sparsity and distillation as rivals, distilled and layer-shared models.");
        return Task.FromResult(found.Build());
    }
}
