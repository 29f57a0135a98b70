namespace Praxis.Bench;

/// <summary>What a part of a row (a step of training, a token) allocates on the managed heap in steady state.</summary>
internal static class Allocation
{
    private const int WarmUpRuns = 5;
    private const int Runs = 5;

    /// <summary>Bytes allocated per part by all threads, and the collections they caused, after some runs to fill every pool.</summary>
    /// <exception cref="InvalidOperationException">The row does not say what it touches.</exception>
    public static Allocated Measure(Row row)
    {
        var work = row.Make();
        long touched = work.Touched
            ?? throw new InvalidOperationException($"{row.Id} does not say how many bytes a part touches; rows of training do.");
        Repeat(work, WarmUpRuns);
        (long before, int collections) = (GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0));
        Repeat(work, Runs);
        double parts = (double)Runs * work.Parts;
        return new Allocated(
            (GC.GetTotalAllocatedBytes(precise: true) - before) / parts, touched, (GC.CollectionCount(0) - collections) / parts);
    }

    private static void Repeat(Work work, int runs)
    {
        for (int i = 0; i < runs; i++)
        {
            work.Prepare?.Invoke();
            work.Run();
        }
    }
}

/// <summary>What <see cref="Allocation"/> finds, per part.</summary>
/// <param name="Bytes">Allocated on the managed heap.</param>
/// <param name="Touched">Read and written at least: <see cref="TouchedBytes"/>.</param>
/// <param name="Collections">Of the garbage collector, of any generation.</param>
internal sealed record Allocated(double Bytes, long Touched, double Collections);
