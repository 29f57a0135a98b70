using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Monarch;

namespace Praxis.Papers.Tests.Compression;

public sealed class MonarchTests
{
    private static Tensor Normal(params ReadOnlySpan<int> shape) => new RandomStream(4).Normal(shape);

    [Fact]
    public void A_Hadamard_matrix_is_a_Monarch_matrix()
    {
        var hadamard = WalshHadamard.Transform(Tensor.Identity(64));
        Assert.InRange(WeightErrors.RelativeWeightError(hadamard, MonarchProjection.Project(hadamard, MonarchBlocks.Square(8)).ToDense()), 0, 1e-13);
    }

    // Every inner rank, rectangular, blocks of different number on the two sides.
    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(1, 4, 3)]
    public void A_Monarch_matrix_is_its_own_projection(int q, int k, int r)
    {
        var dense = new MonarchWeight(Normal(q, 4, k * r), Normal(k, r * q, 3)).ToDense(); // (4 q, 3 k)
        var projected = MonarchProjection.Project(dense, new MonarchBlocks(q, k, r));
        Assert.InRange(WeightErrors.RelativeWeightError(dense, projected.ToDense()), 0, 1e-13);
        Assert.Equal(new MonarchBlocks(q, k, r).Parameters(4 * q, 3 * k), projected.Parameters);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_projection_loses_what_the_tiles_lose_one_by_one(int rank)
    {
        var weight = Normal(12, 8);
        double lost = 0;
        for (int j = 0; j < 3; j++)
            for (int l = 0; l < 2; l++)
            {
                var tile = Tensor.Zeros(4, 4);
                for (int i = 0; i < 4; i++)
                    for (int o = 0; o < 4; o++)
                        tile[i, o] = weight[(i * 3) + j, (l * 4) + o];
                lost += LinearAlgebra.SingularValues(tile).Slice(0, rank, 4 - rank).Square().Sum();
            }

        double expected = Math.Sqrt(lost) / weight.FrobeniusNorm();
        var blocks = new MonarchBlocks(3, 2, rank);
        Assert.Equal(expected, MonarchProjection.RelativeError(weight, blocks), 1e-12);
        Assert.Equal(expected, WeightErrors.RelativeWeightError(weight, MonarchProjection.Project(weight, blocks).ToDense()), 1e-12);
    }

    [Fact]
    public void One_block_on_each_side_is_the_truncated_SVD()
    {
        var weight = Normal(9, 7);
        Assert.Equal(
            WeightErrors.RelativeWeightError(weight, LinearAlgebra.Svd(weight).Rebuild(3)),
            WeightErrors.RelativeWeightError(weight, MonarchProjection.Project(weight, new MonarchBlocks(1, 1, 3)).ToDense()), 1e-12);
    }

    [Fact]
    public void No_search_beats_the_projection()
    {
        var weight = Normal(16, 16);
        var blocks = MonarchBlocks.Square(4);
        var projection = MonarchProjection.Project(weight, blocks);
        double error = WeightErrors.RelativeWeightError(weight, projection.ToDense());
        Assert.True(RivalSearch.Perturbed(weight, projection, 20, new RandomStream(1)) >= error - 1e-13);
        double reached = RivalSearch.Descended(weight, blocks, 200, new RandomStream(2));
        Assert.InRange(reached, error - 1e-13, 1.3 * error); // it does descend
    }

    [Theory]
    [InlineData(12, 3)]
    [InlineData(16, 4)]
    [InlineData(10, 2)]
    public void The_factors_are_the_Fourier_transform_of_the_reordered_input(int length, int rows)
    {
        foreach (bool inverse in new[] { false, true })
        {
            var factors = FourierFactors.Of(length, rows, inverse);
            var values = new System.Numerics.Complex[length];
            for (int i = 0; i < length; i++)
                values[i] = new System.Numerics.Complex(Math.Sin(i * i), Math.Cos(3 * i));
            var reordered = Tensor.Zeros(1, 2 * length);
            for (int place = 0; place < length; place++)
                (reordered[0, place], reordered[0, length + place]) = (values[factors.Order()[place]].Real, values[factors.Order()[place]].Imaginary);
            if (inverse) Fourier.Inverse(values);
            else Fourier.Forward(values);
            var found = factors.ToLayer().Forward(reordered).Data;
            for (int i = 0; i < length; i++)
                Assert.Equal(values[i].Real, found[0, i], 1e-12);
        }
    }

    [Fact]
    public void The_permuted_Fourier_matrix_is_a_Monarch_matrix_and_the_natural_one_is_not()
    {
        const int n = 36;
        int[] order = FourierFactors.Of(n, 6).Order();
        System.Numerics.Complex[,] permuted = new System.Numerics.Complex[n, n], natural = new System.Numerics.Complex[n, n];
        for (int j = 0; j < n; j++)
            for (int l = 0; l < n; l++)
            {
                permuted[j, l] = System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * j * order[l] / n);
                natural[j, l] = System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * j * l / n);
            }

        Assert.InRange(MonarchProjection.RelativeError(permuted, MonarchBlocks.Square(6)), 0, 1e-12);
        Assert.InRange(MonarchProjection.RelativeError(natural, MonarchBlocks.Square(6)), 0.5, 1);
    }

    // Round sides, sides with few divisors, and primes, where one block is left.
    [Theory]
    [InlineData(64, 64)]
    [InlineData(256, 544)]
    [InlineData(36, 50)]
    [InlineData(13, 29)]
    [InlineData(8, 4)]
    public void The_compressor_keeps_within_every_budget(int outputs, int inputs)
    {
        var weight = Normal(outputs, inputs);
        foreach (double keep in new[] { 0.9, 0.7, 0.5, 0.4 })
            foreach (var budget in new[] { WeightBudget.Parameters(keep), WeightBudget.Bits(keep), WeightBudget.Flops(keep) })
            {
                var form = new MonarchCompressor().Compress(weight, LayerStatistics.Unknown("map", inputs), budget, new RandomStream(0));
                Assert.True(budget.Allows(form), $"{form.Parameters} numbers at {keep} {budget.Unit}");
                Assert.Equal((outputs, inputs), (form.Outputs, form.Inputs));
                Assert.InRange(WeightErrors.RelativeWeightError(weight, form.ToDense()), 0, 0.999);
            }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("bert")]
    public void The_entry_compresses_a_model_within_its_budget(string name)
    {
        var model = TinyModels.Make(name);
        var entry = new MonarchEntry();
        foreach (double keep in new[] { 0.9, 0.7, 0.5, 0.3 })
        {
            var compressed = Papers.Compression.Pipeline.ModelCompression.Compress(model, null, new Papers.Compression.Pipeline.CompressionPlan
            {
                Compressor = entry.Compressor(keep),
                Allocation = entry.Allocation(keep),
                Keep = keep,
                Unit = entry.Unit,
            });
            Assert.True(ModelSize.Of(model, compressed.Forms).Keep <= keep + 1e-12);
            foreach (var map in model.LinearMaps())
                map.Restore();
        }
    }

    [Fact]
    public void Converting_a_Monarch_network_to_dense_changes_no_output()
    {
        var network = Perceptron.Monarch(16, MonarchBlocks.Square(4, 2), 3, new RandomStream(1));
        var x = Normal(5, 16).To(DType.F32);
        var before = network.Forward(x).Data;
        var after = Perceptron.Converted(network, weight => new DenseWeight(weight)).Forward(x).Data;
        Assert.True((before - after).MaxAbs() < 1e-5);
    }

    [Fact]
    public void First_values_of_all_forms_have_the_spread_of_the_dense_layer()
    {
        var x = Normal(400, 64).To(DType.F32);
        double dense = Spread(Perceptron.Dense(64, 64, 3, new RandomStream(2)));
        Assert.InRange(Spread(Perceptron.Monarch(64, MonarchBlocks.Square(4, 4), 3, new RandomStream(2))) / dense, 0.8, 1.25);
        Assert.InRange(Spread(Perceptron.LowRank(64, 16, 3, new RandomStream(2))) / dense, 0.8, 1.25);

        double Spread(Sequential network)
        {
            var parameters = network.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Data.To(DType.F64));
            var weight = parameters.TryGetValue("0.weight", out var plain) ? plain
                : parameters["0.left"].Rank == 3 ? new MonarchWeight(parameters["0.left"], parameters["0.right"]).ToDense()
                : LinearAlgebra.MatMul(parameters["0.left"], parameters["0.right"]);
            return LinearAlgebra.MatMul(x.To(DType.F64), weight, false, true).FrobeniusNorm();
        }
    }

    [Fact]
    public void What_cannot_be_cut_is_refused_with_the_reason()
    {
        Assert.Contains("divide", Assert.Throws<ArgumentException>(() => MonarchProjection.Project(Normal(9, 8), MonarchBlocks.Square(2))).Message);
        Assert.Contains("rank", Assert.Throws<ArgumentException>(() => MonarchProjection.Project(Normal(8, 8), MonarchBlocks.Square(4, 3))).Message);
        var broken = Normal(8, 8);
        broken[2, 3] = double.NaN;
        Assert.Throws<NonFiniteException>(() => MonarchProjection.Project(broken, MonarchBlocks.Square(2)));
        Assert.Throws<BudgetException>(() => MonarchBlocks.Within(8, 8, WeightBudget.Parameters(0.1)));
        Assert.Throws<ArgumentException>(() => FourierFactors.Of(10, 3));
    }

    [Fact]
    public void The_tool_finds_the_tiles_of_a_Monarch_matrix()
    {
        var dense = new MonarchWeight(Normal(4, 4, 4), Normal(4, 4, 4)).ToDense();
        var report = Use(dense, new MonarchToolOptions { Matrix = new InputFile("-"), Keep = 0.5 });
        Assert.InRange(report.Measures.Single(m => m.Name == "relative error").Value, 0, 1e-12);
        var left = Assert.IsType<MatrixOutput>(report.Outputs[0]).Values.Reshape(4, 4, 4);
        var right = Assert.IsType<MatrixOutput>(report.Outputs[1]).Values.Reshape(4, 4, 4);
        Assert.InRange(WeightErrors.RelativeWeightError(dense, new MonarchWeight(left, right).ToDense()), 0, 1e-12);
    }

    [Fact]
    public void The_tool_says_what_does_not_do()
    {
        var options = new MonarchToolOptions { Matrix = new InputFile("-") };
        Assert.Contains("divide", Assert.Throws<ToolException>(() => Use(Normal(9, 8), options with { Blocks = 2 })).Message);
        Assert.Contains("rank", Assert.Throws<ToolException>(() => Use(Normal(8, 8), options with { Blocks = 4, InnerRank = 3 })).Message);
        Assert.Contains("smallest", Assert.Throws<ToolException>(() => Use(Normal(8, 8), options with { Keep = 0.05 })).Message);
        var broken = Normal(8, 8);
        broken[2, 3] = double.NaN;
        Assert.Throws<ToolException>(() => Use(broken, options));
    }

    private static ToolReport Use(Tensor matrix, MonarchToolOptions options)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string path = Path.Combine(folder.FullName, "matrix.npy");
            NpyFile.Write(path, matrix);
            return new MonarchTool().Use(options with { Matrix = new InputFile(path) }, new ToolContext { Slug = "monarch" }, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
