using System.Reflection;
using System.Runtime.InteropServices;

namespace Praxis.Numerics.Backends;

/// <summary>Finds and loads OpenBLAS, under any of its usual names or at the path in PRAXIS_OPENBLAS.</summary>
internal static class OpenBlasLibrary
{
    public const string PathVariable = "PRAXIS_OPENBLAS";

    private static readonly string[] Names =
    [
        "libopenblas.so.0",
        "libopenblas.so",
        "openblas.dll",
        "libopenblas.dll",
        "libopenblas.dylib",
        "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
        "/usr/local/opt/openblas/lib/libopenblas.dylib",
    ];

    /// <summary>The library's handle, or zero with the reason why there is none.</summary>
    /// <param name="path">The library's file; null or empty to try the usual names.</param>
    /// <param name="reason">Why there is none; empty when there is one.</param>
    public static nint Load(string? path, out string reason)
    {
        string[] candidates = string.IsNullOrEmpty(path) ? Names : [path];
        foreach (string candidate in candidates)
        {
            if (!NativeLibrary.TryLoad(candidate, Assembly.GetExecutingAssembly(), null, out nint handle))
                continue;

            // Some builds bring BLAS without LAPACK; both are needed.
            if (NativeLibrary.TryGetExport(handle, "cblas_dgemm", out _) && NativeLibrary.TryGetExport(handle, "dbdsdc_", out _))
            {
                reason = "";
                return handle;
            }

            NativeLibrary.Free(handle);
            reason = $"{candidate} lacks cblas_dgemm or dbdsdc_";
            return 0;
        }

        reason = string.IsNullOrEmpty(path)
            ? $"none of {string.Join(", ", Names)} could be loaded"
            : $"the library {path} named by {PathVariable} could not be loaded";
        return 0;
    }
}
