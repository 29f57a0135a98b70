namespace Praxis.Numerics.Tests.Sampling;

public class QuasiRandomTests
{
    // scipy.stats.qmc.Sobol(64, scramble=False): point 100.
    private static readonly double[] SobolPoint100 =
    [
        0.4140625, 0.2578125, 0.7734375, 0.7265625, 0.8828125, 0.7421875, 0.0234375, 0.4765625, 0.6328125, 0.6953125, 0.4609375, 0.6796875,
        0.4765625, 0.8515625, 0.3203125, 0.4921875, 0.6796875, 0.7421875, 0.8359375, 0.3359375, 0.7578125, 0.3984375, 0.0078125, 0.4921875,
        0.0234375, 0.0078125, 0.9453125, 0.6640625, 0.2421875, 0.7265625, 0.7109375, 0.4140625, 0.2578125, 0.2578125, 0.3671875, 0.6640625,
        0.9765625, 0.4765625, 0.8984375, 0.1328125, 0.7109375, 0.6640625, 0.4140625, 0.4921875, 0.2578125, 0.6015625, 0.2734375, 0.7109375,
        0.7265625, 0.6640625, 0.8828125, 0.8046875, 0.0703125, 0.8359375, 0.3828125, 0.7734375, 0.0859375, 0.2734375, 0.4140625, 0.1640625,
        0.4921875, 0.0234375, 0.4609375, 0.6484375,
    ];

