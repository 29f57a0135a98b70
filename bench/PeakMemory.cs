using System.Globalization;

namespace Praxis.Bench;

/// <summary>The most memory that a process takes which does one row and nothing else.</summary>
internal static class PeakMemory
{
    /// <summary>Runs the row's work so many times and reads the highest resident set of this process since its start, runtime and libraries included.</summary>
    public static Peak Measure(Row row, int runs)
    {
        var work = row.Make();
        for (int i = 0; i < runs; i++)
            work.Run();
        return new Peak(HighestResidentSet(), work.Values?.Invoke(), work.Parameters);
    }

    // VmHWM counts what was really in memory, on both sides in the same way.
    private static long HighestResidentSet()
    {
        const string Field = "VmHWM:";
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return line is null
            ? throw new InvalidOperationException("/proc/self/status has no VmHWM: peak memory is measured on Linux only.")
            : 1024 * long.Parse(line[Field.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}

/// <summary>What <see cref="PeakMemory"/> finds.</summary>
/// <param name="Bytes">The highest resident set.</param>
/// <param name="Values">As in <see cref="Work"/>.</param>
/// <param name="Parameters">As in <see cref="Work"/>.</param>
internal sealed record Peak(long Bytes, double[]? Values, long? Parameters);
