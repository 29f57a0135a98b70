using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

/// <summary>
/// Splits work into blocks whose bounds depend on the length alone, never on the number of threads: whatever is computed per
/// block is the same on one core and on many.
/// </summary>
internal static class Blocks
{
    public static void ForEach(int length, int blockLength, Action<int, int> body)
    {
        int blocks = Count(length, blockLength);
        if (blocks <= 1 || Backend.Threads == 1)
        {
            for (int block = 0; block < blocks; block++)
                body(block * blockLength, Math.Min(blockLength, length - (block * blockLength)));
            return;
        }

        using var team = WorkTeam.Gather(Backend.Threads);
        WorkTeam.ForEach(Backend.Threads, blocks, block =>
            body(block * blockLength, Math.Min(blockLength, length - (block * blockLength))));
    }

    public static int Count(int length, int blockLength) => (int)(((long)length + blockLength - 1) / blockLength);

    public static ParallelOptions Options() => new() { MaxDegreeOfParallelism = Backend.Threads };
}
