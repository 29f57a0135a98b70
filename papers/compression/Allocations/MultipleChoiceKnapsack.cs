namespace Praxis.Papers.Compression.Allocations;

/// <summary>
/// One option of each class such that the losses' sum is smallest and the costs' sum within the capacity (the multiple-choice knapsack
/// problem), by dynamic programming over the states (cost so far, loss so far) that no other state beats in both.
/// </summary>
public static class MultipleChoiceKnapsack
{
    /// <summary>Chooses.</summary>
    /// <param name="classes">For each class its options' costs (not negative) and losses.</param>
    /// <param name="capacity">What the chosen options may cost together.</param>
    /// <param name="steps">
    /// Into how many steps the capacity is cut at most: costs are rounded up to whole steps, so that the sum never exceeds the capacity and
    /// the choice is exact when the steps are of 1. More steps take more memory: two numbers a class and step.
    /// </param>
    /// <returns>For each class the chosen option's index; null if even the cheapest options do not fit together.</returns>
    public static int[]? Solve(IReadOnlyList<IReadOnlyList<(long Cost, double Loss)>> classes, long capacity, int steps = 50_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Check(classes);
        // What the cheapest options cost is spent in any case; only what comes on top is rounded, so that rounding never makes a problem unsolvable.
        long[] cheapest = [.. classes.Select(options => options.Min(option => option.Cost))];
        long free = capacity - cheapest.Sum();
        if (free < 0)
            return null;
        // So few combinations need no rounding.
        double combinations = classes.Aggregate(1.0, (product, options) => product * options.Count);
        long step = combinations <= steps ? 1 : Math.Max(1, (free + steps - 1) / steps), room = free / step;
        List<State> front = [new(0, 0, -1, -1)];
        var fronts = new List<State>[classes.Count];
        for (int c = 0; c < classes.Count; c++)
        {
            (long Cost, double Loss)[] options = [.. classes[c].Select(option => ((option.Cost - cheapest[c] + step - 1) / step, option.Loss))];
            fronts[c] = front = room <= steps ? OnGrid(front, options, (int)room) : AsList(front, options, room);
        }

        var chosen = new int[classes.Count];
        int last = front.Count - 1; // the dearest of the undominated has the smallest loss
        for (int c = classes.Count - 1; c >= 0; c--)
        {
            chosen[c] = fronts[c][last].Option;
            last = fronts[c][last].From;
        }

        return chosen;
    }

    // The best state of every cost.
    private static List<State> OnGrid(List<State> front, (long Cost, double Loss)[] options, int room)
    {
        var best = new State[room + 1];
        Array.Fill(best, new State(0, double.PositiveInfinity, -1, -1));
        for (int from = 0; from < front.Count; from++)
            for (int option = 0; option < options.Length; option++)
            {
                long cost = front[from].Cost + options[option].Cost;
                double loss = front[from].Loss + options[option].Loss;
                if (cost <= room && loss < best[cost].Loss)
                    best[cost] = new State(cost, loss, from, option);
            }

        return Undominated(best.Where(state => state.Option >= 0));
    }

    private static List<State> AsList(List<State> front, (long Cost, double Loss)[] options, long room) => Undominated(
        front.SelectMany((state, from) => options.Select((option, number) => new State(state.Cost + option.Cost, state.Loss + option.Loss, from, number)))
            .Where(state => state.Cost <= room)
            .OrderBy(state => state.Cost).ThenBy(state => state.Loss));

    // Of states in the order of their costs, those that lose less than all cheaper ones.
    private static List<State> Undominated(IEnumerable<State> states)
    {
        List<State> kept = [];
        foreach (var state in states)
            if (kept.Count == 0 || state.Loss < kept[^1].Loss)
                kept.Add(state);
        return kept;
    }

    private static void Check(IReadOnlyList<IReadOnlyList<(long Cost, double Loss)>> classes)
    {
        for (int c = 0; c < classes.Count; c++)
        {
            if (classes[c].Count == 0)
                throw new ArgumentException($"Class {c} has no option.", nameof(classes));
            foreach ((long cost, double loss) in classes[c])
                if (cost < 0 || !double.IsFinite(loss))
                    throw new ArgumentException($"Class {c} has an option of cost {cost} and loss {loss}; costs are not negative and losses finite.", nameof(classes));
        }
    }

    private readonly record struct State(long Cost, double Loss, int From, int Option);
}
