using System.Numerics;
using Praxis.Papers.Theory.Kaprekar;

namespace Praxis.Papers.Tests.Theory;

public sealed class KaprekarTests
{
    [Fact]
    public void The_routine_takes_3524_to_6174_in_three_steps()
    {
        var routine = new KaprekarRoutine(10, 4);
        var path = routine.Follow([3, 5, 2, 4]);
        Assert.Equal(["3524", "3087", "8352", "6174"], path.Numbers.Select(digits => string.Concat(digits)));
        Assert.Equal(3, path.CycleStart);
        Assert.Equal(["6174"], path.Cycle.Select(digits => string.Concat(digits)));
    }

    [Fact]
    public void Leading_zeros_are_kept() =>
        Assert.Equal([8, 9, 9, 1], new KaprekarRoutine(10, 4).Step([0, 9, 9, 9])); // 9990 − 0999

    [Theory]
    [InlineData(2, "9 81 63 27 45")]
    [InlineData(3, "495")]
    [InlineData(4, "6174")]
    [InlineData(5, "53955 59994|61974 82962 75933 63954|62964 71973 83952 74943")]
    [InlineData(6, "420876 851742 750843 840852 860832 862632 642654|549945|631764")]
    public void Attractors_of_base_10_are_the_known_ones(int digits, string expected)
    {
        var map = KaprekarMap.Of(new KaprekarRoutine(10, digits));
        Assert.Equal(expected.Split('|'), map.Attractors.Select(attractor => string.Join(' ', attractor.Cycle)));
    }

    [Fact]
    public void Base_2_has_the_three_digit_constant_3() => Assert.Equal(3, KaprekarMap.Of(new KaprekarRoutine(2, 3)).Constant);

    [Fact]
    public void Step_counts_by_multisets_equal_those_of_every_number_one_by_one()
    {
        foreach (var (b, d) in new[] { (2, 5), (3, 4), (5, 4), (6, 3), (10, 4), (7, 2) })
        {
            var routine = new KaprekarRoutine(b, d);
            var counted = new SortedDictionary<(BigInteger, int), BigInteger>();
            for (var n = 0; n < (int)Math.Pow(b, d); n++)
            {
                var digits = new int[d];
                for (int i = d - 1, rest = n; i >= 0; i--, rest /= b) digits[i] = rest % b;
                if (digits.Distinct().Count() == 1) continue;
                var path = routine.Follow(digits);
                var key = (path.Cycle.Min(number => routine.Value(number)), path.CycleStart);
                counted[key] = counted.GetValueOrDefault(key) + 1;
            }
            var map = KaprekarMap.Of(routine);
            Assert.Equal(
                counted.Select(entry => (entry.Key.Item1, entry.Key.Item2, entry.Value)),
                map.Attractors.SelectMany(a => a.StepCounts.OrderBy(s => s.Key).Select(s => (a.Cycle[0], s.Key, s.Value))));
        }
    }

    [Fact]
    public void Closed_form_of_the_step_counts_equals_enumeration_in_every_even_base()
    {
        for (var b = 2; b <= 24; b += 2)
        {
            var table = StepTable.Enumerate(b);
            for (var j = 0; j <= b; j++) Assert.Equal(ThreeDigits.StringsWithSteps(b, j), table.All.GetValueOrDefault(j));
            Assert.Equal((long)b * b * b - b, table.Numbers);
        }
    }

    [Fact]
    public void Base_10_step_counts_are_149_144_270_222_150_54() =>
        Assert.Equal([1, 149, 144, 270, 222, 150, 54], StepTable.Enumerate(10).All.Values);

    [Fact]
    public void Spread_decides_everything_in_three_digits()
    {
        var routine = new KaprekarRoutine(12, 3);
        var strings = new long[12];
        for (var a = 0; a < 12; a++)
            for (var b = 0; b < 12; b++)
                for (var c = 0; c < 12; c++)
                {
                    var spread = Math.Max(a, Math.Max(b, c)) - Math.Min(a, Math.Min(b, c));
                    strings[spread]++;
                    var image = routine.Step([a, b, c]);
                    Assert.Equal(spread * (12 * 12 - 1), routine.Value(image));
                    if (spread > 0) Assert.Equal(ThreeDigits.NextSpread(12, spread), image.Max() - image.Min());
                }
        for (var s = 1; s < 12; s++) Assert.Equal(ThreeDigits.StringsWithSpread(12, s), strings[s]);
    }

    [Fact]
    public void Nonsense_is_refused_with_its_reason()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KaprekarRoutine(1, 3));
        Assert.Contains("no digit in base 8", Assert.Throws<ArgumentException>(() => new KaprekarRoutine(8, 3).Step([1, 9, 0])).Message);
        Assert.Contains("Expected 4 digits", Assert.Throws<ArgumentException>(() => new KaprekarRoutine(10, 4).Step([1, 9])).Message);
        Assert.Contains("multisets", Assert.Throws<ArgumentException>(() => KaprekarMap.Of(new KaprekarRoutine(40, 12))).Message);
    }
}
