using System.Diagnostics;
using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Checkpoints;
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

    public BenchModel(string folder, CompressionBenchOptions options, DataFolder data, CancellationToken cancel)
    {
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        using var source = CheckpointSource.Open(folder);
        if (source.Configuration is not { } configuration)
            throw new ToolException($"{folder} is a lone file, through which no text can pass. Give a model's folder.");
        _model = source.LoadModel();
        int context = Math.Min(options.Context, configuration.ContextLength);
        var text = options.Text is { } file
            ? CompressionText.OfFile(file.Path, source.LoadTokenizer(), configuration, context, options.Windows)
            : CompressionText.OfEnglish(data, source.LoadTokenizer(), configuration, context, options.Windows);
        (_calibration, _test, Text) = (text.Calibration, text.HeldOut, text.Says);
        _choices = NextTokens.Of(_model, _test, cancel: cancel);
        Original = ModelEvaluation.Of(_model, _test, original: _choices, cancel: cancel);
        _inputs = new(() => Timed(() => CalibrationStatistics.Gather(_model, _calibration, cancel: cancel), "inputs"));
        _gradients = new(() => Timed(() => CalibrationStatistics.WithGradients(_inputs.Value, _model, _calibration, cancel: cancel), "gradients"));
    }

    public string Name { get; }

    /// <summary>The text, and how it is divided.</summary>
    public string Text { get; }

    public ModelEvaluation Original { get; }

    public double InputSeconds { get; private set; }

    public double GradientSeconds { get; private set; }

    /// <summary>Compresses, measures and restores.</summary>
    /// <returns>The measurement, or why the method cannot do it.</returns>
    public BenchResult Run(ICompressionEntry method, double keep, RandomStream random, CancellationToken cancel)
    {
        var statistics = method.Needs switch
        {
            StatisticsNeeded.None => null,
            StatisticsNeeded.Inputs => _inputs.Value,
            _ => _gradients.Value,
        };
        double gathering = method.Needs switch
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
                Compressor = method.Compressor(keep),
                Allocation = method.Allocation(keep),
                Keep = keep,
                Unit = method.Unit,
                Random = random,
                Cancellation = cancel,
            };
            var compressed = ModelCompression.Compress(_model, statistics, plan, method.Sequential ? _calibration : null);
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
internal sealed record BenchResult(ICompressionEntry Method, double Keep, ModelEvaluation? Evaluation, double Seconds, string? Refusal);
