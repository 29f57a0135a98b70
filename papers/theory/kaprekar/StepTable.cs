namespace Praxis.Papers.Theory.Kaprekar;

/// <summary>How many three-digit numbers of a base need how many steps, by running the routine on every one of the B³ numbers.</summary>
public sealed class StepTable
{
    private StepTable(int numberBase) => Base = numberBase;

    /// <summary>B.</summary>
    public int Base { get; }

    /// <summary>Steps → numbers, leading zeros allowed; numbers of three equal digits are left out.</summary>
    public SortedDictionary<int, long> All { get; } = [];

    /// <summary>Steps → numbers whose first digit is not 0.</summary>
    public SortedDictionary<int, long> WithoutLeadingZeros { get; } = [];

    /// <summary>The cycles reached (their numbers in ascending order) → how many numbers end there.</summary>
    public Dictionary<IReadOnlyList<long>, long> Arrivals { get; } = new(new SameNumbers());

    /// <summary>How many numbers were counted: B³ − B.</summary>
    public long Numbers => All.Values.Sum();

    /// <summary>The most common number of steps; the smaller one of equals.</summary>
    public int Mode(bool leadingZeros) => (leadingZeros ? All : WithoutLeadingZeros).MaxBy(entry => entry.Value).Key;

    /// <summary>Runs the routine on every number, each number's image being computed once.</summary>
    public static StepTable Enumerate(int numberBase)
    {
        var routine = new KaprekarRoutine(numberBase, 3);
        var size = numberBase * numberBase * numberBase;
        var next = new int[size];
        for (var n = 0; n < size; n++)
        {
            var image = routine.Step([n / (numberBase * numberBase), n / numberBase % numberBase, n % numberBase]);
            next[n] = (image[0] * numberBase + image[1]) * numberBase + image[2];
        }

        var table = new StepTable(numberBase);
        var repdigit = numberBase * numberBase + numberBase + 1;
        for (var n = 0; n < size; n++)
        {
            if (n % repdigit == 0) continue;
            var (steps, at) = (0, n);
            while (!OnCycle(next, at)) (steps, at) = (steps + 1, next[at]);
            table.All[steps] = table.All.GetValueOrDefault(steps) + 1;
            if (n >= numberBase * numberBase) table.WithoutLeadingZeros[steps] = table.WithoutLeadingZeros.GetValueOrDefault(steps) + 1;
            long[] cycle = next[at] == at ? [at] : [.. CycleFrom(next, at).Order()];
            table.Arrivals[cycle] = table.Arrivals.GetValueOrDefault(cycle) + 1;
        }
        return table;
    }

    // Three digits have no cycle longer than two: the spread maps s → max(B−s, s−1) and settles on B/2 or around it.
    private static bool OnCycle(int[] next, int n) => next[n] == n || next[next[n]] == n;

    private static IEnumerable<long> CycleFrom(int[] next, int start)
    {
        var at = start;
        do yield return at;
        while ((at = next[at]) != start);
    }

    private sealed class SameNumbers : IEqualityComparer<IReadOnlyList<long>>
    {
        public bool Equals(IReadOnlyList<long>? x, IReadOnlyList<long>? y) => x is not null && y is not null && x.SequenceEqual(y);

        public int GetHashCode(IReadOnlyList<long> numbers) => numbers.Aggregate(17, HashCode.Combine);
    }
}
