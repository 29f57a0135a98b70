using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class DecompositionTests
{
    public static TheoryData<int[]> Shapes => [[4, 5], [4, 5, 3], [3, 4, 2, 5]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_with_factors_follow_their_definitions_dense_and_sparse_and_when_they_are_reused(int[] shape)
    {
        var random = new RandomStream(1);
        var tensor = random.Normal(shape);
        ITensorProducts[] both = [new DenseTensorProducts(tensor), new SparseTensorProducts(SparseTensor.FromDense(tensor))];
        Tensor[] factors = [.. shape.Select(n => random.Normal(n, 3))];
        // Factors change one by one, as in alternating least squares, in an order that reuses products and in one that does not.
        foreach (var mode in (int[])[.. Enumerable.Range(0, shape.Length), .. Enumerable.Range(0, shape.Length).Reverse(), 0, 0])
        {
            var khatriRao = KhatriRao.Of(factors.Where((_, m) => m != mode), 3);
            var expected = LinearAlgebra.MatMul(ModeProduct.Unfold(tensor, mode), khatriRao);
            var projected = ModeProduct.MultiplyAll(tensor, factors, transposed: true, except: mode);
            foreach (var products in both)
            {
                Near(expected, products.KhatriRaoProduct(factors, mode));
                Near(projected, products.Project(factors, mode));
            }
            factors[mode] = random.Normal(shape[mode], 3);
        }
    }

    [Theory]
    [InlineData(1, 7, 300, 20)]
    [InlineData(3, 5, 70, 3)]
    [InlineData(530, 9, 1, 24)]
    [InlineData(13, 4, 1, 55)]
    [InlineData(2, 1, 65, 25)]
    public void The_narrow_product_equals_the_general_one_at_all_edges_of_its_tiles(int before, int n, int after, int r)
    {
        var random = new RandomStream(9);
        var (tensor, factor) = (random.Normal(before, n, after), random.Normal(n, r));
        var products = new DenseTensorProducts(tensor);
        var found = products.KhatriRaoProduct([Tensor.Ones(before, r), factor, Tensor.Ones(after, r)], 2);
        var expected = ModeProduct.Multiply(tensor, factor.Transpose(), 1).Sum(0).Transpose(); // (after, r)
        Near(expected.Contiguous(), found);
    }

    [Fact]
    public void Entries_at_the_same_place_add_up_and_come_back_sorted()
    {
        var sparse = new SparseTensor(new TensorEntries([2, 3], [[1, 0, 1, 1], [2, 1, 0, 2]], [1, 2, 3, 4]));
        Assert.Equal([2.0, 3, 5], sparse.Entries.Values);
        Assert.Equal([0, 2, 0, 3, 0, 5], sparse.ToDense().ToArray());
        Assert.Equal(Math.Sqrt(38), sparse.Norm(), 12);
    }

    [Fact]
    public void Orthogonal_iteration_equals_that_by_QR_and_finds_the_planted_tensor()
    {
        var random = new RandomStream(2);
        var planted = new TuckerTensor(random.Normal(3, 2, 2), [random.HaarOrthogonal(9, 3), random.HaarOrthogonal(8, 2), random.HaarOrthogonal(7, 2)]).Rebuild();
        var noisy = planted + (random.Normal(9, 8, 7) * 0.01);
        var start = new HigherOrderSvd(noisy).Truncate([3, 2, 2]);
        var exact = OrthogonalIteration.Refine(noisy, start, 20, 0).Tensor;
        foreach (var products in (ITensorProducts[])[new DenseTensorProducts(noisy), new SparseTensorProducts(SparseTensor.FromDense(noisy))])
        {
            var result = TuckerIteration.Fit(products, start.Factors, new AlternatingOptions { Sweeps = 20, Tolerance = 0 });
            Near(exact.Rebuild(), result.Tensor.Rebuild());
            Assert.Equal((result.Tensor.Rebuild() - noisy).FrobeniusNorm() / noisy.FrobeniusNorm(), result.Errors[^1], 9);
            var random2 = TuckerIteration.Fit(products, [3, 2, 2], new RandomStream(3), new AlternatingOptions { Sweeps = 50 });
            Assert.Equal(result.Errors[^1], random2.Errors[^1], 6);
        }
        var clean = TuckerIteration.Fit(new DenseTensorProducts(planted), [3, 2, 2], new RandomStream(4));
        Assert.InRange((clean.Tensor.Rebuild() - planted).FrobeniusNorm(), 0, 1e-7 * planted.FrobeniusNorm());
    }

    [Fact]
    public void Alternating_least_squares_finds_planted_terms_dense_and_sparse()
    {
        var random = new RandomStream(5);
        var planted = new CpTensor([random.Normal(9, 3), random.Normal(8, 3), random.Normal(7, 3)]);
        var full = planted.Rebuild();
        foreach (var products in (ITensorProducts[])[new DenseTensorProducts(full), new SparseTensorProducts(SparseTensor.FromDense(full))])
        {
            var result = CpLeastSquares.Fit(products, 3, new RandomStream(6), new AlternatingOptions { Sweeps = 500, Tolerance = 1e-12 });
            Assert.InRange((result.Tensor.Rebuild() - full).FrobeniusNorm(), 0, 1e-6 * full.FrobeniusNorm());
            // CP of rank 3 is unique up to order and scale: every planted direction is found.
            var (found, wanted) = (result.Tensor, planted.Normalize());
            var cosines = LinearAlgebra.MatMul(found.Factors[0], wanted.Factors[0], transposeA: true, transposeB: false).Abs();
            for (var s = 0; s < 3; s++) Assert.Equal(1, cosines.Max(0)[s], 6);
        }
    }

    [Fact]
    public void Errors_of_alternating_least_squares_never_grow_and_are_the_true_ones()
    {
        var tensor = new RandomStream(7).Normal(6, 5, 4, 3);
        var result = CpLeastSquares.Fit(new DenseTensorProducts(tensor), 4, new RandomStream(8), new AlternatingOptions { Sweeps = 40, Tolerance = 0 });
        Assert.Equal(40, result.Errors.Count);
        for (var sweep = 1; sweep < 40; sweep++) Assert.InRange(result.Errors[sweep], 0, result.Errors[sweep - 1] + 1e-12);
        Assert.Equal((result.Tensor.Rebuild() - tensor).FrobeniusNorm() / tensor.FrobeniusNorm(), result.Errors[^1], 10);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(1e-3)]
    [InlineData(1e-9)]
    public void Truncated_decompositions_keep_the_tolerance_and_know_their_error(double tolerance)
    {
        // A smooth tensor, whose singular values fall quickly.
        var tensor = Function(7, 8, 9, 6);
        var norm = tensor.FrobeniusNorm();
        void Check<TFormat>(Truncation<TFormat> cut, bool exact = true) where TFormat : ITensorFormat
        {
            var error = (cut.Tensor.Rebuild() - tensor).FrobeniusNorm() / norm;
            Assert.InRange(error, 0, tolerance);
            Assert.InRange(error, exact && cut.Error > 1e-6 ? 0.99 * cut.Error : 0, cut.Error + 1e-14);
        }
        Check(SequentialSvd.Compute(tensor, tolerance));
        Check(TensorTrainSvd.Compute(tensor, tolerance));
        if (tolerance < 1e-6) return;
        Check(StreamedTucker.Compute(() => Enumerable.Range(0, 4).Select(k => tensor.Slice(0, 2 * k, Math.Min(2, 7 - (2 * k)))), tolerance), exact: false);
    }

    [Fact]
    public void Ranks_are_the_exact_ones_of_closed_forms()
    {
        // sin(i + j + k + l) has train ranks 2 and Tucker ranks 2; a product has ranks 1.
        var sine = Fill([5, 6, 7, 4], i => Math.Sin(i[0] + i[1] + i[2] + i[3]));
        Assert.Equal([2, 2, 2], TensorTrainSvd.Compute(sine, 1e-6).Tensor.Ranks);
        Assert.Equal([2, 2, 2], TensorTrainSvd.Compute(sine, 1e-12).Tensor.Ranks);
        Assert.Equal([2, 2, 2, 2], SequentialSvd.Compute(sine, 1e-6).Tensor.Ranks);
        var product = Fill([5, 6, 7, 4], i => Math.Exp(-i[0] + (0.1 * i[1])) / (1 + i[2]) * (i[3] + 1));
        Assert.Equal([1, 1, 1], TensorTrainSvd.Compute(product, 1e-10).Tensor.Ranks);
        Assert.Equal([1, 1, 1, 1], SequentialSvd.Compute(product, 1e-10).Tensor.Ranks);
        Assert.Equal(new HigherOrderSvd(sine).Ranks(1e-6), SequentialSvd.Compute(sine, 1e-6).Tensor.Ranks);
    }

    [Fact]
    public void A_tensor_of_zeros_and_one_of_a_single_mode_are_no_trouble()
    {
        Assert.Equal(0, TensorTrainSvd.Compute(Tensor.Zeros(3, 4, 5), 0.1).Tensor.Norm());
        Assert.Equal(0, SequentialSvd.Compute(Tensor.Zeros(3, 4, 5), 0.1).Error);
        Assert.Equal([1.0, 2, 3], TensorTrainSvd.Compute(Tensor.FromArray([1.0, 2, 3]), 0.1).Tensor.Rebuild().ToArray());
        Assert.InRange(CpLeastSquares.Fit(new DenseTensorProducts(Tensor.Zeros(3, 4, 5)), 2, new RandomStream(1)).Tensor.Norm(), 0, 1e-100);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        var tensor = Tensor.Ones(3, 3, 3);
        tensor[1, 2, 0] = double.NaN;
        Assert.Contains("1, 2, 0", Assert.Throws<NonFiniteException>(() => TensorTrainSvd.Compute(tensor, 0.1)).Message);
        Assert.Contains("1, 2, 0", Assert.Throws<NonFiniteException>(() => SequentialSvd.Compute(tensor, 0.1)).Message);
        Assert.Contains("1, 2, 0", Assert.Throws<NonFiniteException>(() => new DenseTensorProducts(tensor)).Message);
        Assert.Throws<NonFiniteException>(() => StreamedTucker.Compute(() => [tensor], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorTrainSvd.Compute(Tensor.Ones(2, 2), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamedTucker.Compute(() => [Tensor.Ones(2, 2)], 1e-9));
        Assert.Throws<ShapeException>(() => StreamedTucker.Compute(() => [], 0.1));
        Assert.Throws<ShapeException>(() => StreamedTucker.Compute(() => [Tensor.Ones(2, 2), Tensor.Ones(2, 3)], 0.1));
        Assert.Throws<ShapeException>(() => new DenseTensorProducts(Tensor.Ones(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TuckerIteration.Fit(new DenseTensorProducts(Tensor.Ones(2, 2)), [3, 1], new RandomStream(1)));
        Assert.Throws<ShapeException>(() => CpLeastSquares.Fit(new DenseTensorProducts(Tensor.Ones(2, 2)), [Tensor.Ones(2, 1), Tensor.Ones(3, 1)]));
    }

    internal static Tensor Function(params int[] shape) => Fill(shape, i => 1 / (1 + i.Select((index, mode) => (double)index / shape[mode] * (mode + 1)).Sum()));

    internal static Tensor Fill(int[] shape, Func<int[], double> function)
    {
        var tensor = Tensor.Zeros(shape);
        var index = new int[shape.Length];
        foreach (ref var value in tensor.AsSpan())
        {
            value = function(index);
            for (var mode = shape.Length - 1; mode >= 0 && ++index[mode] == shape[mode]; mode--) index[mode] = 0;
        }
        return tensor;
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.InRange((expected - actual).MaxAbs(), 0, 1e-9 * (1 + expected.MaxAbs()));
    }
}
