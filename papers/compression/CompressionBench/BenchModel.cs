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
    private readonly Lazy<Gathered> _inputs;
    private readonly Lazy<Gathered> _gradients;

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
        _inputs = new(() => Gathered.In(0, () => CalibrationStatistics.Gather(_model, _calibration, cancel: cancel)));
        _gradients = new(() => Gathered.In(
            _inputs.Value.Seconds, () => CalibrationStatistics.WithGradients(_inputs.Value.Statistics!, _model, _calibration, cancel: cancel)));
    }

    public string Name { get; }

    /// <summary>The text, and how it is divided.</summary>
    public string Text { get; }

    public ModelEvaluation Original { get; }

    /// <summary>Compresses, measures and restores.</summary>
    /// <returns>The measurement, or why the method cannot do it.</returns>
    public BenchResult Run(ICompressionEntry method, double keep, RandomStream random, CancellationToken cancel)
    {
        var gathered = method.Needs switch
        {
            StatisticsNeeded.None => new Gathered(null, 0),
            StatisticsNeeded.Inputs => _inputs.Value,
            _ => _gradients.Value,
        };
        try
        {
            var clock = Stopwatch.StartNew();
            var plan = CompressionPlan.Of(method, keep) with { Random = random, Cancellation = cancel };
            var compressed = ModelCompression.Compress(_model, gathered.Statistics, plan, method.Sequential ? _calibration : null);
            double seconds = gathered.Seconds + clock.Elapsed.TotalSeconds;
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

    /// <summary>What is known of the layers, and the seconds it took from the whole model on.</summary>
    private sealed record Gathered(IReadOnlyDictionary<string, LayerStatistics>? Statistics, double Seconds)
    {
        public static Gathered In(double before, Func<IReadOnlyDictionary<string, LayerStatistics>> gather)
        {
            var clock = Stopwatch.StartNew();
            return new Gathered(gather(), before + clock.Elapsed.TotalSeconds);
        }
    }
}

/// <summary>What a method came to on a model.</summary>
/// <param name="Method">The method.</param>
/// <param name="Keep">The share it had to keep.</param>
/// <param name="Evaluation">The compressed model; null when the method cannot keep so little.</param>
/// <param name="Seconds">Gathering what the method wants to know, sharing out and compressing.</param>
/// <param name="Refusal">Why it cannot; null when it can.</param>
internal sealed record BenchResult(ICompressionEntry Method, double Keep, ModelEvaluation? Evaluation, double Seconds, string? Refusal);
