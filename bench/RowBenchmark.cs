using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace Praxis.Bench;

/// <summary>The one benchmark: the work of the row that <see cref="Selected"/> names.</summary>
public class RowBenchmark
{
    // Long enough for the runtime to have replaced its first, quick compilation of whatever the row calls.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    private Work _work = null!;

    /// <summary>The row to measure.</summary>
    public static string Selected { get; set; } = "";

    /// <summary>What there is to know beside the times, once the row is done.</summary>
    internal static (int Parts, double? Error, double[]? Values, long? Parameters) Result { get; private set; }

    /// <summary>Makes the input and warms up.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _work = RowCatalogue.Find(Selected).Make();
        var watch = Stopwatch.StartNew();
        do
        {
            Prepare();
            _work.Run();
        }
        while (watch.Elapsed < WarmUp);
    }

    /// <summary>Renews what the work overwrites.</summary>
    [IterationSetup]
    public void Prepare() => _work.Prepare?.Invoke();

    /// <summary>The timed work.</summary>
    [Benchmark]
    public void Run() => _work.Run();

    /// <summary>Looks at the last result.</summary>
    [GlobalCleanup]
    public void Check() => Result = (_work.Parts, _work.Error?.Invoke(), _work.Values?.Invoke(), _work.Parameters);
}
