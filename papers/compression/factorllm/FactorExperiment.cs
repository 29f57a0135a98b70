using Praxis.Lab;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>Trains students of one model on text and measures them on test books.</summary>
internal sealed class FactorExperiment
{
    public const int Experts = 4, Chosen = 2;

    private const int Length = 64, Shuffles = 20;

    private readonly StudyContext _context;
    private readonly BundledLanguageModel _source;
    private readonly TextWindows _test;
    private readonly TextWindows _novel;
    private readonly TextWindows _bible;
    private readonly CancellationToken _cancel;

    public FactorExperiment(StudyContext context, CancellationToken cancel)
    {
        (_context, _cancel) = (context, cancel);
        _source = BundledLanguageModel.Open(context.Data, "llama-1m");
        _test = _source.Test(context.Pick(smoke: 4, small: 48, full: 64), Length);
        // The test books stand one after another, the novel first.
        string test = _source.Corpus.Test;
        int bible = test.IndexOf("Now it came to pass in the days of Ahasuerus", StringComparison.Ordinal);
        int windows = context.Pick(smoke: 4, small: 24, full: 32), characters = Math.Min(windows * Length * 6, bible);
        _novel = _source.Windows(test[..characters], windows, Length);
        _bible = _source.Windows(test.Substring(bible, Math.Min(characters, test.Length - bible)), windows, Length);
    }

    /// <summary>Steps of training of every arm.</summary>
    public int Steps => _context.Pick(smoke: 2, small: 100, full: 100);

    /// <summary>The learning rate of each arm, the best of 3e-4, 1e-3 and 3e-3 on seeds that are not reported.</summary>
    public static double LearningRate(Arm arm) => arm == Arm.Dense ? 3e-4 : 1e-3;

    /// <summary>The loss of the dense model as it was trained.</summary>
    public double DenseLoss() => RoutedStudent.WindowNats(_source.Load(), _test, _cancel).Average();

    /// <summary>The loss of token frequencies of the training books, one added to each count.</summary>
    public double FrequencyLoss()
    {
        var counts = new double[_source.VocabularySize];
        Array.Fill(counts, 1);
        var train = _source.Tokens(_source.Corpus.Train[..Math.Min(_source.Corpus.Train.Length, _context.Pick(smoke: 100_000, small: 1_000_000, full: 1_000_000))]);
        for (int i = 0; i < train.Length; i++)
            counts[train[i]]++;
        double all = counts.Sum();
        (double nats, long places) = (0, 0);
        for (int window = 0; window < _test.Count; window++)
            foreach (long target in _test.At(window, 1).Targets.AsSpan<long>())
                (nats, places) = (nats - Math.Log(counts[target] / all), places + 1);
        return nats / places;
    }

    /// <summary>All arms of a seed, on the same passages in the same order.</summary>
    public FactorRun Run(long seed)
    {
        var recipe = new FactorRecipe { Steps = Steps, LearningRate = 0 };
        var text = Passages(seed, recipe);
        (var trained, var untrained) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        RoutedStudent? taught = null;
        foreach (var arm in Enum.GetValues<Arm>())
        {
            var student = new RoutedStudent(_source, arm, Experts, Chosen, text, _context.Random(seed, "routers"));
            untrained[Name(arm)] = student.WindowNats(_test, _cancel).Average();
            student.Train(text, recipe with { LearningRate = LearningRate(arm) }, _cancel);
            trained[Name(arm)] = student.WindowNats(_test, _cancel).Average();
            taught = arm == Arm.PriorApproximation ? student : taught;
        }

        var quality = taught!.Quality(_test);
        var frequent = taught.Quality(_source.Calibration(_context.Random(seed, "frequent"), _context.Pick(smoke: 2, small: 16, full: 16), Length));
        var usage = new[] { taught.Usage(_novel), taught.Usage(_bible) };
        int[] kinds = [.. Enumerable.Repeat(0, _novel.Count), .. Enumerable.Repeat(1, _bible.Count)];
        var counts = taught.Mixtures.Select((_, layer) => usage[0][layer].Concat(usage[1][layer]).ToArray()).ToArray();
        taught.PickClosest(true);
        return new FactorRun
        {
            Trained = trained,
            Untrained = untrained,
            Closest = taught.WindowNats(_test, _cancel).Average(),
            Agreement = quality.Average(layer => layer.Agreement),
            AgreementOfMostFrequent = quality.Zip(frequent, (layer, before) => MostFrequent(before.Share).Sum(expert => layer.Share[expert])).Average(),
            Usage = [.. usage.Select(kind => kind.Select(Shares).ToArray())],
            Bits = [.. counts.Select(layer => DomainInformation.Bits(layer, kinds))],
            BitsByChance = [.. counts.Select((layer, l) => DomainInformation.ByChance(layer, kinds, Shuffles, _context.Random(seed, $"shuffles {l}")))],
        };

        // A label is one of the k closest: always picking an expert finds its share of the labels.
        static IEnumerable<int> MostFrequent(double[] share) => Enumerable.Range(0, Experts).OrderByDescending(expert => share[expert]).Take(Chosen);

        static double[] Shares(double[][] windows)
        {
            double all = windows.Sum(window => window.Sum());
            return [.. Enumerable.Range(0, Experts).Select(expert => windows.Sum(window => window[expert]) / all)];
        }
    }

    /// <summary>The loss of another cut, taught by the closest slices or routed at random or static.</summary>
    public double Variant(long seed, Arm arm, int experts, int chosen, bool grouped = false, double sharpness = 1)
    {
        var recipe = new FactorRecipe { Steps = Steps, LearningRate = LearningRate(arm), Sharpness = sharpness };
        var text = Passages(seed, recipe);
        var student = new RoutedStudent(
            _source, arm, experts, chosen, text, _context.Random(seed, "routers"), grouped ? (gate, random) => BalancedGroups.Order(gate, experts, random) : null);
        student.Train(text, recipe, _cancel);
        return student.WindowNats(_test, _cancel).Average();
    }

    public static string Name(Arm arm) => arm switch
    {
        Arm.PriorApproximation => "taught by the closest slices",
        Arm.Unguided => "standard mixture of experts",
        Arm.Random => "random router",
        Arm.Static => "half of the units for all",
        _ => "dense",
    };

    private TextWindows Passages(long seed, FactorRecipe recipe) => _source.Calibration(_context.Random(seed, "passages"), recipe.Steps * recipe.Batch, Length);
}
