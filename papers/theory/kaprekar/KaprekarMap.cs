using System.Numerics;

namespace Praxis.Papers.Theory.Kaprekar;

/// <summary>
/// The whole functional graph of Kaprekar's routine for one base and length. K(N) depends only on which digits N has, so the graph
/// is walked on the C(B+D−1, D) multisets of digits, each standing for D!/∏mᵢ! numbers, instead of on all B^D numbers.
/// </summary>
public sealed class KaprekarMap
{
    private const int MostMultisets = 5_000_000;

    private KaprekarMap(KaprekarRoutine routine, IReadOnlyList<KaprekarAttractor> attractors)
    {
        Routine = routine;
        Attractors = attractors;
    }

    /// <summary>The routine.</summary>
    public KaprekarRoutine Routine { get; }

    /// <summary>All fixed points and cycles that some number with at least two different digits reaches, smallest member first.</summary>
    public IReadOnlyList<KaprekarAttractor> Attractors { get; }

    /// <summary>The Kaprekar constant: the non-zero fixed point that every number with at least two different digits reaches; null when there is none.</summary>
    public BigInteger? Constant => Attractors is [{ Cycle: [var fixedPoint] }] && !fixedPoint.IsZero ? fixedPoint : null;

    /// <summary>Walks the graph.</summary>
    /// <exception cref="ArgumentException">More than five million multisets: choose a smaller base or length.</exception>
    public static KaprekarMap Of(KaprekarRoutine routine)
    {
        int numberBase = routine.Base, length = routine.Length;
        var count = Multisets(numberBase, length);
        if (count > MostMultisets)
            throw new ArgumentException($"Base {numberBase} with {length} digits has {count:N0} multisets of digits; at most {MostMultisets:N0} are enumerated. Choose a smaller base or fewer digits.");

        var nodes = EnumerateMultisets(numberBase, length).ToList();
        var index = new Dictionary<UInt128, int>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++) index[Key(nodes[i], numberBase)] = i;

        var image = new int[nodes.Count][]; // K of every number with these digits: (D)
        var next = new int[nodes.Count];    // the multiset of that image
        for (var i = 0; i < nodes.Count; i++)
        {
            image[i] = routine.Step(nodes[i]);
            var sorted = (int[])image[i].Clone();
            Array.Sort(sorted);
            next[i] = index[Key(sorted, numberBase)];
        }

        var attractorOf = FindAttractors(next, out var cycles);
        var cycleNumbers = cycles.Select(cycle => cycle.Select(node => routine.Value(image[node])).ToHashSet()).ToList();
        var remaining = StepsAfterImage(next, image, attractorOf, cycles, cycleNumbers, routine);

