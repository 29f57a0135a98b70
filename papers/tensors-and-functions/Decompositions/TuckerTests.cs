using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class TuckerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Unfolding_and_mode_product_follow_their_definitions(int mode)
    {
        var random = new RandomStream(1);
        var tensor = random.Normal(3, 4, 5);
        var matrix = random.Normal(2, tensor.Shape[mode]);
        var product = ModeProduct.Multiply(tensor, matrix, mode);
        int[] shape = [3, 4, 5];
        var expected = 0.0;
        for (var n = 0; n < shape[mode]; n++)
        {
            int[] at = [1, 2, 3];
            at[mode] = n;
            expected += matrix[1, n] * tensor[at];
        }
        int[] place = [1, 2, 3];
        place[mode] = 1;
        Assert.Equal(expected, product[place], 12);
        Assert.Equal(tensor.ToArray(), ModeProduct.Fold(ModeProduct.Unfold(tensor, mode), mode, shape).ToArray());
    }

    [Fact]
    public void A_sum_of_coordinates_has_Tucker_ranks_two()
    {
        var tensor = Tensor.Zeros(6, 7, 8);
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < 7; j++)
                for (var k = 0; k < 8; k++) tensor[i, j, k] = i + (2 * j) - k + 1;
        var tucker = new HigherOrderSvd(tensor).Truncate(1e-10);
        Assert.Equal([2, 2, 2], tucker.Ranks);
        Assert.Equal(8 + 12 + 14 + 16, tucker.ParameterCount);
        Assert.InRange((tucker.Rebuild() - tensor).MaxAbs(), 0, 1e-11);
    }

    [Fact]
    public void Error_stays_within_the_tolerance_and_the_tail_of_singular_values()
    {
        var tensor = new RandomStream(2).Normal(8, 9, 10);
        var svd = new HigherOrderSvd(tensor);
        foreach (var tolerance in (double[])[0.6, 0.3, 0.1])
            Assert.InRange((svd.Truncate(tolerance).Rebuild() - tensor).FrobeniusNorm(), 0, tolerance * tensor.FrobeniusNorm());
        for (var mode = 0; mode < 3; mode++)
        {
            var direct = LinearAlgebra.SingularValues(ModeProduct.Unfold(tensor, mode));
            Assert.InRange((direct - svd.SingularValues[mode]).MaxAbs(), 0, 1e-12 * direct[0]);
        }
    }

    [Fact]
    public void Singular_values_of_many_blocks_of_columns_equal_the_direct_ones_down_to_rounding()
    {
        // 3,000 columns in three blocks; singular values from 1 to 1e-13, which the eigenvalues of AAᵀ would lose.
        var random = new RandomStream(3);
        var u = LinearAlgebra.Qr(random.Normal(8, 8)).Q;
        var v = LinearAlgebra.Qr(random.Normal(3000, 8)).Q;
        double[] values = [1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-13];
        var transposed = LinearAlgebra.MatMul(v * Tensor.Wrap(values, 8), u, transposeA: false, transposeB: true);
        var (left, found) = LeftSingularVectors.OfTransposed(transposed);
        for (var k = 0; k < 8; k++) Assert.InRange(Math.Abs(found[k] - values[k]), 0, 1e-15);
        Assert.Equal(1, Math.Abs(LinearAlgebra.Dot(left.Column(0), u.Column(0))), 12);
    }

    [Fact]
    public void Orthogonal_iteration_never_loses_and_finds_a_better_approximation()
    {
        var tensor = new RandomStream(4).Normal(6, 7, 8);
        var start = new HigherOrderSvd(tensor).Truncate([2, 2, 2]);
        var (better, sweeps) = OrthogonalIteration.Refine(tensor, start, sweeps: 50);
        double Error(TuckerTensor tucker) => (tucker.Rebuild() - tensor).FrobeniusNorm();
        Assert.InRange(Error(better), 0, Error(start) - 1e-3);
        Assert.InRange(sweeps, 2, 50);
        var error = Math.Pow(tensor.FrobeniusNorm(), 2) - Math.Pow(better.Core.FrobeniusNorm(), 2); // ‖A − Â‖² = ‖A‖² − ‖β‖²
        Assert.Equal(error, Math.Pow(Error(better), 2), 9);
    }

    [Fact]
    public void Compressing_a_Tucker_tensor_equals_compressing_what_it_stands_for()
    {
        var random = new RandomStream(5);
        var tucker = new TuckerTensor(random.Normal(4, 4, 4) * 1e-5, [random.Normal(9, 4), random.Normal(8, 4), random.Normal(7, 4)]);
        var full = tucker.Rebuild();
        var small = tucker.Compress(0.3, refine: false);
        Assert.Equal(new HigherOrderSvd(full).Ranks(0.3), small.Ranks);
        Assert.InRange((small.Rebuild() - full).FrobeniusNorm(), 0, 0.3 * full.FrobeniusNorm());
    }

    [Fact]
    public void Contracting_with_rows_of_the_factors_gives_entries()
    {
        var random = new RandomStream(6);
        var tucker = new TuckerTensor(random.Normal(2, 3, 4, 2), [random.Normal(5, 2), random.Normal(6, 3), random.Normal(7, 4), random.Normal(3, 2)]);
        var full = tucker.Rebuild();
        int[][] places = [[0, 0, 0, 0], [4, 5, 6, 2], [1, 2, 3, 1]];
        var entries = tucker.ContractCore([.. Enumerable.Range(0, 4).Select(mode => tucker.Factors[mode].TakeRows([.. places.Select(place => place[mode])]))]);
        for (var p = 0; p < places.Length; p++) Assert.Equal(full[places[p]], entries[p], 12);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ShapeException>(() => new TuckerTensor(Tensor.Zeros(2, 2), [Tensor.Zeros(3, 2)]));
        Assert.Throws<ShapeException>(() => new TuckerTensor(Tensor.Zeros(2, 2), [Tensor.Zeros(3, 2), Tensor.Zeros(3, 1)]));
        Assert.Throws<ShapeException>(() => new HigherOrderSvd(Tensor.Zeros(3, 0, 2)));
        Assert.Contains("NaN", Assert.Throws<NonFiniteException>(() => new HigherOrderSvd(Tensor.Full(double.NaN, 2, 2))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HigherOrderSvd(Tensor.Ones(2, 2)).Ranks(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HigherOrderSvd(Tensor.Ones(2, 2)).Truncate([3, 1]));
        Assert.Throws<ShapeException>(() => ModeProduct.Multiply(Tensor.Ones(2, 2), Tensor.Ones(2, 3), 0));
    }
}
