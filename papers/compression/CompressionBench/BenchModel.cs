using System.Diagnostics;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression;

/// <summary>A model of the bench: its statistics are gathered once, and every method begins from the same weights.</summary>
internal sealed class BenchModel
{
    private readonly LanguageModel _model;
    private readonly TextWindows _calibration;
    private readonly TextWindows _test;
    private readonly NextTokens _choices;
    private readonly Lazy<IReadOnlyDictionary<string, LayerStatistics>> _inputs;
    private readonly Lazy<IReadOnlyDictionary<string, LayerStatistics>> _gradients;

    public BenchModel(ModelWithText source, CompressionBenchOptions options, RandomStream random, CancellationToken cancel)
    {
        (Name, _model) = (source.Name, source.Load());
        int context = Math.Min(options.Context, source.Context);
        _calibration = source.Calibration(random, options.Calibration, context);
        _test = source.Test(options.Windows, context);
        _choices = NextTokens.Of(_model, _test, cancel: cancel);
        Original = ModelEvaluation.Of(_model, _test, original: _choices, cancel: cancel);
        _inputs = new(() => Timed(() => CalibrationStatistics.Gather(_model, _calibration, cancel: cancel), "inputs"));
        _gradients = new(() => Timed(() => CalibrationStatistics.WithGradients(_inputs.Value, _model, _calibration, cancel: cancel), "gradients"));
    }

    public string Name { get; }

    public ModelEvaluation Original { get; }

    public double InputSeconds { get; private set; }

    public double GradientSeconds { get; private set; }

    /// <summary>Compresses, measures and restores.</summary>
    /// <returns>The measurement, or why the method cannot do it.</returns>
    public BenchResult Run(CompressionMethod method, double keep, RandomStream random, CancellationToken cancel)
    {
        var entry = method.Entry;
        var statistics = entry.Needs switch
        {
            StatisticsNeeded.None => null,
            StatisticsNeeded.Inputs => _inputs.Value,
            _ => _gradients.Value,
        };
        double gathering = entry.Needs switch
        {
            StatisticsNeeded.None => 0,
            StatisticsNeeded.Inputs => InputSeconds,
            _ => InputSeconds + GradientSeconds,
        };
        try
        {
            var clock = Stopwatch.StartNew();
            var plan = new CompressionPlan
            {
                Compressor = entry.Compressor(keep),
                Allocation = entry.Allocation(keep),
                Keep = keep,
                Unit = entry.Unit,
                Random = random,
                Cancellation = cancel,
            };
            var compressed = ModelCompression.Compress(_model, statistics, plan, entry.Sequential ? _calibration : null);
            double seconds = gathering + clock.Elapsed.TotalSeconds;
            try
            {
                return new BenchResult(method, keep, ModelEvaluation.Of(_model, _test, compressed.Forms, _choices, cancel: cancel), seconds, null);
            }
            finally
            {
                compressed.Restore();
            }
        }
        catch (BudgetException e)
        {
            return new BenchResult(method, keep, null, 0, e.Message);
        }
    }

    private IReadOnlyDictionary<string, LayerStatistics> Timed(Func<IReadOnlyDictionary<string, LayerStatistics>> gather, string what)
    {
        var clock = Stopwatch.StartNew();
        var statistics = gather();
        if (what == "inputs") InputSeconds = clock.Elapsed.TotalSeconds;
        else GradientSeconds = clock.Elapsed.TotalSeconds;
        return statistics;
    }
}

/// <summary>What a method came to on a model.</summary>
/// <param name="Method">The method.</param>
/// <param name="Keep">The share it had to keep.</param>
/// <param name="Evaluation">The compressed model; null when the method cannot keep so little.</param>
/// <param name="Seconds">Gathering what the method wants to know, sharing out and compressing.</param>
/// <param name="Refusal">Why it cannot; null when it can.</param>
internal sealed record BenchResult(CompressionMethod Method, double Keep, ModelEvaluation? Evaluation, double Seconds, string? Refusal);