    [Fact]
    public void Sobol_points_are_those_of_scipy()
    {
        var points = new SobolSequence(64).Points(300);
        Assert.Equal(new double[64], points.Row(0).ToArray());
        Assert.Equal([0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375], points.Row(5).Slice(0, 0, 8).ToArray());
        Assert.Equal(SobolPoint100, points.Row(100).ToArray());
        int[] some = [0, 1, 2, 10, 30, 63];
        Assert.Equal([0.490234375, 0.669921875, 0.162109375, 0.876953125, 0.412109375, 0.326171875], points.Row(299).Take(0, some).ToArray());
        Assert.Equal(9569.15625, points.Sum(), 9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_block_of_Sobol_points_fills_every_interval_once(bool shifted)
    {
        var sobol = new SobolSequence(64, shifted ? new RandomStream(1) : null);
        foreach (long first in new[] { 0, 256, 3 * 256 })
        {
            var points = sobol.Points(256, first);
            for (int j = 0; j < 64; j++)
                Assert.Equal(Enumerable.Range(0, 256), points.Column(j).ToArray().Select(x => (int)(x * 256)).Order());

            // The first two dimensions are a (0, m, 2)-net: every box of area 1/256 holds one point.
            for (int across = 1; across <= 256; across *= 2)
                Assert.Equal(256, Enumerable.Range(0, 256).Select(i => ((int)(points[i, 0] * across), (int)(points[i, 1] * (256 / across)))).Distinct().Count());
        }
    }

    [Fact]
    public void Halton_points_are_those_of_scipy()
    {
        var points = new HaltonSequence(8).Points(200);
        double[] seventh = [0.875, 5 / 9.0, 0.44, 1 / 49.0, 7 / 11.0, 7 / 13.0, 7 / 17.0, 7 / 19.0];
        Close.Tensors(Tensor.FromArray(seventh), points.Row(7), 1e-15);
        double[] last = [0.88671875, 0.39094650205761317, 0.9776, 0.4402332361516035, 0.14951164537941397, 0.31998179335457444, 0.7439446366782007, 0.5013850415512465];
        Close.Tensors(Tensor.FromArray(last), points.Row(199), 1e-15);
    }

    [Fact]
    public void Scrambled_Halton_points_are_uniform_and_fill_every_interval()
    {
        var points = new HaltonSequence(3, new RandomStream(1)).Points(900);
        int[] bases = [2, 3, 5];
        for (int j = 0; j < 3; j++)
        {
            int cells = bases[j] * bases[j];
            for (int first = 0; first + cells <= 900; first += cells)
                Assert.Equal(Enumerable.Range(0, cells), Enumerable.Range(first, cells).Select(i => (int)(points[i, j] * cells)).Order());
        }

        double[] origins = [.. Enumerable.Range(0, 2000).Select(seed => new HaltonSequence(2, new RandomStream(seed)).Points(1)[0, 1])];
        Fit.Continuous(origins, x => x);
    }

    [Fact]
    public void The_R_sequence_is_golden_in_one_dimension_and_keeps_its_precision_far_out()
    {
        double golden = (Math.Sqrt(5) - 1) / 2;
        var line = new KroneckerSequence(1).Points(50);
        for (int i = 0; i < 50; i++)
            Close.Numbers((0.5 + (i * golden)) % 1, line[i, 0], 1e-13);

        // The plastic number, x³ = x + 1.
        var plane = new KroneckerSequence(2).Points(2);
        Close.Numbers(0.5 + 0.754877666246693 - 1, plane[1, 0], 1e-15);
        Close.Numbers(0.5 + 0.569840290998053 - 1, plane[1, 1], 1e-15);

        // 10^12 / φ modulo 1, from 50 digits of the golden ratio: 0.6180339887498948482045868343656…
        Close.Numbers(0.5 + 0.8948482045868344 - 1, new KroneckerSequence(1).Points(1, 1_000_000_000_000)[0, 0], 1e-12);
        Assert.All(new KroneckerSequence(5, new RandomStream(3)).Points(1000).ToArray(), x => Assert.InRange(x, 0, Math.BitDecrement(1.0)));
    }

    [Fact]
    public void Lattices_integrate_what_their_error_says_and_the_construction_finds_Fibonacci()
    {
        // Σ over the dual lattice, by its definition: the error is the sum of 1 / max(1, h²) over h·z = 0 modulo n.
        var lattice = new LatticeRule(13, [1, 5]);
        Close.Numbers(DualSum(13, 5), lattice.WorstCaseError(), 2e-3);
        var good = LatticeRule.Construct(233, 3);
        Assert.Equal(1, good.Generator[0]);
        double least = Enumerable.Range(1, 232).Min(z => new LatticeRule(233, [1, z]).WorstCaseError());
        Close.Numbers(least, new LatticeRule(233, [1, (int)good.Generator[1]]).WorstCaseError(), 1e-12);
        double random = Enumerable.Range(0, 20).Average(seed => new LatticeRule(233, [1, new RandomStream(seed).Next(1, 233), new RandomStream(seed + 50).Next(1, 233)]).WorstCaseError());
        Assert.True(good.WorstCaseError() < 0.7 * random);

        // A trigonometric polynomial off the dual lattice is integrated exactly, shifted or not.
        foreach (var shift in new[] { null, new RandomStream(2) })
        {
            var points = new LatticeRule(233, [1, 89, 34], shift).Points(233);
            Close.Numbers(0, points.Column(0).Map(x => Math.Cos(2 * Math.PI * 3 * x)).Mean(), 1e-13);
            Assert.Throws<ArgumentOutOfRangeException>(() => new LatticeRule(233, [1, 89, 34], shift).Points(2, 232));
        }
    }

    [Fact]
    public void Quasi_random_points_integrate_better_than_random_ones()
    {
        const int Count = 4096;
        double Error(Tensor points) => Math.Abs(Enumerable.Range(0, Count).Average(i => points.Row(i).ToArray().Aggregate(1.0, (product, x) => product * 2 * x)) - 1);
        double random = Enumerable.Range(0, 10).Average(seed => Error(new RandomStream(seed).Uniform(Count, 4)));
        PointSequence[] sequences =
            [new SobolSequence(4, new RandomStream(1)), new HaltonSequence(4, new RandomStream(1)), new KroneckerSequence(4), LatticeRule.Construct(Count + 1 - 4, 4, new RandomStream(1))];
        foreach (var sequence in sequences)
        {
            int count = sequence is LatticeRule lattice ? lattice.Count : Count;
            var points = sequence.Points(count);
            double error = Math.Abs(Enumerable.Range(0, count).Average(i => points.Row(i).ToArray().Aggregate(1.0, (product, x) => product * 2 * x)) - 1);
            Assert.True(error < random / 1.5, $"{sequence.GetType().Name}: {error}, random {random}");
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new SobolSequence(65));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SobolSequence(2).Points(1, -1));
        Assert.Throws<ArgumentException>(() => new HaltonSequence(2).Point(0, new double[3]));
    }

    private static double DualSum(int n, int z)
    {
        const int Far = 3000;
        double sum = -1;
        for (int h = -Far; h <= Far; h++)
        {
            // All k with h + k z = 0 modulo n.
            int first = -Far + ((((-h * 8) - -Far) % n + n) % n);
            for (int k = first; k <= Far; k += n)
                if (((h + (k * z)) % n + n) % n == 0)
                    sum += 1 / (Math.Max(1.0, (double)h * h) * Math.Max(1.0, (double)k * k));
        }

        return sum;
    }
}
