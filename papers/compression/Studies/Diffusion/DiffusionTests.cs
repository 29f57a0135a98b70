using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

public sealed class DiffusionTests
{
    [Fact]
    public void Frechet_distance_of_shifted_and_scaled_normals_is_the_closed_form()
    {
        // Sets with exactly known moments: ±e_i and ±2 e_i + shift. Covariances 2/(2d − 1) I and 8/(2d − 1) I.
        const int d = 3;
        var first = Tensor.Concat(0, Tensor.Identity(d), -Tensor.Identity(d));
        var second = (first * 2) + Tensor.Wrap([1.0, 2, 2], 3);
        double spread = 2.0 / ((2 * d) - 1);
        Assert.Equal(9 + (d * spread * (1 + 4 - 4)), FrechetDistance.Of(first, second), 1e-10);
        Assert.Equal(0, FrechetDistance.Of(first, first), 1e-10);
        Assert.Throws<ArgumentException>(() => FrechetDistance.Of(first, first.Slice(0, 0, 1)));
    }

    [Fact]
    public void Sampling_with_the_exact_noise_of_a_single_point_returns_the_point()
    {
        // All data at one point c: the network that tells (x − √ᾱ c)/√(1 − ᾱ) exactly is reached by training on c alone.
        var diffusion = new Diffusion(20);
        var point = Tensor.Wrap([0.5f, -0.25f], 1, 2);
        var network = new Denoiser(2, 32, 2, new RandomStream(1));
        diffusion.Train(network, point, 400, 64, 5e-3, new RandomStream(2));
        var samples = diffusion.Sample(network, new RandomStream(3).Normal(20, 2).To(DType.F32), 10, limit: 1);
        Assert.True((samples - point).MaxAbs() < 0.1, $"{(samples - point).MaxAbs()}");
    }

    [Fact]
    public void Noise_and_signal_have_the_energy_of_one()
    {
        var diffusion = new Diffusion(50);
        var noisy = diffusion.Noised(new RandomStream(1).Normal(4000, 2).To(DType.F32), new RandomStream(2));
        Assert.InRange(noisy.Inputs.Square().Mean(), 0.95, 1.05);
        Assert.Equal(4000, noisy.Levels.Length);
        Assert.InRange(noisy.Levels.Average(), 23, 26);
    }

    [Fact]
    public void A_replaced_map_computes_and_the_own_one_comes_back()
    {
        var network = new Denoiser(2, 8, 1, new RandomStream(1));
        var x = new RandomStream(2).Normal(3, 2).To(DType.F32);
        var before = network.Forward(x, [0, 1, 2]).Data;
        network.Replace(1, new Linear(Tensor.Zeros(DType.F32, 8, 8), Tensor.Zeros(DType.F32, 8)));
        Assert.True((network.Forward(x, [0, 1, 2]).Data - before).MaxAbs() > 1e-4);
        network.Restore();
        Assert.Equal(0, (network.Forward(x, [0, 1, 2]).Data - before).MaxAbs());
    }

    [Theory]
    [InlineData(DType.F32)]
    [InlineData(DType.F64)]
    public void Activations_go_to_the_nearest_of_their_group(DType dtype)
    {
        var x = Tensor.Wrap([7.0, -3.4, 0.6, 0.07, -0.034, 0.0], 1, 6).To(dtype);
        var rounded = new ActivationGrid(4, 3).Round(x).To(DType.F64).ToArray();
        double scale = (double)(Half)0.01;
        double[] expected = [7, -3, 1, 7 * scale, -3 * scale, 0];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], rounded[i], 1e-7);
        Assert.Equal(7.0, x[0, 0]);
        Assert.Throws<ArgumentException>(() => new ActivationGrid(4).Round(Tensor.Wrap([double.NaN, 1], 1, 2)));
    }

    [Fact]
    public void Gradients_pass_straight_through_the_rounding()
    {
        var x = new Variable(new RandomStream(1).Normal(2, 5), requiresGrad: true);
        (new ActivationGrid(3).RoundStraightThrough(x) * 2).Sum().Backward();
        Assert.Equal(0, (x.Grad! - 2).MaxAbs());
    }
}
