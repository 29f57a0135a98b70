using System.Globalization;

namespace Praxis.Lab;

/// <summary>
/// The most memory the process had resident since this object was made. Where the kernel's own high-water mark can be
/// set back (Linux), that is used; elsewhere the resident memory is sampled every 20 ms.
/// </summary>
public sealed class PeakMemory : IDisposable
{
    private const string ClearRefs = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";

    private readonly bool _kernelCounts;
    private readonly Timer? _timer;
    private long _peak;

    /// <summary>Begins to watch, after a full collection of what earlier work left behind.</summary>
    public PeakMemory()
    {
        // What earlier work left behind is no part of this run.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _kernelCounts = ResetHighWaterMark();
        Sample();
        if (!_kernelCounts) _timer = new Timer(_ => Sample(), null, 20, 20);
    }

    /// <summary>The peak so far, in megabytes (10⁶ bytes).</summary>
    public double Megabytes
    {
        get
        {
            Sample();
            return Math.Max(Interlocked.Read(ref _peak), _kernelCounts ? HighWaterMark() ?? 0 : 0) / 1e6;
        }
    }

    /// <summary>Stops watching.</summary>
    public void Dispose() => _timer?.Dispose();

    private void Sample()
    {
        var now = Environment.WorkingSet;
        for (var peak = Interlocked.Read(ref _peak); now > peak; peak = Interlocked.Read(ref _peak))
            if (Interlocked.CompareExchange(ref _peak, now, peak) == peak)
                return;
    }

    private static bool ResetHighWaterMark()
    {
        try
        {
            if (!OperatingSystem.IsLinux() || HighWaterMark() is null) return false;
            // Writing 5 sets the high-water mark of resident memory back to the present value.
            File.WriteAllText(ClearRefs, "5");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long? HighWaterMark()
    {
        foreach (var line in File.ReadLines(Status))
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                return 1024 * long.Parse(line.AsSpan(6, line.LastIndexOf(' ') - 6), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        return null;
    }
}
