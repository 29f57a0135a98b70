using System.Runtime.InteropServices;

namespace Praxis.Lab;

/// <summary>The machine a run was made on.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Logical cores.</param>
/// <param name="MemoryGigabytes">Memory in gigabytes (10⁹ bytes).</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>This machine, or the part of it that the program may use.</summary>
    public static Machine Read() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
        RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        if (File.Exists(CpuInfo))
            foreach (var line in File.ReadLines(CpuInfo))
                if (line.StartsWith("model name", StringComparison.Ordinal) && line.IndexOf(':') is > 0 and var colon)
                    return line[(colon + 1)..].Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") is { Length: > 0 } named
            ? named
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
