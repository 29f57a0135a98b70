using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis doctor</c>: what was found on this machine, and what to install for more speed.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = Output.JsonOption();
        var command = new Command("doctor", "Print what was found (SDK, cores, SIMD width, BLAS, data folder, catalogue) and what to install for more speed.") { json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var counts = session.Catalogue.Counts();
            var machine = Machine.Read();
            var simd = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
            var rows = new (string Name, string Value)[]
            {
                ("SDK", $".NET SDK {SdkVersion() ?? "not found"}, runtime {RuntimeInformation.FrameworkDescription}"),
                ("system", $"{machine.System}, {machine.Processor}"),
                ("cores", $"{Environment.ProcessorCount}"),
                ("memory", $"{machine.MemoryGigabytes:0.0} GB"),
                ("SIMD", simd > 0 ? $"{simd} bits" : "none"),
                ("BLAS", Backend.Description),
                ("data folder", session.Store.Folder),
                ("papers folder", PaperLibrary.FindFolder()),
                ("catalogue", $"{counts.Papers} papers, {counts.Runnable} can be run, {counts.WithVerdicts} with recorded verdicts, {counts.WithNotices} with notices"),
            };
            var advice = Advice().ToList();
            if (parsed.GetValue(json)) Output.WriteJson(new { found = rows.ToDictionary(row => row.Name, row => row.Value), advice });
            else
            {
                foreach (var (name, value) in rows) Console.WriteLine($"{name,-14} {value}");
                Console.WriteLine();
                foreach (var line in advice) Console.WriteLine(line);
                if (advice.Count == 0) Console.WriteLine("Nothing is missing.");
            }
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static IEnumerable<string> Advice()
    {
        if (Backend.Name == "managed")
            yield return Environment.GetEnvironmentVariable("PRAXIS_BLAS") == "managed"
                ? "PRAXIS_BLAS=managed switches OpenBLAS off; unset it for faster linear algebra."
                : "Everything works, and large matrices are faster with OpenBLAS: apt install libopenblas0 (Debian, Ubuntu), dnf install openblas (Fedora), brew install openblas (macOS; then set PRAXIS_OPENBLAS to libopenblas.dylib).";
        if (!Vector256.IsHardwareAccelerated)
            yield return "This processor has no 256-bit vector instructions; element-wise work is slower than on newer ones.";
    }

    private static string? SdkVersion()
    {
        try
        {
            using var dotnet = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            var version = dotnet?.StandardOutput.ReadToEnd().Trim();
            return dotnet is not null && dotnet.WaitForExit(10_000) && dotnet.ExitCode == 0 ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
