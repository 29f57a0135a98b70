using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>C2: what the gradients of each map are like while a model is trained on.</summary>
/// <param name="Leading">The share of energy of the summed gradients in the leading tenth of their directions, map by map.</param>
/// <param name="Persistence">The mean cosine between gradients of different steps, map by map.</param>
/// <param name="StableRank">‖ΣG‖_F²/‖ΣG‖₂² of the summed gradients, map by map.</param>
internal sealed record GradientMeasures(double[] Leading, double[] Persistence, double[] StableRank)
{
    private const int Batch = 4;

    /// <summary>Trains a model on for some steps and looks at the gradients; the model is as before afterwards.</summary>
    public static GradientMeasures Measure(StudyContext context, ReducedModel reduced, long seed, CancellationToken cancel)
    {
        int steps = context.Pick(smoke: 3, small: 10, full: 16), length = context.Pick(smoke: 32, small: 64, full: 64);
        var model = reduced.Model;
        var before = model.StateDictionary().ToDictionary(named => named.Key, named => named.Value.Clone());
        var text = reduced.Bundled.Calibration(context.Random(seed, $"gradients, {reduced.Bundled.Name}"), steps * Batch, length);
        int[] order = context.Random(seed, "order of the text").Permutation(text.Count);
        Tensor[] sums = [.. reduced.Maps.Select(map => Tensor.Zeros(map.Outputs, map.Inputs))];
        var directions = reduced.Maps.Select(_ => new List<Tensor>()).ToArray(); // unit gradients, step by step
        var optimizer = new AdamW(model.Parameters(), 2e-4, weightDecay: 0.1);
        for (int step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            TuningText.Loss(model, text, order.AsSpan(step * Batch, Batch)).Backward();
            for (int l = 0; l < sums.Length; l++)
            {
                var gradient = reduced.Maps[l].AsWeight(reduced.Maps[l].Parameter.Grad!).To(DType.F64);
                sums[l].AddScaled(gradient);
                directions[l].Add(TensorScope.Keep((gradient / gradient.FrobeniusNorm()).Contiguous()));
            }

            optimizer.Step();
            optimizer.ZeroGrad();
        }

        model.LoadStateDictionary(before);
        return new([.. sums.Select(LeadingShare)], [.. directions.Select(MeanCosine)], [.. sums.Select(sum => Math.Pow(sum.FrobeniusNorm() / LinearAlgebra.SpectralNorm(sum), 2))]);
    }

    private static double LeadingShare(Tensor sum)
    {
        double[] energies = [.. LinearAlgebra.SingularValues(sum).ToArray().Select(value => value * value)];
        return energies.Take((energies.Length + 9) / 10).Sum() / energies.Sum();
    }

    // The mean over pairs of ⟨u_s, u_t⟩ follows from the norm of the sum of the unit gradients.
    private static double MeanCosine(List<Tensor> units)
    {
        var sum = units.Aggregate((a, b) => a + b);
        int count = units.Count;
        return (Math.Pow(sum.FrobeniusNorm(), 2) - count) / (count * (count - 1.0));
    }
}
