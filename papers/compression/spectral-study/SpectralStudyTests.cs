using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression.SpectralStudy;

namespace Praxis.Papers.Tests.Compression;

public sealed class SpectralStudyTests
{
    private static readonly RandomStream Random = new(3);

    // Five spikes in 60 dimensions, three of them above the threshold √0.2 = 0.447.
    private static Tensor Spiked(int samples = 300)
    {
        var x = Random.Fork("spiked").Normal(samples, 60);
        double[] strengths = [9, 6, 4, 0.2, 0.1];
        for (int j = 0; j < strengths.Length; j++)
            x.Slice(1, j, 1).CopyFrom(x.Slice(1, j, 1) * Math.Sqrt(1 + strengths[j]));
        return x;
    }

    [Fact]
    public void The_median_at_a_fifth_is_0_933() => Assert.Equal(0.933, new MarchenkoPastur(0.2).Median, 3);

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(0.9, 2.5)]
    [InlineData(3, 1)]
    public void The_density_integrates_to_1_and_its_mean_is_the_variance(double ratio, double variance)
    {
        var law = new MarchenkoPastur(ratio, variance);
        double mass = 0, mean = 0, below = 0, median = law.Median;
        const int steps = 400_000;
        double width = (law.Upper - law.Lower) / steps;
        for (int i = 0; i < steps; i++)
        {
            double at = law.Lower + ((i + 0.5) * width), part = law.Density(at) * width;
            mass += part;
            mean += at * part;
            below += at <= median ? part : 0;
        }

        Assert.Equal(1, mass, 4);
        Assert.Equal(variance * Math.Max(1, ratio), mean, 3); // zeros leave more for the others
        Assert.Equal(0.5, below, 4);
    }

    [Fact]
    public void Edges_and_spike_positions_are_the_closed_forms()
    {
        var law = new MarchenkoPastur(0.25, 2);
        Assert.Equal(0.5, law.Lower, 12);
        Assert.Equal(4.5, law.Upper, 12);
        Assert.Equal(2 * 5 * (1 + (0.25 / 4)), law.SpikePosition(4), 12);
        Assert.Equal(law.Upper, law.SpikePosition(0.4), 12);
        Assert.Equal(law.Upper, law.SpikePosition(0.5 + 1e-9), 6); // continuous at the threshold
        Assert.Equal(law.Lower, law.Quantile(0), 12);
        Assert.Equal(law.Upper, law.Quantile(1), 9);
    }

    [Fact]
    public void Spikes_above_the_threshold_are_counted_and_the_raw_median_is_too_small()
    {
        var spectrum = SignalSpectrum.Of(Spiked());
        Assert.Equal(3, spectrum.Outliers(NoiseEstimate.LawMedian));
        double raw = spectrum.Noise(NoiseEstimate.RawMedian).Variance, mended = spectrum.Noise(NoiseEstimate.LawMedian).Variance;
        Assert.Equal(new MarchenkoPastur(spectrum.Ratio).Median, raw / mended, 9);
        Assert.InRange(mended, 0.93, 1.07);
        Assert.InRange(spectrum.Noise(NoiseEstimate.Fitted).Variance, 0.85, 1.15);
        Assert.True(spectrum.Outliers(NoiseEstimate.RawMedian) >= 3);
    }

    [Fact]
    public void Quantiles_of_the_law_give_the_variance_back()
    {
        var law = new MarchenkoPastur(0.3, 1.7);
        double[] values = [.. Enumerable.Range(0, 500).Select(i => law.Quantile((i + 0.5) / 500))];
        Assert.Equal(1.7, NoiseVariance.Of(values, 0.3, NoiseEstimate.LawMedian), 3);
        Assert.InRange(NoiseVariance.Of(values, 0.3, NoiseEstimate.Fitted), 1.6, 1.8);
    }

    [Fact]
    public void Wide_and_tall_matrices_have_orthonormal_directions_of_their_variances()
    {
        foreach (int samples in (int[])[300, 40])
        {
            var x = Spiked(samples);
            var spectrum = SignalSpectrum.Of(x);
            var u = spectrum.Directions;
            Assert.Equal(Math.Min(60, samples - 1), u.Columns);
            var gram = LinearAlgebra.MatMul(u, u, transposeA: true, transposeB: false);
            Assert.InRange((gram - Tensor.Identity(u.Columns)).MaxAbs(), 0, 1e-8);
            var variances = LinearAlgebra.MatMul(x - x.Mean(0), u).Square().Mean(0).ToArray();
            for (int i = 0; i < variances.Length; i++)
                Assert.Equal(spectrum.Eigenvalues[i], variances[i], 8);
            Assert.Equal(1, spectrum.OfVariance(1e-6));
            Assert.Equal(u.Columns, spectrum.OfVariance(1));
        }
    }

    [Fact]
    public void Narrowing_to_all_directions_changes_nothing_and_counts_fall_with_fewer()
    {
        var network = new StreamPerceptron(7, 12, 9, 2, 4, Random.Fork("network"));
        var inputs = Random.Fork("inputs").Normal(50, 7).To(DType.F32);
        var before = network.Scores(inputs);
        for (int place = 1; place < network.Places; place++)
        {
            var stream = network.Stream(inputs, place);
            var rotated = network.Narrowed(place, LinearAlgebra.Qr(Random.Fork(place).Normal(12, 12)).Q, stream.Mean(0));
            Assert.InRange((rotated.Scores(inputs) - before).MaxAbs(), 0, 1e-5);
        }

        // Seven inputs span seven directions behind the embedding, so that nothing is lost there by itself.
        var first = SignalSpectrum.Of(network.Stream(inputs, 0));
        Assert.Equal(7, first.Eigenvalues.Count(value => value > 1e-8));
        var narrow = network.Narrowed(0, first.Leading(5), first.Mean);
        Assert.Equal((7 * 5) + 5 + (2 * ((5 * 9) + 9 + (9 * 5) + 5)) + (5 * 4) + 4, narrow.CountParameters());
        var second = SignalSpectrum.Of(narrow.Stream(inputs, 1));
        var narrower = narrow.Narrowed(1, second.Leading(3), second.Mean);
        Assert.Equal((50, 3), (narrower.Stream(inputs, 2).Rows, narrower.Stream(inputs, 2).Columns));
        Assert.Throws<ArgumentException>(() => narrower.Narrowed(0, Tensor.Identity(5), Tensor.Zeros(5)));
        Assert.Throws<ArgumentException>(() => network.Narrowed(0, Tensor.Identity(5), Tensor.Zeros(5)));
    }

    [Fact]
    public void The_lost_mean_goes_into_the_biases_of_the_readers()
    {
        var network = new StreamPerceptron(5, 8, 6, 0, 3, Random.Fork("shallow"));
        var inputs = Random.Fork("mean").Normal(40, 5).To(DType.F32);
        var stream = network.Stream(inputs, 0);
        var u = SignalSpectrum.Of(stream).Leading(2);
        var narrow = network.Narrowed(0, u, stream.Mean(0));
        // The mean input keeps its scores exactly, since the head is affine.
        var middle = inputs.Mean(0).Reshape(1, 5);
        Assert.InRange((narrow.Scores(middle) - network.Scores(middle)).MaxAbs(), 0, 1e-5);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarchenkoPastur(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarchenkoPastur(0.5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarchenkoPastur(0.5).Quantile(1.1));
        Assert.Throws<ArgumentException>(() => NoiseVariance.Of([], 0.5, NoiseEstimate.RawMedian));
        Assert.Throws<ArgumentException>(() => NoiseVariance.Of([1, 0], 0.5, NoiseEstimate.RawMedian));
        Assert.Throws<ArgumentException>(() => SignalSpectrum.Of(Tensor.Full(3, 10, 4)));
        Assert.Throws<ArgumentException>(() => SignalSpectrum.Of(Tensor.Zeros(1, 4)));
    }

    [Fact]
    public void The_tool_counts_components_and_gives_their_projection()
    {
        var report = Use(Spiked(), new SpectralStudyToolOptions { Matrix = new InputFile("x") });
        Assert.Equal(3, report.Measures.Single(measure => measure.Name == "components").Value);
        var projection = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal((3, 60), (projection.Rows, projection.Columns));
        Assert.True(Math.Abs(projection[0, 0]) > 0.9); // the strongest spike lies along the first axis
    }

    [Fact]
    public void The_tool_names_what_is_wrong_with_its_input()
    {
        var options = new SpectralStudyToolOptions { Matrix = new InputFile("x") };
        var bad = Spiked();
        bad[7, 2] = double.NaN;
        Assert.Contains("row 8", Assert.Throws<ToolException>(() => Use(bad, options)).Message, StringComparison.Ordinal);
        Assert.Contains("two at least", Assert.Throws<ToolException>(() => Use(Tensor.Zeros(1, 4), options)).Message, StringComparison.Ordinal);
        Assert.Contains("rows that differ", Assert.Throws<ToolException>(() => Use(Tensor.Full(2, 9, 4), options)).Message, StringComparison.Ordinal);
    }

    private static ToolReport Use(Tensor matrix, SpectralStudyToolOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("praxis-spectral");
        try
        {
            string path = Path.Combine(folder.FullName, "x.npy");
            NpyFile.Write(path, matrix);
            return new SpectralStudyTool().Use(options with { Matrix = new InputFile(path) }, new ToolContext { Slug = "spectral-study" }, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
