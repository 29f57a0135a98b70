using Praxis.Numerics;
using Praxis.Papers.Theory.HammingDistances;

namespace Praxis.Papers.Tests.Theory;

public sealed class HammingDistancesTests
{
    /// <summary>The definition, letter by letter.</summary>
    private static int[] Define(int[] text, int[] pattern) =>
        [.. Enumerable.Range(0, text.Length - pattern.Length + 1).Select(i => pattern.Where((letter, j) => text[i + j] != letter).Count())];

    private static int[] Letters(string text) => HammingInput.FromBytes(System.Text.Encoding.ASCII.GetBytes(text));

    private static IEnumerable<(int[] Text, int[] Pattern, RandomStream Random)> Cases(int count, int mostLetters = int.MaxValue)
    {
        for (var c = 0; c < count; c++)
        {
            var random = new RandomStream(c).Fork("hamming-distances/tests");
            var m = 1 + random.Next(60);
            var n = m + random.Next(240);
            var alphabet = Math.Min(mostLetters, 2 + random.Next(m));
            yield return ([.. Enumerable.Range(0, n).Select(_ => random.Next(alphabet))], [.. Enumerable.Range(0, m).Select(_ => random.Next(alphabet))], random);
        }
    }

    [Fact]
    public void Distances_of_a_small_text_are_those_counted_by_hand()
    {
        // abracadabra against abra: 0 at places 0 and 7
        int[] expected = [0, 4, 3, 3, 3, 3, 4, 0];
        int[] text = Letters("abracadabra"), pattern = Letters("abra");
        Assert.Equal(expected, Define(text, pattern));
        Assert.Equal(expected, DirectCount.Distances(text, pattern));
        Assert.Equal(expected, Abrahamson.Distances(text, pattern, LetterRule.AlwaysTransform));
        Assert.Equal(expected, DifferenceCounting.DistancesByDifferences(text, pattern));
    }

    [Fact]
    public void All_exact_engines_agree_with_the_definition()
    {
        foreach (var (text, pattern, _) in Cases(150))
        {
            var expected = Define(text, pattern);
            Assert.Equal(expected, DirectCount.Distances(text, pattern));
            foreach (var rule in Enum.GetValues<LetterRule>()) Assert.Equal(expected, Abrahamson.Distances(text, pattern, rule));
            Assert.Equal(expected, ExactDistances.Distances(text, pattern));
            Assert.Equal(expected, DifferenceCounting.DistancesByDifferences(text, pattern));
        }
    }

    [Fact]
    public void Bit_parallel_comparison_agrees_on_small_alphabets()
    {
        foreach (var (text, pattern, _) in Cases(150, mostLetters: 4)) Assert.Equal(Define(text, pattern), BitParallel.Distances(text, pattern));
    }

    [Theory] // words end inside, at and just beyond 32 letters
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    public void Bit_parallel_comparison_agrees_where_words_end(int m)
    {
        var random = new RandomStream(m);
        int[] text = [.. Enumerable.Range(0, 2 * m).Select(_ => random.Next(3))], pattern = [.. Enumerable.Range(0, m).Select(_ => random.Next(4))];
        Assert.Equal(Define(text, pattern), BitParallel.Distances(text, pattern));
        Assert.Equal(Define(pattern, pattern), BitParallel.Distances(pattern, pattern));
    }

    [Fact]
    public void Letters_that_only_one_side_has_never_match()
    {
        int[] text = [1, 2, 3, 4, 5, -7], pattern = [9, 3];
        Assert.Equal([2, 1, 2, 2, 2], Abrahamson.Distances(text, pattern));
        Assert.Equal([2, 1, 2, 2, 2], BoundedDistances.Find(text, pattern, 5, new RandomStream(1)).Distances);
    }

    [Fact]
    public void Permuting_the_alphabet_changes_no_distance()
    {
        foreach (var (text, pattern, random) in Cases(20))
        {
            var renamed = random.Permutation(200);
            Assert.Equal(Abrahamson.Distances(text, pattern), Abrahamson.Distances([.. text.Select(c => renamed[c])], [.. pattern.Select(c => renamed[c])]));
        }
    }

    [Fact]
    public void Counted_pairs_are_those_of_the_frequencies()
    {
        // One block: text and pattern of equal length, 3·2 pairs of a and 1·1 of b.
        var (_, work) = Abrahamson.Measure(Letters("aaab"), Letters("aabc"), LetterRule.NeverTransform);
        Assert.Equal(7, work.Pairs);
        Assert.Equal(0, work.Transforms);
        // m = 4, log₂ m = 2: only a with 6 pairs lies between 4 and 8.
        Assert.Equal(6, work.Middling);
    }

    [Fact]
    public void Bounded_distances_are_those_of_the_definition_cut_at_the_bound()
    {
        foreach (var (text, pattern, random) in Cases(100))
        {
            var k = random.Next(pattern.Length + 3);
            var found = BoundedDistances.Find(text, pattern, k, random);
            Assert.Equal(Define(text, pattern).Select(h => Math.Min(h, k + 1)), found.Distances);
            Assert.InRange(found.Jumps, 0, (long)found.Candidates * (k + 1));
        }
    }

