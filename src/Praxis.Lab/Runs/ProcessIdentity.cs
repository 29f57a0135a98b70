using System.ComponentModel;
using System.Diagnostics;

namespace Praxis.Lab;

/// <summary>One process, told apart from a later one that was given the same id.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">When it started, as the operating system's own unchanging text.</param>
internal sealed record ProcessIdentity(int Id, string Started)
{
    // Stands before Current, which needs it: static fields get their values in the order in which they are written.
    private static readonly string BootId = File.Exists("/proc/sys/kernel/random/boot_id")
        ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()
        : "";

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } =
        Of(Environment.ProcessId) ?? new ProcessIdentity(Environment.ProcessId, "unknown");

    /// <summary>Whether the process still runs. Unknown start times never count as running elsewhere.</summary>
    public bool IsAlive => this == Current || Of(Id) == this;

    private static ProcessIdentity? Of(int id) => OperatingSystem.IsLinux() && File.Exists("/proc/self/stat") ? FromProc(id) : FromSystem(id);

    // Process.StartTime on Linux is computed from the present clock and differs by some milliseconds from one observer
    // to the next; the kernel's count of ticks since boot, with the boot's own id, does not.
    private static ProcessIdentity? FromProc(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The name in parentheses may hold anything, so the fields are counted from its end: state is the 3rd, start the 22nd.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var gone = fields[0] is "Z" or "X";
            return gone ? null : new ProcessIdentity(id, $"{BootId}/{fields[19]}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProcessIdentity? FromSystem(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : new ProcessIdentity(id, $"{process.StartTime.ToUniversalTime().Ticks}");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
