using System.Diagnostics;
using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Entries;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>Chooses a method by trying all of them on a sample of the calibration text.</summary>
internal static class MethodChoice
{
    /// <summary>The most windows of the sample to calibrate on, and to choose by.</summary>
    public const int Windows = 16;

    /// <summary>Tries methods, those first that need the least.</summary>
    /// <param name="model">The model, which is as it was afterwards.</param>
    /// <param name="text">The text.</param>
    /// <param name="request">Share, allocation, time limit, seed.</param>
    /// <param name="progress">Told the share of the methods that is done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The trials, best first.</returns>
    /// <exception cref="ToolException">The text is too short, or no method can meet the budget.</exception>
    public static IReadOnlyList<MethodTrial> Try(LanguageModel model, CompressionText text, CompressionRequest request, IProgress<double> progress, CancellationToken cancel)
    {
        (var calibration, var selection) = text.Trial(Windows)
            ?? throw new ToolException("The text is too short to choose a method by a part of it: give more text, a smaller --context, or a --method.");
        var clock = Stopwatch.StartNew();
        Dictionary<StatisticsNeeded, IReadOnlyDictionary<string, LayerStatistics>> gathered = [];
        ICompressionEntry[] entries = [.. CompressionEntries.All.OrderBy(entry => entry.Sequential).ThenBy(entry => entry.Needs)];
        List<MethodTrial> trials = [];
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            progress.Report((double)trials.Count / entries.Length);
            double left = request.AutoSeconds - clock.Elapsed.TotalSeconds;
            trials.Add(left > 0 ? Try(entry, left) : new MethodTrial(entry.Key, null, 0, "not tried: the time was up"));
        }

        MethodTrial[] ranked = [.. trials.OrderBy(trial => trial.Score)];
        return double.IsFinite(ranked[0].Score)
            ? ranked
            : throw new ToolException($"No method could be tried with success at --keep {request.Keep}: {string.Join("; ", ranked.Select(trial => $"{trial.Method}: {trial.Note}"))}");

        MethodTrial Try(ICompressionEntry entry, double seconds)
        {
            var start = clock.Elapsed;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(seconds));
            try
            {
                var plan = CheckpointCompressor.PlanOf(entry, request) with { Cancellation = limit.Token };
                var compressed = ModelCompression.Compress(model, Statistics(entry.Needs, limit.Token), plan, entry.Sequential ? calibration : null);
                try
                {
                    return new MethodTrial(entry.Key, ModelEvaluation.Of(model, selection, compressed.Forms, cancel: limit.Token).Perplexity, Elapsed());
                }
                finally
                {
                    compressed.Restore();
                }
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return new MethodTrial(entry.Key, null, Elapsed(), "not finished within the time");
            }
            catch (Exception e) when (e is BudgetException or ArgumentException or ArithmeticException or InvalidOperationException or ShapeException)
            {
                return new MethodTrial(entry.Key, null, Elapsed(), e.Message);
            }

            double Elapsed() => (clock.Elapsed - start).TotalSeconds;
        }

        IReadOnlyDictionary<string, LayerStatistics> Statistics(StatisticsNeeded needs, CancellationToken stop)
        {
            // Allocations look at the inputs even where the method does not.
            if (!gathered.TryGetValue(StatisticsNeeded.Inputs, out var inputs))
                gathered.Add(StatisticsNeeded.Inputs, inputs = CalibrationStatistics.Gather(model, calibration, cancel: stop));
            if (needs != StatisticsNeeded.Gradients)
                return inputs;
            if (!gathered.TryGetValue(needs, out var gradients))
                gathered.Add(needs, gradients = CalibrationStatistics.WithGradients(inputs, model, calibration, cancel: stop));
            return gradients;
        }
    }
}
