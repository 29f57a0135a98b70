namespace Praxis.Numerics;

/// <summary>
/// Cuts the rows of a sparse matrix into tasks of about equal work. A row is always done by one task in one order, so results do not
/// depend on the cut.
/// </summary>
internal sealed class RowTasks
{
    // Enough to make the start of a task cheap beside it, few enough to share a small matrix among threads.
    private const long WorkPerTask = 1 << 15;
    private const int WorkPerRow = 4;

    private readonly int[] _bounds;

    /// <summary>Cuts by the number of entries.</summary>
    /// <param name="starts">Where each row's entries start, with the end of the last row appended.</param>
    public RowTasks(ReadOnlySpan<int> starts)
    {
        var bounds = new List<int> { 0 };
        long work = 0;
        for (int i = 0; i + 1 < starts.Length; i++)
        {
            work += WorkPerRow + starts[i + 1] - starts[i];
            if (work < WorkPerTask)
                continue;
            bounds.Add(i + 1);
            work = 0;
        }

        if (bounds[^1] < starts.Length - 1)
            bounds.Add(starts.Length - 1);
        _bounds = [.. bounds];
    }

    /// <summary>Runs a body for all rows, from its first argument to before its second.</summary>
    public void ForEach(Action<int, int> body)
    {
        int tasks = _bounds.Length - 1;
        if (tasks <= 1 || Backend.Threads == 1)
        {
            if (tasks > 0)
                body(0, _bounds[^1]);
            return;
        }

        Parallel.For(0, tasks, Blocks.Options(), task => body(_bounds[task], _bounds[task + 1]));
    }
}
