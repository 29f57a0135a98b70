using Praxis.Lab;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>Trains a network on noisy labels until it knows them by heart and takes it apart.</summary>
internal sealed class TailExperiment(StudyContext context, TailSetting setting, CancellationToken cancel)
{
    private const int MostDirections = 3; // times the number of classes

    /// <summary>The highest rate of the descent.</summary>
    public const double LearningRate = 0.03;

    private static readonly double[] Ridges = [.. Enumerable.Range(0, 15).Select(i => Math.Pow(10, -7 + (i / 2.0)))];

    /// <summary>Passes over the training inputs.</summary>
    public static int Epochs(StudyContext context) => context.Pick(smoke: 30, small: 60, full: 60);

    /// <summary>The epochs after which bands are measured.</summary>
    public static int[] Watched(StudyContext context) => [.. new[] { 1, 2, 4, 8, 15, 30, 60 }.Where(epoch => epoch <= Epochs(context))];

    public TailRun Run(long seed, bool watch)
    {
        var task = NoisyTask.Draw(context, setting, seed);
        (var clean, int classes) = (task.Clean, task.Clean.Classes);
        (int width, int batch) = (context.Pick(smoke: 64, small: 256, full: 256), 64);
        var random = context.Random(seed, $"network, {setting.Data}");
        var network = new FeatureClassifier(clean.Train.Inputs.Shape[1], width, classes, random, setting.SmallWeights);
        (var trainData, var validationData) = (clean.Train with { Labels = task.TrainLabels }, clean.Validation with { Labels = task.ValidationLabels });

        var untrainedSpectrum = FeatureSpectrum.Of(network.Features(clean.Train.Inputs));
        (var untrained, double[] untrainedCurve) = Truncated(
            untrainedSpectrum, SpectralHead.Refitted(untrainedSpectrum, task.TrainLabels, classes), network, task, untrainedSpectrum.Rank);

        (var validation, var test, var along) = (new List<double>(), new List<double>(), new List<BandEnergies>());
        int[] watched = watch ? Watched(context) : [];
        int steps = Math.Max(1, clean.Train.Count / batch);
        ClassifierTraining.Train(
            network,
            trainData,
            new ClassifierRecipe { Epochs = Epochs(context), Batch = batch, LearningRate = LearningRate, Adam = false, WeightDecay = 0 },
            random.Fork("order"),
            stepped: step =>
            {
                if ((step + 1) % steps != 0)
                    return;
                validation.Add(ClassifierTraining.Score(network, validationData).Accuracy);
                test.Add(ClassifierTraining.Score(network, clean.Test).Accuracy);
                if (watched.Contains((step + 1) / steps))
                    along.Add(Bands(FeatureSpectrum.Of(network.Features(clean.Train.Inputs))));
            },
            cancel: cancel);

        var spectrum = FeatureSpectrum.Of(network.Features(clean.Train.Inputs));
        var head = SpectralHead.Refitted(spectrum, task.TrainLabels, classes);
        var coordinates = spectrum.Coordinates(network.Features(clean.Test.Inputs)); // (test, rank)
        (var refitted, double[] refittedCurve) = Truncated(spectrum, head, network, task, MostDirections * classes);
        (var reused, double[] reusedCurve) = Truncated(
            spectrum, SpectralHead.Reused(spectrum, network.Head.Weight.Data, network.Head.Bias!.Data), network, task, MostDirections * classes);
        int leading = Math.Min(classes, spectrum.Rank - 1);
        return new TailRun
        {
            Memorised = ClassifierTraining.Score(network, trainData).Accuracy,
            Converged = test[^1],
            Epoch = Choice.Of(validation, test),
            Refitted = refitted,
            Untrained = untrained,
            Reused = reused,
            Ridge = Ridged(spectrum, network.Features(clean.Validation.Inputs), network.Features(clean.Test.Inputs), task),
            RidgeOnInputs = Ridged(FeatureSpectrum.Of(clean.Train.Inputs), clean.Validation.Inputs, clean.Test.Inputs, task),
            LeadingProbe = head.Accuracy(coordinates, clean.Test.Labels, 0, leading),
            OtherProbe = head.Accuracy(coordinates, clean.Test.Labels, leading),
            Energies = Bands(spectrum),
            EffectiveRank = spectrum.EffectiveRank,
            Rank = spectrum.Rank,
            Curves = [refittedCurve, reusedCurve, untrainedCurve],
            Along = [.. along],
        };

        BandEnergies Bands(FeatureSpectrum of) => BandEnergies.Of(LabelEnergies.Of(of, clean.Train.Labels, task.TrainLabels, classes), classes);
    }

    // The curve over d, and what is chosen on it.
    private static (Choice Chosen, double[] Curve) Truncated(FeatureSpectrum spectrum, SpectralHead head, FeatureClassifier network, NoisyTask task, int most)
    {
        double[] validation = head.Curve(spectrum.Coordinates(network.Features(task.Clean.Validation.Inputs)), task.ValidationLabels);
        double[] test = head.Curve(spectrum.Coordinates(network.Features(task.Clean.Test.Inputs)), task.Clean.Test.Labels);
        return (Choice.Of(validation, test, most), test);
    }

    private static Choice Ridged(FeatureSpectrum spectrum, Tensor validation, Tensor test, NoisyTask task)
    {
        (var validationPlaces, var testPlaces) = (spectrum.Coordinates(validation), spectrum.Coordinates(test));
        SpectralHead[] heads = [.. Ridges.Select(ridge => SpectralHead.Refitted(spectrum, task.TrainLabels, task.Clean.Classes, ridge))];
        return Choice.Of(
            [.. heads.Select(head => head.Accuracy(validationPlaces, task.ValidationLabels))],
            [.. heads.Select(head => head.Accuracy(testPlaces, task.Clean.Test.Labels))]);
    }
}
