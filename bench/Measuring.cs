using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Mathematics.OutlierDetection;

namespace Praxis.Bench;

/// <summary>Runs one row under BenchmarkDotNet, in this process: a short job of single invocations, none of them left out.</summary>
internal static class Measuring
{
    /// <summary>The seconds that a part takes in every repeat, and what the last result is worth.</summary>
    /// <exception cref="InvalidOperationException">The row failed; the message holds the log.</exception>
    public static Measured Measure(string id, int repeats)
    {
        RowBenchmark.Selected = id;
        var log = new AccumulationLogger();
        string artifacts = Path.Combine(Path.GetTempPath(), $"praxis-bench-{Environment.ProcessId}");
        var job = Job.Default
            .WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(30), logOutput: false))
            .WithStrategy(RunStrategy.Monitoring)
            .WithWarmupCount(2)
            .WithIterationCount(repeats)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithOutlierMode(OutlierMode.DontRemove);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(log).WithArtifactsPath(artifacts);
        try
        {
            var summary = BenchmarkRunner.Run<RowBenchmark>(config);
            double[] seconds =
            [
                .. summary.Reports
                    .SelectMany(report => report.AllMeasurements)
                    .Where(measurement => measurement.IterationMode == IterationMode.Workload && measurement.IterationStage == IterationStage.Actual)
                    .Select(measurement => measurement.Nanoseconds / measurement.Operations / 1e9 / RowBenchmark.Result.Parts),
            ];
            return seconds.Length == repeats
                ? new Measured(seconds, RowBenchmark.Result.Error, RowBenchmark.Result.Values, RowBenchmark.Result.Parameters)
                : throw new InvalidOperationException($"{id}: {seconds.Length} of {repeats} repeats were measured.\n{log.GetLog()}");
        }
        finally
        {
            if (Directory.Exists(artifacts))
                Directory.Delete(artifacts, recursive: true);
        }
    }
}

/// <summary>A row's times and what its result is worth.</summary>
/// <param name="Seconds">That a part took, in every repeat.</param>
/// <param name="Error">As in <see cref="Work"/>.</param>
/// <param name="Values">As in <see cref="Work"/>.</param>
/// <param name="Parameters">As in <see cref="Work"/>.</param>
internal sealed record Measured(double[] Seconds, double? Error, double[]? Values, long? Parameters);
