using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>What a reduction left.</summary>
/// <param name="Network">The reduced and tuned network.</param>
/// <param name="Widths">The width of the stream at each place up to the last one that was looked at.</param>
/// <param name="Stopped">Why it did not go on, or empty.</param>
public sealed record StreamReduction(StreamPerceptron Network, IReadOnlyList<int> Widths, string Stopped)
{
    /// <summary>
    /// RMT-KD's loop with any rule for the directions: from shallow to deep, project the stream, tune by self-distillation from the network before this step,
    /// and take the step back and stop when validation falls too far or too little is left.
    /// </summary>
    /// <param name="network">A trained network; it is not changed.</param>
    /// <param name="task">Its task; directions come from the training inputs.</param>
    /// <param name="rule">Which directions.</param>
    /// <param name="recipe">How.</param>
    /// <param name="random">For the order of inputs and for rules that draw.</param>
    /// <param name="cancel">Looked at before each step.</param>
    public static StreamReduction Of(StreamPerceptron network, ClassificationTask task, DirectionRule rule, ReductionRecipe recipe, RandomStream random, CancellationToken cancel = default)
    {
        double least = ClassifierTraining.Score(network, task.Validation).Accuracy - recipe.LargestDrop;
        int first = network.Stream(task.Validation.Inputs.Slice(0, 0, 1).Contiguous(), 0).Columns;
        var widths = new List<int>();
        for (int place = 0; place < network.Places; place++)
        {
            var spectrum = SignalSpectrum.Of(network.Stream(task.Train.Inputs, place));
            var directions = rule.Choose(spectrum, place, random.Fork($"directions {place}"));
            if (directions is null)
                return new StreamReduction(network, widths, $"no direction stands out at place {place}");
            if (directions.Columns < recipe.SmallestShare * first)
                return new StreamReduction(network, widths, $"{directions.Columns} directions at place {place} are too few");
            if (directions.Columns < spectrum.Dimensions)
            {
                var student = network.Narrowed(place, directions, spectrum.Mean);
                SelfDistillation.Tune(student, network.Scores(task.Train.Inputs), task.Train, recipe, random.Fork($"tuning {place}"), cancel);
                if (ClassifierTraining.Score(student, task.Validation).Accuracy < least)
                    return new StreamReduction(network, widths, $"place {place} cost too much");
                network = student;
            }

            widths.Add(directions.Columns);
        }

        return new StreamReduction(network, widths, "");
    }
}
