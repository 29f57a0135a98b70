using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.FlatQuant;

namespace Praxis.Papers.Tests.Compression;

public sealed class FlatQuantTests
{
    [Fact]
    public void Kronecker_transform_is_the_product_with_the_Kronecker_matrix()
    {
        var transform = KroneckerTransform.Of(FlatTransform.Kronecker, 12, new RandomStream(1))!;
        Perturb(transform, 0.3);
        var factors = transform.Now(DType.F64);
        var x = new RandomStream(2).Normal(5, 12);
        var dense = factors.Dense(12);                                                                // P
        Assert.True((factors.Activations(x).Data - LinearAlgebra.MatMul(x, dense)).MaxAbs() < 1e-12);
        Assert.True((factors.Weights(x).Data - LinearAlgebra.MatMul(x, LinearAlgebra.Inverse(dense).Transpose())).MaxAbs() < 1e-10);
        // P is a Kronecker product of 3 × 3 and 4 × 4: its rearrangement has rank 1.
        var rearranged = dense.Reshape(3, 4, 3, 4).Transpose(0, 2, 1, 3).Contiguous().Reshape(9, 16);
        double[] singular = LinearAlgebra.SingularValues(rearranged).ToArray();
        Assert.True(singular[1] < 1e-12 * singular[0]);
        Assert.Equal(LinearAlgebra.Condition(dense), transform.Condition, 1e-8 * transform.Condition);
        Assert.Equal(2 * 12 * 7, transform.FlopsPerRow);
    }

    [Theory]
    [InlineData(FlatTransform.Hadamard, 16)]
    [InlineData(FlatTransform.Hadamard, 24)]
    [InlineData(FlatTransform.Rotation, 12)]
    [InlineData(FlatTransform.Rotation, 7)]
    public void Rotations_are_orthogonal(FlatTransform kind, int width)
    {
        var transform = KroneckerTransform.Of(kind, width, new RandomStream(3))!;
        Perturb(transform, 0.5);
        var dense = transform.Now(DType.F64).Dense(width);
        Assert.True((LinearAlgebra.MatMul(dense, dense, false, true) - Tensor.Identity(width)).MaxAbs() < 1e-12);
        Assert.Equal(1, transform.Condition);
    }

    [Fact]
    public void The_Hadamard_transform_is_Sylvesters_matrix_after_signs()
    {
        var dense = KroneckerTransform.Of(FlatTransform.Hadamard, 32, new RandomStream(4))!.Now(DType.F64).Dense(32);
        foreach (double entry in dense.ToArray())
            Assert.Equal(1 / Math.Sqrt(32), Math.Abs(entry), 1e-12);
    }

    [Theory]
    [InlineData(128, 8, 16)]
    [InlineData(336, 16, 21)]
    [InlineData(11008, 86, 128)]
    [InlineData(4096, 64, 64)]
    [InlineData(13, 1, 13)]
    public void Factors_are_as_near_as_can_be(int width, int first, int second) => Assert.Equal((first, second), KroneckerTransform.Factors(width));

    [Fact]
    public void Gradients_of_a_group_agree_with_central_differences()
    {
        var random = new RandomStream(5);
        var group = Group(random, new FlatQuantOptions());
        Perturb(group, 0.1);
        var x = random.Normal(4, 6);
        var weights = random.Normal(4, 3);
        // Without rounding the outputs do not depend on the transform, so the flat inputs and weights are looked at one by one.
        Func<Variable>[] functions =
        [
            () => (group.Now(quantize: false).Flat(x) * random.Fork("a").Normal(4, 6)).Sum(),
            () => (group.Now(quantize: false).Weights[0] * random.Fork("b").Normal(3, 6)).Sum(),
        ];
        foreach (var function in functions)
        {
            group.ZeroGrad();
            function().Backward();
            foreach ((string name, var parameter) in group.NamedParameters())
                for (int i = 0; i < parameter.Length && parameter.Grad is not null; i++)
                {
                    var flat = parameter.Data.Reshape(-1);
                    double before = flat[i];
                    flat[i] = before + 1e-5;
                    double up = function().ToScalar();
                    flat[i] = before - 1e-5;
                    double down = function().ToScalar();
                    flat[i] = before;
                    Assert.Equal((up - down) / 2e-5, parameter.Grad.Contiguous().Reshape(-1)[i], 1e-6);
                }
        }
    }

    [Fact]
    public void Without_rounding_a_group_computes_as_its_weights_do()
    {
        var random = new RandomStream(6);
        foreach (var kind in Enum.GetValues<FlatTransform>())
        {
            var weight = random.Normal(3, 6);
            var group = new FlatGroup([weight], random.Uniform(6) + 0.5, new FlatQuantOptions { Transform = kind }, random.Fork("group"));
            Perturb(group, 0.2);
            var x = random.Normal(2, 5, 6);
            var expected = LinearAlgebra.MatMul(x.Reshape(10, 6), weight, false, true).Reshape(2, 5, 3);
            Assert.True((group.Now(quantize: false).Forward(0, x).Data - expected).MaxAbs() < 1e-9, $"{kind}");
        }
    }

