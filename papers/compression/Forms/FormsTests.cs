using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

/// <summary>What is true of every form, and the counts of each worked out by hand.</summary>
public sealed class FormsTests
{
    // Every form of a weight of 6 × 8, with its parameters, bits and operations.
    private static readonly Dictionary<string, (Func<CompressedWeight> Make, long Parameters, long Bits, long Flops)> Forms = new()
    {
        ["dense"] = (() => new DenseWeight(Normal(6, 8)), 48, 48 * 16, 96),
        ["low rank"] = (() => new LowRankWeight(Normal(6, 2), Normal(2, 8)), 28, 28 * 16, 56),
        // 14 kept: 48 bits of mask against 14 columns of 3 bits and 6 ends of 4 bits.
        ["sparse"] = (() => SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => (i * 8 + j) % 7 is 0 or 3 && i != 4 || i == 2 && j < 3)), 14, 14 * 16 + 48, 28),
        ["2:4"] = (() => SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => (i + j) % 4 is 0 or 1), 2, 4), 24, 24 * (16 + 2), 48),
        // Groups of 5 and 3: two scales a row.
        ["quantised"] = (() => QuantizedWeight.RoundToNearest(Normal(6, 8), new QuantizationGrid(3, 5)), 48 + 12, 48 * 3 + 12 * 16, 96),
        ["quantised with zero points"] = (() => QuantizedWeight.RoundToNearest(Normal(6, 8), new QuantizationGrid(4, 8, symmetric: false)), 48 + 6 + 6, 48 * 4 + 6 * 16 + 6 * 4, 96),
        ["quantised + low rank"] = (() => new SumWeight(QuantizedWeight.RoundToNearest(Normal(6, 8), new QuantizationGrid(2, 8)), new LowRankWeight(Normal(6, 1), Normal(1, 8))), 48 + 6 + 14, 48 * 2 + 6 * 16 + 14 * 16, 96 + 28 + 6),
        // A 2 × 4, B 3 × 2: four products with both B, three with both A, against two with A and two with B.
        ["Kronecker, A first"] = (() => new KroneckerSumWeight(Normal(2, 2, 4), Normal(2, 3, 2)), 2 * 8 + 2 * 6, 28 * 16, 2 * (2 * 16 + 2 * 12)),
        ["Kronecker, B first"] = (() => new KroneckerSumWeight(Normal(2, 3, 2), Normal(2, 2, 4)), 28, 28 * 16, 2 * (2 * 16 + 2 * 12)),
        ["Monarch"] = (() => new MonarchWeight(Normal(3, 2, 4), Normal(4, 3, 2)), 24 + 24, 48 * 16, 96),
        ["Monarch, thin"] = (() => new MonarchWeight(Normal(2, 3, 2), Normal(2, 2, 4)), 12 + 16, 28 * 16, 56),
        ["Monarch, rank 2"] = (() => new MonarchWeight(Normal(2, 3, 4), Normal(2, 4, 4)), 24 + 32, 56 * 16, 112),
        ["block-diagonal"] = (() => new BlockDiagonalWeight(Normal(2, 3, 4)), 24, 24 * 16, 48),
        // 11 of 18 coefficients: 18 bits of mask against 11 columns of 2 bits and 6 ends of 4 bits.
        ["dictionary"] = (() => new DictionaryWeight(SparseWeight.OfMask(Normal(6, 3), Mask(6, 3, (i, j) => (i + j) % 2 == 0 || i == 1)), Normal(3, 8)), 11 + 24, (11 * 16) + 18 + (24 * 16), 2 * 35),
        // Two blocks of four atoms, two of four for each row and block.
        ["dictionary of blocks"] = (() => new DictionaryWeight(SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => (i + j) % 4 is 0 or 1), 2, 4), Normal(2, 4, 4)), 24 + 32, (24 * 18) + (32 * 16), 2 * 56),
        // Five vectors of two numbers, 24 codes of 3 bits.
        ["vector-quantised"] = (() => new VectorQuantizedWeight(Normal(5, 2), Tensor.Wrap([.. Enumerable.Range(0, 24).Select(i => i * i % 5L)], 6, 4)), 10 + 24, 10 * 16 + 24 * 3, 96),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Counts_are_those_worked_out_by_hand(string name)
    {
        var (make, parameters, bits, flops) = Forms[name];
        var form = make();
        Assert.Equal((6, 8), (form.Outputs, form.Inputs));
        Assert.Equal((parameters, bits, flops), (form.Parameters, form.Bits, form.FlopsPerRow));
        Assert.Equal((48, 768, 96), (form.DenseParameters, form.DenseBits, form.DenseFlopsPerRow));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_layer_computes_with_the_dense_weight(string name)
    {
        var form = Forms[name].Make();
        var dense = form.ToDense();
        Assert.Equal(DType.F64, dense.DType);
        var bias = Normal(6);
        foreach (var (dtype, tolerance) in new[] { (DType.F64, 1e-13), (DType.F32, 1e-5) })
            foreach (int rows in new[] { 1, 3, 300 })
            {
                var x = Normal(2, rows, 8).To(dtype);
                var expected = LinearAlgebra.MatMul(x.To(DType.F64).Reshape(2 * rows, 8), dense.Transpose()).Reshape(2, rows, 6);
                foreach (var b in new[] { bias, null })
                {
                    var y = form.ToLayer(b, dtype).Forward(x).Data;
                    Assert.Equal(dtype, y.DType);
                    Assert.True((y.To(DType.F64) - (b is null ? expected : expected + b)).MaxAbs() < tolerance, name);
                }
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_central_differences(string name)
    {
        var layer = Forms[name].Make().ToLayer(Normal(6), DType.F64);
        foreach (int rows in new[] { 3, 11 })
        {
            var x = new Variable(Normal(rows, 8), requiresGrad: true);
            var weights = new RandomStream(3).Normal(rows, 6);
            AgreesWithDifferences(() => (layer.Forward(x) * weights).Sum(), [x, .. layer.Parameters()]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_has_copies_of_its_own(string name)
    {
        var form = Forms[name].Make();
        double[] before = form.ToDense().ToArray();
        var bias = Normal(6);
        foreach (var parameter in form.ToLayer(bias, DType.F64).Parameters())
            parameter.Data.Fill(7);
        Assert.Equal(before, form.ToDense().ToArray());
        Assert.Equal(Normal(6).ToArray(), bias.ToArray());
    }

    [Theory]
    [InlineData("dense", 48)]
    [InlineData("low rank", 28)]
    [InlineData("sparse", 14)]
    [InlineData("2:4", 24)]
    [InlineData("Kronecker, A first", 28)]
    [InlineData("Monarch, thin", 28)]
    [InlineData("block-diagonal", 24)]
    [InlineData("dictionary", 35)]
    [InlineData("dictionary of blocks", 56)]
    [InlineData("quantised", 0)]
    [InlineData("quantised + low rank", 14)]
    [InlineData("vector-quantised", 10)]
    public void A_layer_trains_what_is_stored_in_full_numbers(string name, long trained) =>
        Assert.Equal(trained, Forms[name].Make().ToLayer(null, DType.F32).CountParameters());

    [Fact]
    public void The_Monarch_weight_is_the_operator_of_the_same_blocks()
    {
        Tensor left = Normal(3, 2, 4), right = Normal(4, 3, 2);
        Assert.True((new MonarchWeight(left, right).ToDense() - new MonarchOperator(left, right).ToDense()).MaxAbs() < 1e-14);
    }

    [Fact]
    public void A_Monarch_weight_of_a_higher_inner_rank_is_the_sum_of_its_terms()
    {
        Tensor left = Normal(3, 2, 8), right = Normal(4, 6, 2); // q 3, s 2, k 4, p 2, rank 2
        var terms = Enumerable.Range(0, 2).Select(term => new MonarchWeight(
            left.Reshape(3, 2, 4, 2).Select(3, term).Clone(), right.Reshape(4, 2, 3, 2).Select(1, term).Clone()).ToDense());
        Assert.True((new MonarchWeight(left, right).ToDense() - terms.Aggregate((a, b) => a + b)).MaxAbs() < 1e-14);
        Assert.Equal(2, new MonarchWeight(left, right).InnerRank);
    }

    [Fact]
    public void A_Monarch_weight_of_one_block_on_each_side_is_a_low_rank_weight()
    {
        Tensor left = Normal(1, 6, 2), right = Normal(1, 2, 8);
        var low = new LowRankWeight(left.Reshape(6, 2), right.Reshape(2, 8));
        Assert.True((new MonarchWeight(left, right).ToDense() - low.ToDense()).MaxAbs() < 1e-14);
    }

    [Fact]
    public void The_Kronecker_weight_is_the_sum_of_products_of_entries()
    {
        var form = new KroneckerSumWeight(Normal(2, 2, 4), Normal(2, 3, 2));
        var dense = form.ToDense();
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 8; j++)
                Assert.Equal(
                    Enumerable.Range(0, 2).Sum(term => form.Left[term, i / 3, j / 2] * form.Right[term, i % 3, j % 2]), dense[i, j], 1e-14);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(8, true)]
    [InlineData(8, false)]
    public void Round_to_nearest_errs_by_half_a_step_at_most(int bits, bool symmetric)
    {
        var weight = Normal(6, 8);
        var quantised = QuantizedWeight.RoundToNearest(weight, new QuantizationGrid(bits, 3, symmetric));
        var dense = quantised.ToDense();
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 8; j++)
            {
                // The scale is rounded to half precision and the zero point to a whole code, which can push the ends of the group out by as much.
                double step = quantised.Scales[i, j / 3];
                Assert.True(Math.Abs(dense[i, j] - weight[i, j]) <= step * (symmetric ? 0.5 : 1) * (1 + 1e-2), $"({i}, {j})");
                Assert.Equal(step, (double)(Half)step);
            }

        // What lies on the grid stays where it is.
        Assert.True((QuantizedWeight.RoundToNearest(dense, quantised.Grid).ToDense() - dense).MaxAbs() < (symmetric && bits > 2 ? 1e-2 : 1) * quantised.Scales.Max());
    }

    [Fact]
    public void Codes_scales_and_zero_points_stand_for_what_they_say()
    {
        var symmetric = new QuantizedWeight(new QuantizationGrid(3, 2), [0, 7, 4, 5, 1, 2], Tensor.Wrap([0.5, 2.0, 1.0, 3.0], 2, 2), [], 3);
        Assert.Equal([-2, 1.5, 0, 1, -3, -6], symmetric.ToDense().ToArray());
        var shifted = new QuantizedWeight(new QuantizationGrid(2, 3, symmetric: false), [0, 1, 3], Tensor.Wrap([0.5], 1, 1), [1], 3);
        Assert.Equal([-0.5, 0, 1], shifted.ToDense().ToArray());
        Assert.Equal([0, 0, 0], QuantizedWeight.RoundToNearest(Tensor.Zeros(1, 3), new QuantizationGrid(2, 3)).ToDense().ToArray());
        Assert.Throws<ArgumentException>(() => new QuantizedWeight(new QuantizationGrid(2, 3), [0, 1, 4], Tensor.Wrap([0.5], 1, 1), [], 3));
        Assert.Throws<ArgumentException>(() => QuantizedWeight.RoundToNearest(Tensor.Wrap([1, double.NaN], 1, 2), new QuantizationGrid(2, 3)));
    }

    [Fact]
    public void Through_the_rounding_the_gradient_goes_straight()
    {
        var weight = Normal(6, 8);
        var grid = new QuantizationGrid(3, 4);
        var quantised = QuantizedWeight.RoundToNearest(weight, grid);
        var layer = quantised.ToStraightThroughLayer(weight, null, DType.F64);
        var x = Normal(5, 8);
        var y = layer.Forward(x);
        Assert.True((y.Data - LinearAlgebra.MatMul(x, quantised.ToDense().Transpose())).MaxAbs() < 1e-13);
        y.Sum().Backward();
        var expected = x.Sum(0);
        var gradient = Assert.Single(layer.Parameters()).Grad!;
        for (int i = 0; i < 6; i++)
            Assert.True((gradient.Row(i) - expected).MaxAbs() < 1e-13);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ShapeException>(() => new DenseWeight(Normal(6)));
        Assert.Throws<ShapeException>(() => new LowRankWeight(Normal(6, 2), Normal(3, 8)));
        Assert.Throws<ShapeException>(() => new MonarchWeight(Normal(3, 2, 4), Normal(4, 2, 2)));
        Assert.Throws<ShapeException>(() => new KroneckerSumWeight(Normal(2, 2, 4), Normal(1, 3, 2)));
        Assert.Throws<ShapeException>(() => new DictionaryWeight(SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => true)), Normal(7, 8)));
        Assert.Throws<ArgumentException>(() => new SumWeight());
        Assert.Throws<ArgumentException>(() => new SumWeight(new DenseWeight(Normal(6, 8)), new DenseWeight(Normal(6, 7))));
        Assert.Throws<ArgumentException>(() => new VectorQuantizedWeight(Normal(2, 2), Tensor.Wrap([0L, 2], 1, 2)));
        Assert.Contains("keeps 1", Assert.Throws<ArgumentException>(() => SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => j % 2 == 0 && j > 0), 2, 4)).Message);
        Assert.Throws<ShapeException>(() => new DenseWeight(Normal(6, 8)).ToLayer(Normal(5), DType.F64));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizationGrid(9, 4));
    }

    private static void AgreesWithDifferences(Func<Variable> f, Variable[] leaves)
    {
        var gradients = Gradients.Of(f(), leaves);
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            double[] gradient = gradients[leaf].Data.ToArray();
            for (int i = 0; i < gradient.Length; i++)
            {
                double before = leaves[leaf].Data.AsSpan<double>()[i];
                double difference = (At(before + 1e-5) - At(before - 1e-5)) / 2e-5;
                At(before);
                Assert.True(Math.Abs(difference - gradient[i]) < 1e-7 * Math.Max(1, Math.Abs(difference)), $"leaf {leaf}, element {i}: {gradient[i]} and not {difference}");

                double At(double value)
                {
                    leaves[leaf].Data.AsSpan<double>()[i] = value;
                    return f().ToScalar();
                }
            }
        }
    }

    private static Tensor Normal(params int[] shape) => new RandomStream(shape.Aggregate(1, (hash, length) => (hash * 31) + length)).Normal(shape);

    private static Tensor Mask(Func<int, int, bool> keep) => Mask(6, 8, keep);

    private static Tensor Mask(int rows, int columns, Func<int, int, bool> keep) =>
        Tensor.Wrap([.. Enumerable.Range(0, rows * columns).Select(i => keep(i / columns, i % columns))], rows, columns);
}
