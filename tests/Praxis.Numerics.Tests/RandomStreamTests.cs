namespace Praxis.Numerics.Tests;

public class RandomStreamTests
{
    // The known-answer vectors published with the generator (Random123, philox4x32, 10 rounds).
    [Theory]
    [InlineData(new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0 }, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(
        new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
        new uint[] { 0xffffffff, 0xffffffff },
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(
        new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
        new uint[] { 0xa4093822, 0x299f31d0 },
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Philox_gives_the_published_answers(uint[] counter, uint[] key, uint[] expected)
    {
        var words = Philox.Block(new Philox.Words(counter[0], counter[1], counter[2], counter[3]), key[0], key[1]);
        Assert.Equal(expected, new[] { words.W0, words.W1, words.W2, words.W3 });
    }

    [Fact]
    public void Filling_gives_the_same_numbers_as_drawing_one_by_one_and_any_number_of_threads()
    {
        int before = Backend.Threads;
        try
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                Backend.Threads = threads;
                foreach (int skip in new[] { 0, 1, 2 })
                {
                    var filled = new RandomStream(7);
                    var drawn = new RandomStream(7);
                    for (int i = 0; i < skip; i++)
                        Assert.Equal(drawn.NextDouble(), filled.NextDouble());
                    var values = new double[50_001];
                    filled.Fill(values);
                    foreach (double value in values)
                        Assert.Equal(drawn.NextDouble(), value);
                    filled.FillNormal(values);
                    foreach (double value in values)
                        Assert.Equal(drawn.NextNormal(), value);
                    Assert.Equal(drawn.NextInt64(), filled.NextInt64());
                }
            }
        }
        finally
        {
            Backend.Threads = before;
        }
    }

    [Fact]
    public void Forks_do_not_depend_on_order_or_on_what_was_drawn()
    {
        var stream = new RandomStream(5);
        double third = stream.Fork(3).NextDouble();
        stream.NextDouble();
        stream.Fork(1).NextDouble();
        Assert.Equal(third, stream.Fork(3).NextDouble());
        Assert.Equal(new RandomStream(5).Fork("noise").NextInt64(), stream.Fork("noise").NextInt64());
        Assert.NotEqual(stream.Fork("noise").NextInt64(), stream.Fork("signal").NextInt64());
    }

    [Fact]
    public void Forked_streams_are_uncorrelated()
    {
        const int Count = 20_000;
        var parent = new RandomStream(11);
        var first = parent.Fork(0).Normal(Count);
        var second = parent.Fork(1).Normal(Count);
        Assert.True(Math.Abs(LinearAlgebra.Dot(first, second) / Count) < 4 / Math.Sqrt(Count));
        Assert.True(Math.Abs(LinearAlgebra.Dot(parent.Normal(Count), first) / Count) < 4 / Math.Sqrt(Count));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        const int Count = 400_000;
        var x = new RandomStream(1).Normal(Count);
        double root = Math.Sqrt(Count);
        Close.Numbers(0, x.Mean(), 4 / root);
        Close.Numbers(1, x.Square().Mean(), 4 * Math.Sqrt(2) / root);
        Close.Numbers(0, x.Pow(3).Mean(), 4 * Math.Sqrt(15) / root);
        Close.Numbers(3, x.Pow(4).Mean(), 4 * Math.Sqrt(96) / root);
        double beyond = x.Map(value => Math.Abs(value) > 1.959963984540054 ? 1 : 0).Mean();
        Close.Numbers(0.05, beyond, 4 * Math.Sqrt(0.05 * 0.95) / root);
    }

    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.975, 1.9599639845400543)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.001, -3.0902323061678132)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Normal_quantiles_are_accurate(double probability, double expected) =>
        Close.Numbers(expected, NormalQuantile.At(probability), 1e-14 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void Bounded_integers_are_uniform()
    {
        var stream = new RandomStream(3);
        var counts = new int[7];
        const int Draws = 70_000;
        for (int i = 0; i < Draws; i++)
            counts[stream.Next(7)]++;
        double chiSquare = counts.Sum(count => Math.Pow(count - (Draws / 7.0), 2) / (Draws / 7.0));

        // The 99.99 % point of chi-square with 6 degrees of freedom.
        Assert.True(chiSquare < 27.86, $"chi-square {chiSquare}");
    }

    [Fact]
    public void Bounds_of_ranges_are_kept()
    {
        var stream = new RandomStream(4);
        for (int i = 0; i < 1000; i++)
        {
            Assert.InRange(stream.Next(-3, 2), -3, 1);
            Assert.InRange(stream.NextInt64(long.MinValue, long.MaxValue), long.MinValue, long.MaxValue - 1);
            Assert.InRange(stream.NextDouble(), 0, 1 - 1e-17);
            Assert.Contains(stream.NextSign(), new[] { -1, 1 });
        }

        Assert.Equal(5, stream.Next(5, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Next(2, 1));
    }

    [Fact]
    public void Choosing_gives_different_numbers_and_every_one_equally_often()
    {
        var counts = new int[10];
        var stream = new RandomStream(8);
        for (int i = 0; i < 10_000; i++)
        {
            int[] chosen = stream.Choose(3, 10);
            Assert.Equal(3, chosen.Distinct().Count());
            foreach (int item in chosen)
                counts[item]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 2800, 3200));
        Assert.Equal(Enumerable.Range(0, 6), stream.Permutation(6).Order());
        Assert.Equal(Enumerable.Range(0, 4), stream.Choose(4, 4).Order());
    }
}
