using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Eora;

/// <summary>The study's language model with every map compressed and repaired in one way or another.</summary>
internal sealed class CompensatedModel
{
    public const string None = "none", Svd = "SVD of the error", Scaled = "scaled by activations", Eora = "EoRA";

    private readonly StudyContext _context;
    private readonly Dictionary<string, Tensor[]> _approximations = []; // by base: Ŵ of each map
    private readonly IReadOnlyDictionary<string, LayerStatistics> _test;

    /// <summary>Loads the model and gathers its inputs on the test books, by which output errors are judged.</summary>
    public CompensatedModel(StudyContext context, CancellationToken cancel)
    {
        _context = context;
        Bundled = BundledLanguageModel.Open(context.Data, "llama-1m");
        Model = Bundled.Load();
        Maps = Model.LinearMaps();
        Test = Bundled.Test(context.Pick(smoke: 4, small: 16, full: 16), Length);
        _test = CalibrationStatistics.Gather(Model, Test, cancel: cancel);
    }

    public BundledLanguageModel Bundled { get; }

    public LanguageModel Model { get; }

    public IReadOnlyList<LinearMap> Maps { get; }

    public TextWindows Test { get; }

    /// <summary>The tokens of a window.</summary>
    public int Length => _context.Pick(smoke: 32, small: 64, full: 64);

    /// <summary>The ranks of the path.</summary>
    public int[] Ranks => _context.Pick<int[]>(smoke: [4], small: [2, 8], full: [2, 8, 16]);

    /// <summary>Statistics of the inputs of the model as it was trained, on the calibration text of a seed.</summary>
    public IReadOnlyDictionary<string, LayerStatistics> Calibrated(long seed, int windows, CancellationToken cancel) =>
        CalibrationStatistics.Gather(Model, Calibration(seed, windows), cancel: cancel);

    /// <summary>The calibration text of a seed.</summary>
    public TextWindows Calibration(long seed, int windows) => Bundled.Calibration(_context.Random(seed, "calibration"), windows, Length);

    /// <summary>Ŵ of each map.</summary>
    public Tensor[] Approximations(CompressedBase compressed)
    {
        if (!_approximations.TryGetValue(compressed.Name, out var known))
            _approximations[compressed.Name] = known = [.. Maps.Select(map => compressed.Compress(map.Weight).ToDense())];
        return known;
    }

    /// <summary>The directions of a way of repairing for each map.</summary>
    public LowRankBasis[] Directions(CompressedBase compressed, string method, IReadOnlyDictionary<string, LayerStatistics>? statistics, int rank)
    {
        var approximations = Approximations(compressed);
        return [.. Maps.Select((map, l) => EigenspaceCompensation.Directions(map.Weight.To(DType.F64) - approximations[l], method switch
        {
            Eora => statistics![map.Name].SecondMoments,
            Scaled => Tensor.Diagonal(statistics![map.Name].InputScale.Square()),
            _ => null,
        }, rank))];
    }

    /// <summary>The loss on the test books without repair.</summary>
    public double Loss(CompressedBase compressed, CancellationToken cancel) =>
        Loss(Approximations(compressed), cancel);

    /// <summary>The loss on the test books, and the mean over maps of √(‖(ΔW − B A) X‖²/‖ΔW X‖²) there.</summary>
    public (double Loss, double Error) Measure(CompressedBase compressed, LowRankBasis[] directions, int rank, CancellationToken cancel)
    {
        var approximations = Approximations(compressed);
        Tensor[] paths = [.. directions.Select(basis => basis.Truncate(rank).ToDense())];
        double error = Maps.Select((map, l) => WeightErrors.RelativeOutputError(map.Weight.To(DType.F64) - approximations[l], paths[l], _test[map.Name].SecondMoments)).Average();
        return (Loss([.. approximations.Zip(paths, (approximation, path) => approximation + path)], cancel), error);
    }

    /// <summary>The loss of the model as it was trained.</summary>
    public double Original(CancellationToken cancel) => WindowLosses.Of(Model, Test, cancel: cancel).Average();

    /// <summary>The loss after compensating layer by layer, each on the inputs that the layers compensated before it give.</summary>
    public double SequentialLoss(CompressedBase compressed, long seed, int windows, int rank, CancellationToken cancel)
    {
        var text = Calibration(seed, windows);
        var made = ModelCompression.Compress(Model, CalibrationStatistics.Gather(Model, text, cancel: cancel), new CompressionPlan
        {
            Compressor = new AtRank(compressed, rank),
            Allocation = new Allocations.UniformAllocation(),
            Keep = 1,
            Unit = BudgetUnit.Bits,
            Cancellation = cancel,
        }, text);
        double loss = WindowLosses.Of(Model, Test, cancel: cancel).Average();
        made.Restore();
        return loss;
    }

    private double Loss(IReadOnlyList<Tensor> weights, CancellationToken cancel)
    {
        for (int l = 0; l < Maps.Count; l++)
            Maps[l].ReplaceBy(new DenseWeight(weights[l]));
        double loss = WindowLosses.Of(Model, Test, cancel: cancel).Average();
        foreach (var map in Maps)
            map.Restore();
        return loss;
    }

    private sealed class AtRank(CompressedBase compressed, int rank) : IWeightCompressor
    {
        public string Name => $"{compressed.Name} + EoRA, rank {rank}";

        public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
        {
            var form = compressed.Compress(weight);
            return new SumWeight(form, EigenspaceCompensation.Of(weight.To(DType.F64) - form.ToDense(), statistics.SecondMoments, rank));
        }
    }
}
