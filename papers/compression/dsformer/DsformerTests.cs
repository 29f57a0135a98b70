using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Dsformer;

namespace Praxis.Papers.Tests.Compression;

public sealed class DsformerTests
{
    [Fact]
    public void With_one_block_and_all_atoms_it_is_truncated_SVD()
    {
        var weight = new RandomStream(1).Normal(14, 10);
        var form = DenseSparseFactorization.Factor(weight, new DenseSparseShape(1, 4, 4), 3);
        Assert.Equal(
            WeightErrors.RelativeWeightError(weight, LowRankBasis.Of(weight, null, 4).Truncate(4).ToDense()),
            WeightErrors.RelativeWeightError(weight, form.ToDense()), 1e-6);
    }

    [Fact]
    public void A_weight_of_that_structure_is_found_better_than_any_subspace_does()
    {
        // Each block of 6 inputs has 4 atoms, of which every output takes 1: rank 8 over both, and 2 numbers an output.
        var random = new RandomStream(3);
        var weight = Tensor.Zeros(60, 12);
        for (int block = 0; block < 2; block++)
        {
            var atoms = random.Normal(4, 6);
            for (int row = 0; row < 60; row++)
                weight.Slice(1, 6 * block, 6).Row(row).CopyFrom(atoms.Row(random.Next(4)) * (1 + random.NextDouble()));
        }

        var shape = new DenseSparseShape(2, 4, 1);
        var form = DenseSparseFactorization.Factor(weight, shape, 20);
        int rank = (int)(form.Parameters / (60 + 12));
        double svd = WeightErrors.RelativeWeightError(weight, LowRankBasis.Of(weight, null, rank).Truncate(rank).ToDense());
        Assert.True(WeightErrors.RelativeWeightError(weight, form.ToDense()) < 0.5 * svd);
        Assert.Equal(shape.Amount(60, 12, BudgetUnit.Parameters), form.Parameters);
        Assert.Equal(shape.Amount(60, 12, BudgetUnit.Bits), form.Bits);
    }

    [Fact]
    public void More_rounds_never_err_more_and_every_output_takes_as_many_atoms()
    {
        var weight = new RandomStream(4).Normal(24, 16);
        double before = double.PositiveInfinity;
        foreach (int rounds in new[] { 0, 1, 2, 6 })
        {
            var form = DenseSparseFactorization.Factor(weight, new DenseSparseShape(2, 12, 3), rounds); // more atoms than a block has inputs
            double error = WeightErrors.RelativeWeightError(weight, form.ToDense());
            Assert.True(error <= before);
            before = error;
            Assert.Equal(24 * 2 * 3, form.Coefficients.Parameters);
        }
    }

    [Fact]
    public void Scaling_the_weight_scales_the_factors_and_a_weight_of_zeros_stays_zero()
    {
        var weight = new RandomStream(5).Normal(20, 8);
        var shape = new DenseSparseShape(1, 6, 2);
        var form = DenseSparseFactorization.Factor(weight, shape, 4).ToDense();
        Assert.True((DenseSparseFactorization.Factor(weight * 1e-6, shape, 4).ToDense() - (form * 1e-6)).MaxAbs() < 1e-12);
        Assert.Equal(0, DenseSparseFactorization.Factor(Tensor.Zeros(20, 8), shape, 2).ToDense().MaxAbs());
    }

    [Theory]
    [InlineData(BudgetUnit.Parameters)]
    [InlineData(BudgetUnit.Bits)]
    public void Shapes_stay_within_the_budget_and_nearly_fill_it(BudgetUnit unit)
    {
        foreach ((int outputs, int inputs) in new[] { (64, 64), (40, 96), (96, 40), (13, 30) })
            foreach (double keep in new[] { 0.28, 0.5, 0.9 })
            {
                var budget = WeightBudget.Parameters(keep) with { Unit = unit };
                var shapes = DenseSparseShape.Within(outputs, inputs, budget);
                Assert.All(shapes, shape => Assert.True(shape.Amount(outputs, inputs, unit) <= budget.Limit(outputs, inputs) && shape.Each <= shape.Atoms && inputs % shape.Blocks == 0));
                Assert.True(shapes.Max(shape => shape.Amount(outputs, inputs, unit)) > 0.85 * budget.Limit(outputs, inputs));
                Assert.True(budget.Allows(DenseSparseFactorization.Best(new RandomStream(1).Normal(outputs, inputs), budget, 1)));
            }
    }

    [Fact]
    public void Straight_through_computes_with_the_kept_coefficients_and_sends_gradients_to_all()
    {
        var random = new RandomStream(6);
        var start = DenseSparseFactorization.Factor(random.Normal(5, 8), new DenseSparseShape(2, 3, 1), 2);
        var bias = random.Normal(5);
        var layer = new StraightThroughFactorizer(start, bias, DType.F64);
        var x = random.Normal(7, 8);
        var y = layer.Forward(new Variable(x));
        Assert.True((y.Data - (LinearAlgebra.MatMul(x, start.ToDense().Transpose()) + bias)).MaxAbs() < 1e-12);
        Assert.True((layer.ToForm().ToDense() - start.ToDense()).MaxAbs() < 1e-12);

        // ∂L/∂S̃ = (∂L/∂Ŵ) Dᵀ for every entry: block by block, with ∂L/∂Ŵ = gᵀ x.
        var g = random.Normal(7, 5);
        (y * new Variable(g)).Sum().Backward();
        var gradient = layer.NamedParameters().Single(named => named.Name == "coefficients").Parameter.Grad!;
        var ofWeight = LinearAlgebra.MatMul(g, x, transposeA: true, transposeB: false); // (5, 8)
        for (int block = 0; block < 2; block++)
            Assert.True((gradient.Slice(1, 3 * block, 3) - LinearAlgebra.MatMul(ofWeight.Slice(1, 4 * block, 4), start.Dictionary.Select(0, block), false, true)).MaxAbs() < 1e-12);
        Assert.Equal(30, gradient.ToArray().Count(entry => entry != 0));
    }

