using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

/// <summary>
/// Which implementation of dense linear algebra is at work: OpenBLAS when it can be loaded, else managed code. Chosen once,
/// at first use; the environment variable PRAXIS_BLAS (openblas or managed) forces the choice.
/// </summary>
public static class Backend
{
    private const string ChoiceVariable = "PRAXIS_BLAS";
    private const string ThreadsVariable = "PRAXIS_THREADS";

    private static readonly Lazy<IDenseBackend> Chosen = new(Choose);
    private static int _threads = InitialThreads();

    /// <summary>"openblas" or "managed".</summary>
    public static string Name => Chosen.Value.Name;

    /// <summary>The library's version and the kind of processor it found, or the vector width of the managed code.</summary>
    public static string Description => Chosen.Value.Description;

    /// <summary>
    /// How many threads numerical work may use; at first PRAXIS_THREADS, else the number of processors. Results do not depend on
    /// it, to the last bit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static int Threads
    {
        get => _threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _threads = value;
            Chosen.Value.UseThreads(value);
        }
    }

    internal static IDenseBackend Current => Chosen.Value;

    internal static IDenseBackend Choose(string? choice, string? libraryPath) => choice?.Trim().ToUpperInvariant() switch
    {
        null or "" => OpenBlasLibrary.Load(libraryPath, out _) is var library and not 0 ? new OpenBlasBackend(library) : new ManagedBackend(),
        "MANAGED" => new ManagedBackend(),
        "OPENBLAS" => OpenBlasLibrary.Load(libraryPath, out string reason) is var library and not 0
            ? new OpenBlasBackend(library)
            : throw new DllNotFoundException(
                $"{ChoiceVariable}=openblas, but {reason}. Install OpenBLAS (Debian: libopenblas0), name its file in {OpenBlasLibrary.PathVariable}, or unset {ChoiceVariable}."),
        _ => throw new InvalidOperationException($"{ChoiceVariable}={choice} is unknown; use openblas or managed, or unset it."),
    };

    private static IDenseBackend Choose()
    {
        var backend = Choose(
            Environment.GetEnvironmentVariable(ChoiceVariable), Environment.GetEnvironmentVariable(OpenBlasLibrary.PathVariable));
        backend.UseThreads(_threads);
        return backend;
    }

    private static int InitialThreads()
    {
        string? text = Environment.GetEnvironmentVariable(ThreadsVariable);
        return int.TryParse(text, out int threads) && threads >= 1 ? threads : Environment.ProcessorCount;
    }
}
