namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>Times work by the processor time of this process, which other programs on the machine disturb far less than the clock.</summary>
internal static class ProcessorTime
{
    private static readonly TimeSpan ShortestBatch = TimeSpan.FromMilliseconds(10);

    /// <summary>Seconds for one call: the smallest of several batches, after one call to warm up.</summary>
    public static double Of(Action work, int batches, CancellationToken cancel)
    {
        work();
        var best = double.PositiveInfinity;
        for (var batch = 0; batch < batches; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            var calls = 0;
            var start = Environment.CpuUsage.TotalTime;
            TimeSpan spent;
            do
            {
                work();
                calls++;
                spent = Environment.CpuUsage.TotalTime - start;
            }
            while (spent < ShortestBatch);
            best = Math.Min(best, spent.TotalSeconds / calls);
        }
        return best;
    }
}