    [Fact]
    public void Supports_follow_the_coefficients_until_they_are_frozen()
    {
        var start = DenseSparseFactorization.Factor(new RandomStream(7).Normal(4, 6), new DenseSparseShape(1, 4, 2), 2);
        var layer = new StraightThroughFactorizer(start, null, DType.F64);
        var coefficients = layer.NamedParameters().Single(named => named.Name == "coefficients").Parameter;
        var before = layer.Mask().ToArray();
        int outside = Array.IndexOf(before, 0);
        coefficients.Data[outside / 4, outside % 4] = 100;
        Assert.Equal(1, layer.Mask().ToArray()[outside]);
        layer.FreezeSupports();
        var frozen = layer.Mask().ToArray();
        coefficients.Data.Fill(3);
        Assert.Equal(frozen, layer.Mask().ToArray());
        layer.Forward(new Variable(Tensor.Ones(2, 6))).Sum().Backward();
        Assert.All(coefficients.Grad!.ToArray().Zip(frozen), pair => Assert.True(pair.Second == 1 || pair.First == 0));
    }

    [Fact]
    public void Rounding_to_8_bits_keeps_supports_and_errs_by_a_step_at_most()
    {
        var form = DenseSparseFactorization.Factor(new RandomStream(8).Normal(30, 16), new DenseSparseShape(2, 8, 3), 2);
        var rounded = EightBits.Of(form);
        Assert.Equal(form.Coefficients.Pattern.ColumnIndices.ToArray(), rounded.Coefficients.Pattern.ColumnIndices.ToArray());
        Assert.InRange(WeightErrors.RelativeWeightError(form.ToDense(), rounded.ToDense()), 1e-6, 0.02);
    }

    [Fact]
    public void Bad_input_is_an_error_that_names_it()
    {
        var weight = new RandomStream(9).Normal(6, 9);
        Assert.Contains("2 blocks", Assert.Throws<ArgumentException>(() => DenseSparseFactorization.Factor(weight, new DenseSparseShape(2, 3, 1), 1)).Message);
        Assert.Contains("not 4", Assert.Throws<ArgumentException>(() => DenseSparseFactorization.Factor(weight, new DenseSparseShape(1, 3, 4), 1)).Message);
        Assert.Throws<NonFiniteException>(() => DenseSparseFactorization.Factor(Tensor.Full(double.NaN, 4, 4), new DenseSparseShape(1, 2, 1), 1));
        var statistics = LayerStatistics.Unknown("layer seven", 9);
        Assert.Contains("layer seven", Assert.Throws<BudgetException>(() => new DenseSparseCompressor().Compress(weight, statistics, WeightBudget.Parameters(0.2), new RandomStream(1))).Message);
        Assert.IsType<DenseWeight>(new DenseSparseCompressor().Compress(weight, statistics, WeightBudget.Parameters(1), new RandomStream(1)));
    }
}

public sealed class DsformerToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dsformer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Blocks_of_coefficients_times_atoms_are_what_the_report_measures()
    {
        var weight = new RandomStream(1).Normal(40, 24);
        var report = Use(new DsformerToolOptions { Weight = File("w.npy", weight), Rounds = 3 });
        Tensor coefficients = ((MatrixOutput)report.Outputs[0]).Values, dictionary = ((MatrixOutput)report.Outputs[1]).Values;
        int blocks = 24 / dictionary.Columns, atoms = dictionary.Rows / blocks;
        var product = Tensor.Concat(1, [.. Enumerable.Range(0, blocks).Select(block =>
            LinearAlgebra.MatMul(coefficients.Slice(1, block * atoms, atoms).Contiguous(), dictionary.Slice(0, block * atoms, atoms).Contiguous()))]);
        Assert.Equal(WeightErrors.RelativeWeightError(weight, product), report.Measures[0].Value, 1e-10);
        Assert.InRange(report.Measures.Single(measure => measure.Name == "bits kept").Value, 0.4, 0.5);
    }

    [Fact]
    public void Nonsense_names_file_and_cure()
    {
        Assert.Contains("smallest that can be met", Assert.Throws<ToolException>(() => Use(new DsformerToolOptions { Weight = File("w.npy", Tensor.Ones(4, 4)), Keep = 0.1 })).Message);
        Assert.Contains("NaN", Assert.Throws<ToolException>(() => Use(new DsformerToolOptions { Weight = File("n.npy", Tensor.Full(double.NaN, 4, 4)) })).Message);
    }

    private static ToolReport Use(DsformerToolOptions options) => new DsformerTool().Use(options, new ToolContext { Slug = "dsformer" }, CancellationToken.None);

    private InputFile File(string name, Tensor values)
    {
        string path = Path.Combine(_folder, name);
        NpyFile.Write(path, values);
        return new InputFile(path);
    }
}