    [Fact]
    public void Periodic_words_have_the_extensions_that_letters_show()
    {
        foreach (var word in new[] { Letters("aaaaaaaa"), Letters("abababababab"), Letters("mississippi"), Letters("a") })
        {
            var index = new SuffixIndex(word);
            for (var a = 0; a < word.Length; a++)
                for (var b = 0; b < word.Length; b++)
                {
                    var expected = 0;
                    while (a + expected < word.Length && b + expected < word.Length && word[a + expected] == word[b + expected]) expected++;
                    Assert.Equal(expected, index.CommonExtension(a, b));
                }
        }
    }

    [Fact]
    public void Lower_bounds_are_never_above_the_distances_and_equal_them_with_many_images()
    {
        foreach (var (text, pattern, random) in Cases(60))
        {
            var truth = Define(text, pattern);
            var bounds = ApproximateDistances.LowerBounds(text, pattern, 0.5, 2, random);
            Assert.All(bounds.Zip(truth), pair => Assert.True(pair.First <= pair.Second));
        }
        var (t, p, r) = Cases(1).Single();
        Assert.Equal(Define(t, p), ApproximateDistances.LowerBounds(t, p, 1e-5, 8, r));
    }

    [Fact]
    public void Lower_bounds_lose_half_of_epsilon_on_average()
    {
        // All letters differ: every position loses each mismatch with probability ε/2.
        int[] text = [.. Enumerable.Range(0, 300)], pattern = [.. Enumerable.Range(1000, 100)];
        var random = new RandomStream(5);
        var mean = Enumerable.Range(0, 60).Average(_ => ApproximateDistances.LowerBounds(text, pattern, 0.25, 1, random).Average());
        Assert.InRange(mean / 100, 1 - 0.125 - 0.01, 1 - 0.125 + 0.01);
    }

    [Fact]
    public void Estimates_of_Karloff_have_the_distances_as_mean()
    {
        var (text, pattern, random) = Cases(10).Last();
        var truth = Define(text, pattern);
        var estimates = ApproximateDistances.Estimates(text, pattern, 4000, random);
        Assert.All(estimates.Zip(truth), pair => Assert.InRange(pair.First - pair.Second, -0.08 * pattern.Length - 0.5, 0.08 * pattern.Length + 0.5));
    }

    [Fact]
    public void Differences_counted_by_distances_are_those_of_all_pairs()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new RandomStream(seed).Fork("differences");
            var range = 1 + random.Next(40);
            var universe = 1 + random.Next(2000);
            long[] xs = [.. Enumerable.Range(0, random.Next(60)).Select(_ => (long)random.Next(-universe, universe))];
            long[] ys = [.. Enumerable.Range(0, random.Next(60)).Select(_ => (long)random.Next(-universe, universe))];
            var expected = new int[range];
            foreach (var x in xs)
                foreach (var y in ys)
                    if (x - y >= 0 && x - y < range) expected[x - y]++;
            Assert.Equal(expected, DifferenceCounting.Count(xs, ys, range));
            Assert.Equal(expected, DifferenceCounting.CountByDistances(xs, ys, range, random));
        }
    }

    [Fact]
    public void The_chosen_engine_suits_the_alphabet()
    {
        var random = new RandomStream(3);
        int[] binary = [.. Enumerable.Range(0, 4000).Select(_ => random.Next(2))], wide = [.. Enumerable.Range(0, 4000).Select(_ => random.Next(1000))];
        Assert.Equal(Engine.BitParallel, ExactDistances.Choose(binary, binary.AsSpan(0, 300)));
        Assert.Equal(Engine.Abrahamson, ExactDistances.Choose(wide, wide.AsSpan(0, 2000)));
        Assert.Equal(Engine.Direct, ExactDistances.Choose(wide, wide.AsSpan(0, 3)));
    }

    [Fact]
    public void Words_share_their_numbering()
    {
        var numbers = new Dictionary<string, int>();
        Assert.Equal([0, 1, 0], HammingInput.FromWords(["let", "there", "let"], numbers));
        Assert.Equal([1, 2], HammingInput.FromWords(["there", "be"], numbers));
    }

    [Fact]
    public void Bad_input_is_refused_with_the_reason()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Abrahamson.Distances([1], [])).Message);
        Assert.Contains("only 1", Assert.Throws<ArgumentException>(() => DirectCount.Distances([1], [1, 2])).Message);
        Assert.Contains("more than 4", Assert.Throws<ArgumentException>(() => BitParallel.Distances([1, 2, 3, 4, 5], [1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => BoundedDistances.Find([1], [1], -1, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ApproximateDistances.LowerBounds([1], [1], 0, 1, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ApproximateDistances.LowerBounds([1], [1], 0.5, 0, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DifferenceCounting.Count([1], [1], 0));
    }
}