    [Fact]
    public void Rows_are_rounded_within_their_clipped_range_and_gradients_stay_inside()
    {
        var x = new Variable(Tensor.Wrap([7, 3.4, -0.6, 0, 0.07, -0.034], 2, 3), requiresGrad: true);
        double[] rounded = FakeQuantization.Apply(x, 4, null).Data.ToArray();
        double[] expected = [7, 3, -1, 0, 0.07, -0.03];
        for (int i = 0; i < 6; i++)
            Assert.Equal(expected[i], rounded[i], 1e-6);
        // σ(0) = ½: the range is ±3.5 in steps of ½; 7 is clipped.
        var clipped = FakeQuantization.Apply(x, 4, Tensor.Zeros(1));
        Assert.Equal([3.5, 3.5, -0.5], clipped.Data.ToArray()[..3], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(0, FakeQuantization.Apply(Tensor.Zeros(1, 3), 4, null).Data.MaxAbs());
    }

    [Fact]
    public void Blocks_put_together_are_the_model_and_outliers_leave_it_alone()
    {
        var model = (Llama)TinyModels.Make("llama");
        var blocks = new LlamaBlocks(model);
        var tokens = TinyModels.Windows("llama", 3).At(0, 2).Tokens;
        var expected = model.Forward(tokens).Data.Clone();
        Assert.True((Put() - expected).MaxAbs() < 1e-10);
        var gain = blocks.NormBefore(0, 0)!.Weight.Data.Clone();
        blocks.PutOutliers(2, 30, new RandomStream(7));
        Assert.Equal(30, (blocks.NormBefore(0, 0)!.Weight.Data / gain).MaxAbs(), 1e-9);
        Assert.True((model.Forward(tokens).Data - expected).MaxAbs() < 1e-9);
        Assert.True((Put() - expected).MaxAbs() < 1e-9);

        Tensor Put()
        {
            var x = blocks.Embed(tokens);
            for (int block = 0; block < blocks.Count; block++)
                x = blocks.Forward(block, x);
            var norm = (RmsNorm)model.NamedChildren().First(child => child.Name == "model.norm").Child;
            var embedding = (Embedding)model.NamedChildren().First(child => child.Name == "model.embed_tokens").Child;
            return norm.Forward(x).Affine(embedding.Weight.Transpose(), null).Data;
        }
    }

    [Fact]
    public void Training_lowers_the_error_of_a_block_and_placing_gives_what_was_trained()
    {
        var model = (Llama)TinyModels.Make("llama");
        model.Freeze();
        var flat = new FlatQuantModel(model, TinyModels.Windows("llama", 8));
        var errors = new List<double>();
        var options = new FlatQuantOptions { Steps = 60, Batch = 8 };
        var groups = FlatQuantTraining.Train(flat.Blocks, 0, flat.States[0], flat.States[1], options, new RandomStream(8), (_, error) => errors.Add(error));
        Assert.True(errors.TakeLast(10).Average() < 0.9 * errors[0], $"{errors[0]} to {string.Join(", ", errors.TakeLast(10))}");
        Assert.All(groups, group => Assert.InRange(group.Condition, 1, 100));
        var expected = FlatQuantTraining.Forward(flat.Blocks, 0, flat.States[0], FlatQuantTraining.Now(groups)).Data;
        FlatQuantTraining.Place(flat.Blocks, 0, groups);
        Assert.True((flat.Blocks.Forward(0, flat.States[0]).Data - expected).MaxAbs() < 1e-9);
        flat.Restore();
        Assert.True((flat.Blocks.Forward(0, flat.States[0]).Data - flat.States[1]).MaxAbs() < 1e-10);
    }

    [Fact]
    public void Flatness_is_0_for_equal_channels_and_near_2_for_a_single_one()
    {
        Assert.Equal(0, Flatness.Distance(Tensor.Wrap([1.0, -1, 1, 1, 1, -1], 2, 3)), 1e-12);
        // d = (3, 4): ‖d − g‖² = (3 − 5/√2)² + (4 − 5/√2)², over 25.
        double g = 5 / Math.Sqrt(2);
        Assert.Equal((((3 - g) * (3 - g)) + ((4 - g) * (4 - g))) / 25, Flatness.Distance(Tensor.Wrap([3.0, 4], 1, 2)), 1e-12);
        Assert.Throws<ArgumentException>(() => Flatness.Distance(Tensor.Zeros(2, 2)));
        Assert.Equal(-1, Flatness.RankCorrelation([1, 2, 3], [9, 4, 1]), 1e-12);
        Assert.Equal(0.8, Flatness.RankCorrelation([1, 2, 3, 4], [1, 3, 2, 4]), 1e-12);
    }

    [Theory]
    [InlineData(8, 16, 3)]
    [InlineData(6, 35, 2)]
    public void Kernel_gives_what_the_transform_gives(int first, int second, int rows)
    {
        var random = new RandomStream(9);
        Tensor left = random.Normal(first, first), right = random.Normal(second, second), x = random.Normal(rows, first * second);
        float[] y = new float[x.Length];
        new KroneckerKernel(Singles(left.Transpose()), Singles(right)).Apply(Singles(x), y);
        var expected = LinearAlgebra.MatMul(x, LinearAlgebra.Kronecker(left, right));
        Assert.True((Tensor.Wrap(y, rows, first * second) - expected).MaxAbs() < 1e-4 * expected.MaxAbs());
        Assert.Throws<ArgumentException>(() => new KroneckerKernel(new float[5], new float[4]));
        Assert.Throws<ArgumentException>(() => new KroneckerKernel(new float[4], new float[4]).Apply(new float[5], new float[5]));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new FlatGroup([Tensor.Ones(3, 5)], Tensor.Ones(4), new FlatQuantOptions(), new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => FakeQuantization.Apply(Tensor.Ones(2, 2), 1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => KroneckerTransform.Factors(0));
    }

    [Fact]
    public void Tool_writes_what_gives_the_error_it_reports()
    {
        var random = new RandomStream(12);
        var scale = Tensor.Ones(24);
        (scale[3], scale[17]) = (30, 20);
        Tensor weight = random.Normal(10, 24) / scale, rows = random.Normal(80, 24) * scale;
        var report = Use(weight, rows);
        var parts = report.Outputs.Cast<MatrixOutput>().ToDictionary(output => output.Name, output => output.Values);
        var test = rows.TakeRows([.. Enumerable.Range(0, 40).Select(i => (2 * i) + 1)]);
        double kept = report.Measures.Single(measure => measure.Name.StartsWith("share", StringComparison.Ordinal)).Value;
        var clip = Tensor.Full(Math.Log(kept / (1 - kept)), 1);
        var flat = FakeQuantization.Apply(LinearAlgebra.MatMul(test, parts["transform"]), 4, clip).Data;
        var truth = LinearAlgebra.MatMul(test, weight, false, true);
        double error = (LinearAlgebra.MatMul(flat, parts["weight"], false, true) - truth).FrobeniusNorm() / truth.FrobeniusNorm();
        Assert.Equal(error, report.Measures[0].Value, 1e-6);
        double[] errors = [.. report.Tables[0].Rows.Select(row => double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(errors[3] < errors[0] && errors[3] < errors[2], string.Join(", ", errors));
    }

    [Fact]
    public void Tool_refuses_what_does_not_fit()
    {
        var random = new RandomStream(13);
        Tensor weight = random.Normal(4, 6), rows = random.Normal(8, 6);
        Assert.Contains("5 columns", Assert.Throws<ToolException>(() => Use(weight, random.Normal(8, 5))).Message);
        Assert.Contains("one row", Assert.Throws<ToolException>(() => Use(weight, rows.Slice(0, 0, 1))).Message);
        Assert.Contains("zero", Assert.Throws<ToolException>(() => Use(weight, Tensor.Zeros(4, 6))).Message);
        rows[1, 1] = double.NaN;
        Assert.Throws<ToolException>(() => Use(weight, rows));
    }

    private static ToolReport Use(Tensor weight, Tensor inputs)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string weightFile = Path.Combine(folder, "weight.npy"), inputFile = Path.Combine(folder, "inputs.npy");
            NpyFile.Write(weightFile, weight);
            NpyFile.Write(inputFile, inputs);
            var options = new FlatQuantToolOptions { Weight = new InputFile(weightFile), Inputs = new InputFile(inputFile), Steps = 40 };
            return new FlatQuantTool().Use(options, new ToolContext { Slug = "flatquant" }, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] Singles(Tensor tensor) => tensor.To(DType.F32).Contiguous().AsSpan<float>().ToArray();

    private static FlatGroup Group(RandomStream random, FlatQuantOptions options) =>
        new([random.Fork("weight").Normal(3, 6)], random.Fork("maxima").Uniform(6) + 0.5, options, random.Fork("group"));

    private static void Perturb(Module module, double size)
    {
        foreach ((string name, var parameter) in module.NamedParameters())
            parameter.Data.AddScaled(new RandomStream(11).Fork(name).Normal(parameter.Shape).To(parameter.DType), size);
    }
}
