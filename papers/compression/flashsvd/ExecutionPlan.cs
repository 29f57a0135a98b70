namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>How an encoder block is run. The numbers computed are the same but for rounding; order and buffers differ.</summary>
public sealed record ExecutionPlan
{
    /// <summary>Layer by layer as frameworks do, scores tiled: queries, keys, values and hidden units are all made in full.</summary>
    public static ExecutionPlan Ordinary { get; } = new();

    /// <summary>FlashSVD: attention and feed-forward part both stay in rank space.</summary>
    public static ExecutionPlan Streamed { get; } = new() { StreamAttention = true, StreamFeedForward = true };

    /// <summary>Whether queries, keys and values are made tile by tile from rank space (low-rank maps only).</summary>
    public bool StreamAttention { get; init; }

    /// <summary>Whether hidden units are made tile by tile from rank space (low-rank maps only).</summary>
    public bool StreamFeedForward { get; init; }

    /// <summary>So many rows pass the ordinary feed-forward part at a time; all of them if null.</summary>
    public int? ChunkRows { get; init; }

    /// <summary>Queries of a tile.</summary>
    public int QueryTile { get; init; } = 64;

    /// <summary>Keys of a tile.</summary>
    public int KeyTile { get; init; } = 64;

    /// <summary>Rows of a tile in the feed-forward part.</summary>
    public int RowTile { get; init; } = 64;

    /// <summary>Hidden units of a tile.</summary>
    public int HiddenTile { get; init; } = 128;

    /// <summary>Threads that work on tiles of their own; their tiles count in memory, whether all are busy or not.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    internal void Check()
    {
        foreach (int size in new[] { QueryTile, KeyTile, RowTile, HiddenTile, Workers, ChunkRows ?? 1 })
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, "A tile's size or number of workers");
    }

    /// <summary>Runs tasks on the plan's workers, each with memory of its own that goes back after every task.</summary>
    internal void ForEach(int tasks, Action<int> run) => Parallel.For(0, Math.Min(Workers, tasks), new ParallelOptions { MaxDegreeOfParallelism = Workers }, worker =>
    {
        for (int task = worker; task < tasks; task += Workers)
        {
            using var memory = Numerics.TensorScope.Begin();
            run(task);
        }
    });
}
