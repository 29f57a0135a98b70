using Praxis.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>
/// The equivalence of Hamming distances with counting differences in a range, #{(x, y) ∈ X × Y : x − y = i} for 0 ≤ i &lt; r: counting
/// 3SUM whose sums are restricted to a range. Each is computed by way of the other.
/// </summary>
public static class DifferenceCounting
{
    /// <summary>For i = 0 … r − 1 the number of pairs with x − y = i, by walking the sorted sets: as many steps as there are pairs within the range.</summary>
    /// <param name="xs">X; elements may repeat.</param>
    /// <param name="ys">Y; elements may repeat.</param>
    /// <param name="range">r, at least 1.</param>
    public static int[] Count(ReadOnlySpan<long> xs, ReadOnlySpan<long> ys, int range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(range, 1);
        long[] x = xs.ToArray(), y = ys.ToArray();
        Array.Sort(x);
        Array.Sort(y);
        var counts = new int[range];
        var first = 0;
        foreach (var at in y)
        {
            while (first < x.Length && x[first] < at) first++;
            for (var i = first; i < x.Length && x[i] - at < range; i++) counts[x[i] - at]++;
        }
        return counts;
    }

    /// <summary>
    /// Distances by differences: a letter c at place i becomes the integer 2nc + i. Equal letters differ by their shift; different letters
    /// differ by more than n − m or by less than 0, outside the range.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static int[] DistancesByDifferences(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern)
    {
        var positions = HammingInput.Positions(text, pattern);
        var numbers = new Dictionary<int, long>();
        var counts = Count(Encode(text, 2L * text.Length, numbers), Encode(pattern, 2L * text.Length, numbers), positions);
        var m = pattern.Length;
        return [.. counts.Select(matches => m - matches)];
    }

    /// <summary>
    /// Differences by distances. With c = ⌊y/r⌋ only x in the buckets c and c + 1 can be within the range of y: the pair becomes two
    /// places of colour c, at most 2r into the text and r into the pattern. Every colour is moved by a random amount so that few want the
    /// same place; those that do go to further layers, and every layer of X meets every layer of Y in one Hamming problem.
    /// </summary>
    /// <param name="xs">X; elements may repeat.</param>
    /// <param name="ys">Y; elements may repeat.</param>
    /// <param name="range">r, at least 1.</param>
    /// <param name="random">Moves the colours; the counts do not depend on it.</param>
    public static int[] CountByDistances(ReadOnlySpan<long> xs, ReadOnlySpan<long> ys, int range, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(range, 1);
        var colours = new Dictionary<long, (int Letter, int Moved)>();
        var spread = Math.Max(range, 2 * Math.Max(xs.Length, ys.Length));
        var places = new List<(int Place, int Letter)>();
        foreach (var y in ys)
        {
            var bucket = Bucket(y);
            if (!colours.TryGetValue(bucket, out var colour)) colours[bucket] = colour = (colours.Count, random.Next(spread));
            places.Add((colour.Moved + (int)(y - bucket * range), colour.Letter));
        }
        var patternLayers = Layers(places, spread + range, filler: -1);

        places.Clear();
        foreach (var x in xs)
            foreach (var bucket in new[] { Bucket(x), Bucket(x) - 1 })
                if (colours.TryGetValue(bucket, out var colour)) places.Add((colour.Moved + (int)(x - bucket * range), colour.Letter));
        var textLayers = Layers(places, spread + 2 * range, filler: -2); // another filler: fillers never match

        var counts = new int[range];
        foreach (var text in textLayers)
            foreach (var pattern in patternLayers)
            {
                var distances = ExactDistances.Distances(text, pattern);
                for (var i = 0; i < range; i++) counts[i] += pattern.Length - distances[i];
            }
        return counts;

        long Bucket(long value) => Math.DivRem(value, range, out var rest) - (rest < 0 ? 1 : 0);
    }

    private static long[] Encode(ReadOnlySpan<int> letters, long gap, Dictionary<int, long> numbers)
    {
        var encoded = new long[letters.Length];
        for (var i = 0; i < letters.Length; i++)
        {
            if (!numbers.TryGetValue(letters[i], out var number)) numbers[letters[i]] = number = numbers.Count;
            encoded[i] = number * gap + i;
        }
        return encoded;
    }

    /// <summary>Places into as few words as first-come needs, so that no two stand at the same place of a word.</summary>
    private static List<int[]> Layers(List<(int Place, int Letter)> places, int length, int filler)
    {
        var layers = new List<int[]>();
        foreach (var (place, letter) in places)
        {
            var layer = layers.Find(word => word[place] == filler);
            if (layer is null)
            {
                layer = new int[length];
                Array.Fill(layer, filler);
                layers.Add(layer);
            }
            layer[place] = letter;
        }
        return layers;
    }
}
