using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Farms;

/// <summary>C2: a bundled language model pruned by Wanda with sparsities of its blocks by different scores.</summary>
internal sealed class PruningPart
{
    private static readonly double[] Spreads = [0.1, 0.2, 0.3];

    private readonly StudyContext _context;
    private readonly CancellationToken _cancel;
    private readonly BundledLanguageModel _bundled;
    private readonly LanguageModel _model;
    private readonly IReadOnlyDictionary<string, double> _plain;
    private readonly IReadOnlyDictionary<string, double> _windows;
    private readonly TextWindows _test;
    private readonly int _length;

    public PruningPart(StudyContext context, CancellationToken cancel)
    {
        (_context, _cancel) = (context, cancel);
        Sparsities = context.Pick<double[]>(smoke: [0.7], small: [0.6, 0.7, 0.8], full: [0.6, 0.7, 0.8]);
        _length = context.Pick(smoke: 32, small: 128, full: 128);
        _bundled = BundledLanguageModel.Open(context.Data, "llama-1m");
        _model = _bundled.Load();
        var layers = ModelCompression.Layers(_model, null);
        (_plain, _windows) = (BlockScores.Of(layers, null), BlockScores.Of(layers, new WindowGrid()));
        _test = _bundled.Test(context.Pick(smoke: 2, small: 8, full: 12), _length);
        Maps = [.. layers.Select(layer => new MapExponents(
            layer.Name, (double)layer.Outputs / layer.Inputs, Spectra.Exponent(layer.ReadWeight(), null)!.Value, Spectra.Exponent(layer.ReadWeight(), new WindowGrid())!.Value))];
    }

    /// <summary>The shares that are pruned away.</summary>
    public double[] Sparsities { get; }

    /// <summary>The exponents of the model's maps.</summary>
    public IReadOnlyList<MapExponents> Maps { get; }

    /// <summary>The exponents of a map.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Aspect">Outputs to inputs.</param>
    /// <param name="Plain">α of the whole matrix.</param>
    /// <param name="Windows">FARMS's α.</param>
    internal sealed record MapExponents(string Name, double Aspect, double Plain, double Windows);

    /// <summary>Losses by sparsity.</summary>
    internal sealed record Losses(double Dense, double[] Uniform, double[] Plain, double[] Windows, double[] Permuted);

    /// <summary>The spread ε of each score with the least loss on validation books: plain, windows.</summary>
    public double[] TunedSpreads()
    {
        var validation = _bundled.Validation(_context.Pick(smoke: 2, small: 8, full: 12), _length);
        var statistics = Statistics(new RandomStream(-1));
        return [.. new[] { _plain, _windows }.Select(scores => Spreads.MinBy(spread => Sparsities.Sum(sparsity => LossIfPossible(statistics, scores, sparsity, spread, validation))))];
    }

    /// <summary>All arms with one calibration draw.</summary>
    public Losses Run(long seed, double[] spreads)
    {
        var statistics = Statistics(_context.Random(seed, "calibration"));
        string[] blocks = [.. _windows.Keys];
        int[] order = _context.Random(seed, "permutation").Permutation(blocks.Length);
        var permuted = blocks.Select((block, b) => (block, _windows[blocks[order[b]]])).ToDictionary();
        return new Losses(
            WindowLosses.Of(_model, _test, cancel: _cancel).Average(),
            Each(_plain, 0),
            Each(_plain, spreads[0]),
            Each(_windows, spreads[1]),
            Each(permuted, spreads[1]));

        double[] Each(IReadOnlyDictionary<string, double> scores, double spread) => [.. Sparsities.Select(sparsity => Loss(statistics, scores, sparsity, spread, _test))];
    }

    private IReadOnlyDictionary<string, LayerStatistics> Statistics(RandomStream random) =>
        CalibrationStatistics.Gather(_model, _bundled.Calibration(random, _context.Pick(4, 16, 16), _length), cancel: _cancel);

    // A spread at which a block would lose whole rows is not chosen.
    private double LossIfPossible(IReadOnlyDictionary<string, LayerStatistics> statistics, IReadOnlyDictionary<string, double> scores, double sparsity, double spread, TextWindows text)
    {
        try
        {
            return Loss(statistics, scores, sparsity, spread, text);
        }
        catch (BudgetException)
        {
            return double.PositiveInfinity;
        }
    }

    private double Loss(IReadOnlyDictionary<string, LayerStatistics> statistics, IReadOnlyDictionary<string, double> scores, double sparsity, double spread, TextWindows text)
    {
        var compressed = ModelCompression.Compress(_model, statistics, new CompressionPlan
        {
            Compressor = new WandaPruning(),
            Allocation = new Given(scores, spread),
            Keep = 1 - sparsity,
            Cancellation = _cancel,
        });
        double loss = WindowLosses.Of(_model, text, cancel: _cancel).Average();
        compressed.Restore();
        return loss;
    }

    private sealed class Given(IReadOnlyDictionary<string, double> scores, double spread) : IBudgetAllocation
    {
        public string Name => "given scores";

        public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep) => BlockSparsity.Budgets(layers, scores, keep, spread);
    }
}
