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
    /// <summary>The seconds of every repeat, and the error of the last result.</summary>
    /// <exception cref="InvalidOperationException">The row failed; the message holds the log.</exception>
    public static (double[] Seconds, double Error) Measure(string id, int repeats)
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
                    .Select(measurement => measurement.Nanoseconds / measurement.Operations / 1e9),
            ];
            return seconds.Length == repeats
                ? (seconds, RowBenchmark.Error)
                : throw new InvalidOperationException($"{id}: {seconds.Length} of {repeats} repeats were measured.\n{log.GetLog()}");
        }
        finally
        {
            if (Directory.Exists(artifacts))
                Directory.Delete(artifacts, recursive: true);
        }
    }
}
