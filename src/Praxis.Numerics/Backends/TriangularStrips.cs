namespace Praxis.Numerics.Backends;

/// <summary>Cuts a triangular system into strips of right-hand sides, by its shape alone, and shares them among the threads.</summary>
internal static class TriangularStrips
{
    private const int Width = 128;

    public static void ForEach(TriangularSystem system, int threads, Action<TriangularSystem, nint> body) =>
        WorkTeam.ForEach(threads, (system.Sides + Width - 1) / Width, strip =>
        {
            int first = strip * Width;
            nint offset = system.Right ? (nint)first * system.LeadingB : first;
            body(system with { Sides = Math.Min(Width, system.Sides - first) }, offset);
        });
}