        var steps = cycles.Select(_ => new SortedDictionary<int, BigInteger>()).ToList();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i][0] == nodes[i][^1]) continue; // all digits equal: goes to 0 and belongs to no basin
            var histogram = steps[attractorOf[i]];
            var numbers = Arrangements(nodes[i]);
            // A number on the cycle needs no step at all; each multiset on a cycle has exactly one such number, its predecessor's image.
            if (cycles[attractorOf[i]].Contains(i))
            {
                Count(histogram, 0, 1);
                numbers -= 1;
            }
            Count(histogram, 1 + remaining[i], numbers);
        }

        return new KaprekarMap(routine, [.. cycles
            .Select((_, c) => new KaprekarAttractor([.. InOrder(cycleNumbers[c], routine)], steps[c]))
            .Where(attractor => attractor.StepCounts.Count > 0)
            .OrderBy(attractor => attractor.Cycle[0])]);
    }

    /// <summary>C(B+D−1, D): how many multisets of D digits there are in base B.</summary>
    public static BigInteger Multisets(int numberBase, int length)
    {
        var count = BigInteger.One;
        for (var i = 1; i <= length; i++) count = count * (numberBase + length - i) / i;
        return count;
    }

    private static void Count(SortedDictionary<int, BigInteger> histogram, int steps, BigInteger numbers)
    {
        if (!numbers.IsZero) histogram[steps] = histogram.GetValueOrDefault(steps) + numbers;
    }

    /// <summary>For every node the index of the cycle it runs into; the walk colours each node once.</summary>
    private static int[] FindAttractors(int[] next, out List<HashSet<int>> cycles)
    {
        cycles = [];
        var attractorOf = new int[next.Length];
        Array.Fill(attractorOf, -1);
        var onWalk = new int[next.Length]; // the walk that met the node first, 0 for none
        for (var start = 0; start < next.Length; start++)
        {
            var walk = new List<int>();
            var at = start;
            for (; attractorOf[at] < 0 && onWalk[at] == 0; at = next[at])
            {
                onWalk[at] = start + 1;
                walk.Add(at);
            }
            if (attractorOf[at] < 0)
            {
                attractorOf[at] = cycles.Count;
                cycles.Add([.. walk.SkipWhile(node => node != at)]);
            }
            foreach (var node in walk) attractorOf[node] = attractorOf[at];
        }
        return attractorOf;
    }

    /// <summary>How many steps the image of each node still needs to a number on its cycle.</summary>
    private static int[] StepsAfterImage(
        int[] next, int[][] image, int[] attractorOf, List<HashSet<int>> cycles, List<HashSet<BigInteger>> cycleNumbers, KaprekarRoutine routine)
    {
        var remaining = new int[next.Length];
        Array.Fill(remaining, -1);
        var pending = new Stack<int>();
        for (var start = 0; start < next.Length; start++)
        {
            var at = start;
            while (remaining[at] < 0)
            {
                var arrived = cycles[attractorOf[at]].Contains(next[at]) && cycleNumbers[attractorOf[at]].Contains(routine.Value(image[at]));
                if (arrived) remaining[at] = 0;
                else
                {
                    pending.Push(at);
                    at = next[at];
                }
            }
            while (pending.TryPop(out var before))
            {
                remaining[before] = remaining[at] + 1;
                at = before;
            }
        }
        return remaining;
    }

    private static IEnumerable<BigInteger> InOrder(HashSet<BigInteger> cycle, KaprekarRoutine routine)
    {
        var first = cycle.Min();
        var at = first;
        do
        {
            yield return at;
            at = routine.Value(routine.Step(Digits(at, routine)));
        }
        while (at != first);
    }

    private static int[] Digits(BigInteger value, KaprekarRoutine routine)
    {
        var digits = new int[routine.Length];
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (int)(value % routine.Base);
            value /= routine.Base;
        }
        return digits;
    }

    /// <summary>All non-decreasing strings of digits.</summary>
    private static IEnumerable<int[]> EnumerateMultisets(int numberBase, int length)
    {
        var digits = new int[length];
        while (true)
        {
            yield return (int[])digits.Clone();
            var i = length - 1;
            while (i >= 0 && digits[i] == numberBase - 1) i--;
            if (i < 0) yield break;
            Array.Fill(digits, digits[i] + 1, i, length - i);
        }
    }

    /// <summary>D!/∏mᵢ!: how many numbers have exactly these digits (sorted).</summary>
    private static BigInteger Arrangements(int[] sorted)
    {
        var count = BigInteger.One;
        var run = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            count = count * (i + 1) / run;
        }
        return count;
    }

    private static UInt128 Key(int[] sorted, int numberBase)
    {
        UInt128 key = 0;
        foreach (var digit in sorted) key = checked(key * (UInt128)numberBase + (UInt128)digit);
        return key;
    }
}

/// <summary>A fixed point or cycle with its basin.</summary>
/// <param name="Cycle">The numbers of the cycle in order, the smallest first; one for a fixed point.</param>
/// <param name="StepCounts">How many numbers reach it after how many steps; a number on the cycle counts as 0 steps. Numbers of equal digits are left out.</param>
public sealed record KaprekarAttractor(IReadOnlyList<BigInteger> Cycle, IReadOnlyDictionary<int, BigInteger> StepCounts)
{
    /// <summary>How many numbers end here.</summary>
    public BigInteger Basin => StepCounts.Values.Aggregate(BigInteger.Zero, (sum, count) => sum + count);
}
