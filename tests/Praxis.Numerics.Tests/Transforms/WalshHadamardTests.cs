using System.Numerics;

namespace Praxis.Numerics.Tests.Transforms;

public class WalshHadamardTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(512)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(1 << 17)]
    public void Small_whole_numbers_are_transformed_exactly(int n)
    {
        // The textbook loop over whole numbers: every sum is exact, so every order gives the same.
        var stream = new RandomStream(n);
        double[] values = [.. Enumerable.Range(0, n).Select(_ => (double)stream.Next(-9, 10))];
        double[] expected = [.. values];
        for (int half = 1; half < n; half *= 2)
            for (int i = 0; i < n; i++)
                if ((i & half) == 0)
                    (expected[i], expected[i + half]) = (expected[i] + expected[i + half], expected[i] - expected[i + half]);
        WalshHadamard.Transform(values);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void A_single_one_in_a_very_long_vector_becomes_a_row_of_signs()
    {
        const int N = 1 << 22;
        const int Place = 2_654_435;
        var values = new double[N];
        values[Place] = 3;
        WalshHadamard.Transform(values);
        for (int k = 0; k < N; k += 1021)
            Assert.Equal(BitOperations.PopCount((uint)(k & Place)) % 2 == 0 ? 3 : -3, values[k]);
    }

    [Fact]
    public void Normalized_it_keeps_lengths_and_undoes_itself()
    {
        var values = new RandomStream(5).Normal(6, 64);
        var once = WalshHadamard.Transform(values, normalized: true);
        Close.Numbers(values.FrobeniusNorm(), once.FrobeniusNorm(), 1e-13);
        Close.Tensors(values, WalshHadamard.Transform(once, normalized: true), 1e-14);
    }

    [Fact]
    public void Runs_and_axes_are_each_transformed_alone()
    {
        var values = new RandomStream(6).Normal(16, 5);
        var columns = WalshHadamard.Transform(values, axis: 0);
        double[] runs = values.Transpose().ToArray();
        WalshHadamard.TransformRuns(runs, 16);
        double[] alone = values.Column(3).ToArray();
        WalshHadamard.Transform(alone);
        Assert.Equal(alone, columns.Column(3).ToArray());
        Assert.Equal(alone, runs[48..64]);
    }

    [Fact]
    public void Other_lengths_are_refused()
    {
        Assert.Throws<ShapeException>(() => WalshHadamard.TransformRuns(new double[12], 8));
        Assert.Throws<ShapeException>(() => WalshHadamard.TransformRuns(new double[12], 6));
        Assert.Throws<ShapeException>(() => WalshHadamard.Transform(Tensor.Zeros(3, 6)));
    }
}
