namespace Praxis.Papers.Compression.Allocations;

/// <summary>Spends a budget step by step: always on the layer that most needs it, until nothing more fits.</summary>
internal static class StepwiseFill
{
    /// <summary>Goes up the layers' steps.</summary>
    /// <param name="sizes">For each layer the parameters of its steps, rising.</param>
    /// <param name="budget">What all may take; the first steps must fit.</param>
    /// <param name="urgency">How much a layer (first argument) that stands on a step (second) needs the next one; the largest comes first, then the first layer.</param>
    /// <returns>For each layer the step on which it ends.</returns>
    public static int[] Run(IReadOnlyList<IReadOnlyList<long>> sizes, long budget, Func<int, int, double> urgency) =>
        Run(sizes, new int[sizes.Count], budget, urgency);

    /// <summary>Goes up the layers' steps from given ones.</summary>
    public static int[] Run(IReadOnlyList<IReadOnlyList<long>> sizes, int[] start, long budget, Func<int, int, double> urgency)
    {
        int[] steps = [.. start];
        long left = budget - sizes.Select((layer, l) => layer[steps[l]]).Sum();
        var waiting = new PriorityQueue<int, (double, int)>(); // the smallest key comes out first
        for (int l = 0; l < sizes.Count; l++)
            Enqueue(l);
        while (waiting.TryDequeue(out int l, out _))
        {
            long cost = sizes[l][steps[l] + 1] - sizes[l][steps[l]];
            if (cost > left)
                continue; // the layer is done: budgets only shrink
            left -= cost;
            steps[l]++;
            Enqueue(l);
        }

        return steps;

        void Enqueue(int l)
        {
            if (steps[l] + 1 < sizes[l].Count)
                waiting.Enqueue(l, (-urgency(l, steps[l]), l));
        }
    }
}
