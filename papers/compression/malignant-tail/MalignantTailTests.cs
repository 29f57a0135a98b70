using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression.MalignantTail;

namespace Praxis.Papers.Tests.Compression;

public sealed class MalignantTailTests
{
    private const int Classes = 4;

    private static readonly RandomStream Random = new(5);

    // Class means in three of twelve dimensions, noise in all.
    private static (Tensor Features, Tensor Labels) Clouds(int count, string purpose)
    {
        var means = new RandomStream(9).Normal(Classes, 3) * 4;
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % Classes)];
        var features = Random.Fork(purpose).Normal(count, 12);
        features.Slice(1, 0, 3).CopyFrom(features.Slice(1, 0, 3) + means.TakeRows(labels));
        return (features, Tensor.FromArray(Array.ConvertAll(labels, label => (long)label)));
    }

    [Fact]
    public void Coordinates_of_training_features_are_the_left_vectors_by_their_singular_values()
    {
        var (features, _) = Clouds(60, "train");
        var spectrum = FeatureSpectrum.Of(features);
        Assert.Equal(12, spectrum.Rank);
        var difference = spectrum.Coordinates(features) - (spectrum.Left * spectrum.SingularValues);
        Assert.InRange(difference.MaxAbs(), 0, 1e-10);
    }

    [Fact]
    public void Dead_units_lower_the_rank()
    {
        var (features, _) = Clouds(60, "train");
        features.Slice(1, 5, 4).Fill(0);
        Assert.Equal(8, FeatureSpectrum.Of(features).Rank);
        Assert.Throws<ArgumentException>(() => FeatureSpectrum.Of(Tensor.Full(3, 10, 4)));
        Assert.Throws<ArgumentException>(() => FeatureSpectrum.Of(Tensor.Zeros(1, 4)));
        features[2, 1] = double.NaN;
        Assert.ThrowsAny<Exception>(() => FeatureSpectrum.Of(features));
    }

    [Fact]
    public void Effective_rank_of_equal_variances_is_their_number()
    {
        // Rows ±e_j: four directions of the same variance.
        var rows = Tensor.Concat(0, Tensor.Identity(4), -Tensor.Identity(4));
        Assert.Equal(4, FeatureSpectrum.Of(rows).EffectiveRank, 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void The_refitted_head_is_what_solving_the_normal_equations_gives(double ridge)
    {
        var (features, labels) = Clouds(80, "train");
        var (others, _) = Clouds(20, "test");
        var spectrum = FeatureSpectrum.Of(features);
        const int d = 5;
        var found = SpectralHead.Refitted(spectrum, labels, Classes, ridge).Scores(spectrum.Coordinates(others), 0, d);

        var basis = spectrum.Directions.Slice(1, 0, d).Contiguous();
        var mean = features.Mean(0);
        var x = LinearAlgebra.MatMul(features - mean, basis);                                   // (80, d)
        double strength = ridge * Math.Pow(LinearAlgebra.SpectralNorm(features - mean), 2);
        var y = LabelNoise.OneHot(labels, Classes);
        var gram = LinearAlgebra.MatMul(x, x, transposeA: true, transposeB: false) + (Tensor.Identity(d) * strength);
        var solved = LinearAlgebra.Solve(gram, LinearAlgebra.MatMul(x, y - y.Mean(0), transposeA: true, transposeB: false));
        var expected = LinearAlgebra.MatMul(LinearAlgebra.MatMul(others - mean, basis), solved) + y.Mean(0);
        Assert.InRange((found - expected).MaxAbs(), 0, 1e-10);
    }

    [Fact]
    public void A_curve_is_the_accuracy_of_each_d()
    {
        var (features, labels) = Clouds(80, "train");
        var (others, truth) = Clouds(40, "test");
        var spectrum = FeatureSpectrum.Of(features);
        var head = SpectralHead.Refitted(spectrum, LabelNoise.Symmetric(labels, Classes, 0.3, Random), Classes);
        var coordinates = spectrum.Coordinates(others);
        double[] curve = head.Curve(coordinates, truth);
        for (int d = 1; d <= spectrum.Rank; d++)
            Assert.Equal(head.Accuracy(coordinates, truth, 0, d), curve[d - 1], 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => head.Scores(coordinates, 0, 13));
    }

    [Fact]
    public void The_own_head_on_all_directions_scores_as_the_network_does()
    {
        var (features, _) = Clouds(80, "train");
        (var weight, var bias) = (Random.Normal(Classes, 12), Random.Normal(Classes));
        var spectrum = FeatureSpectrum.Of(features);
        var scores = SpectralHead.Reused(spectrum, weight, bias).Scores(spectrum.Coordinates(features), 0, 12);
        var own = LinearAlgebra.MatMul(features, weight, transposeA: false, transposeB: true) + bias;
        Assert.InRange((scores - own).MaxAbs(), 0, 1e-10);
    }

    [Fact]
    public void Symmetric_flips_are_as_many_as_asked_and_never_to_the_same_class()
    {
        var labels = Tensor.FromArray([.. Enumerable.Range(0, 20_000).Select(i => (long)(i % 10))]);
        var noisy = LabelNoise.Symmetric(labels, 10, 0.4, Random);
        Assert.InRange(1 - LabelNoise.Agreement(labels, noisy), 0.38, 0.42);
        var steps = new int[10];
        for (int i = 0; i < labels.Length; i++)
            steps[(noisy.AsSpan<long>()[i] - labels.AsSpan<long>()[i] + 10) % 10]++;
        Assert.All(steps[1..], count => Assert.InRange(count, 750, 1030)); // 889 each
        Assert.Equal(labels.AsSpan<long>().ToArray(), LabelNoise.Symmetric(labels, 10, 0, Random).AsSpan<long>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelNoise.Symmetric(labels, 10, 1.5, Random));
    }

    [Fact]
    public void Systematic_flips_go_to_the_next_class()
    {
        var labels = Tensor.FromArray([0L, 1, 2, 3]);
        Assert.Equal([1L, 2, 3, 0], LabelNoise.NextClass(labels, 4, 1, Random).AsSpan<long>().ToArray());
    }

    [Fact]
    public void Energies_of_all_directions_of_a_full_basis_add_up_to_one()
    {
        // As many inputs as directions and one: the centred features span every centred label.
        var features = Random.Fork("wide").Normal(24, 40);
        var labels = Tensor.FromArray([.. Enumerable.Range(0, 24).Select(i => (long)(i % Classes))]);
        var energies = LabelEnergies.Of(FeatureSpectrum.Of(features), labels, LabelNoise.Symmetric(labels, Classes, 0.5, Random.Fork("flips")), Classes);
        Assert.Equal(1, energies.Signal.Sum(), 10);
        Assert.Equal(1, energies.Noise.Sum(), 10);
    }

    [Fact]
    public void Noise_that_is_one_feature_lies_in_its_direction()
    {
        // Two classes; the first feature is the true class, the second (smaller) says which labels are wrong, and how.
        var labels = Tensor.FromArray([0L, 0, 0, 0, 1, 1, 1, 1]);
        var noisy = Tensor.FromArray([1L, 0, 0, 0, 0, 1, 1, 1]);
        var features = Tensor.Zeros(8, 2);
        for (int i = 0; i < 8; i++)
            (features[i, 0], features[i, 1]) = (i < 4 ? -10 : 10, i == 0 ? 0.75 : i < 4 ? -0.25 : i == 4 ? -0.75 : 0.25);
        var energies = LabelEnergies.Of(FeatureSpectrum.Of(features), labels, noisy, 2);
        Assert.Equal([1, 0], energies.Signal.Select(share => Math.Round(share, 10)));
        Assert.Equal([0, 1], energies.Noise.Select(share => Math.Round(share, 10)));
        Assert.Throws<ArgumentException>(() => LabelEnergies.Of(FeatureSpectrum.Of(features), labels, labels, 2));
    }

    [Fact]
    public void The_first_of_the_highest_is_chosen()
    {
        var choice = Choice.Of([0.1, 0.5, 0.5, 0.9], [0.2, 0.3, 0.6, 0.1], most: 3);
        Assert.Equal(new Choice(2, 0.3, 3, 0.6), choice);
        Assert.Equal(0.3, choice.Regret, 12);
    }

    [Fact]
    public void The_tool_finds_the_flipped_labels()
    {
        var (features, labels) = Clouds(200, "tool");
        var noisy = LabelNoise.Symmetric(labels, Classes, 0.2, Random.Fork("tool flips"));
        var report = Use(features, noisy.To(DType.F64), new TailToolOptions { Features = new InputFile("x"), Labels = new InputFile("y") });
        var scores = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal((200, Classes), (scores.Rows, scores.Columns));
        Assert.True(LabelNoise.Agreement(scores.ArgMax(1), labels) > 0.85);
        Assert.InRange(report.Measures.Single(measure => measure.Name == "best d").Value, 3, 12);
    }

    [Fact]
    public void The_tool_names_what_is_wrong_with_its_input()
    {
        var options = new TailToolOptions { Features = new InputFile("x"), Labels = new InputFile("y") };
        var (features, labels) = Clouds(20, "bad");
        var numbers = labels.To(DType.F64);
        Assert.Contains("one for each row", Refused(features, numbers.Slice(0, 0, 19).Contiguous(), options), StringComparison.Ordinal);
        Assert.Contains("numerical rank", Refused(features, numbers, options with { Directions = 13 }), StringComparison.Ordinal);
        Assert.Contains("too few", Refused(features, numbers, options with { Folds = 15 }), StringComparison.Ordinal);
        numbers[3] = 1.5;
        Assert.Contains("row 4", Refused(features, numbers, options), StringComparison.Ordinal);
        features[7, 2] = double.NaN;
        Assert.Contains("row 8", Refused(features, labels.To(DType.F64), options), StringComparison.Ordinal);
        Assert.Contains("no direction", Refused(Tensor.Full(2, 20, 3), labels.To(DType.F64), options), StringComparison.Ordinal);
    }

    private static string Refused(Tensor features, Tensor labels, TailToolOptions options) => Assert.Throws<ToolException>(() => Use(features, labels, options)).Message;

    private static ToolReport Use(Tensor features, Tensor labels, TailToolOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("praxis-tail");
        try
        {
            string x = Path.Combine(folder.FullName, "x.npy"), y = Path.Combine(folder.FullName, "y.npy");
            NpyFile.Write(x, features);
            NpyFile.Write(y, labels);
            return new TailTool().Use(options with { Features = new InputFile(x), Labels = new InputFile(y) }, new ToolContext { Slug = "malignant-tail" }, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
