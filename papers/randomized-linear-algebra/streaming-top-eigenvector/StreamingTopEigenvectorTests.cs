using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class StreamingTopEigenvectorTests
{
    private static TopDirection Run(Tensor rows, BlockPowerOptions? options = null)
    {
        var method = new BlockPowerMethod(rows.Columns, rows.Rows, new RandomStream(7), options);
        for (var i = 0; i < rows.Rows; i++) method.Add(rows.Row(i).AsSpan());
        return method.Finish();
    }

    [Fact]
    public void Rows_along_one_direction_give_that_direction_exactly()
    {
        var rows = Tensor.Zeros(400, 5);
        for (var i = 0; i < 400; i++)
            for (var j = 0; j < 5; j++) rows[i, j] = (i % 3 - 1.5) * (j + 1);
        var top = Run(rows);
        var norm = Math.Sqrt(55);
        var inner = Enumerable.Range(0, 5).Sum(j => top.Direction[j] * (j + 1) / norm);
        Assert.Equal(1, inner * inner, 12);
    }

    [Fact]
    public void Blocks_without_heavy_rows_are_power_iterations_on_each_block()
    {
        // Two blocks: z = B₁ᵀB₁v₀ is the whole light part, and W has the one column z/‖z‖.
        var rows = new RandomStream(3).Normal(60, 4);
        var top = Run(rows, new BlockPowerOptions { Blocks = 2, HeavyConstant = 1e9 });
        var start = new double[4];
        new RandomStream(7).FillNormal(start);
        var first = rows.Slice(0, 0, 30);
        var z = LinearAlgebra.MatMul(first, LinearAlgebra.MatMul(first, Tensor.Wrap(start, 4, 1)), transposeA: true, transposeB: false);
        var norm = z.FrobeniusNorm();
        for (var j = 0; j < 4; j++) Assert.Equal(z[j, 0] / norm, top.Direction[j], 12);
        Assert.Equal(0, top.HeavyRows);
    }

    [Fact]
    public void A_spiked_stream_is_solved_to_the_guarantee()
    {
        var stream = StreamInstance.Spiked(4000, 40, 8, 0, new RandomStream(1));
        Assert.InRange(stream.Error(Run(stream.Rows).Direction), 0, 0.05);
    }

    [Fact]
    public void Heavy_rows_that_carry_the_direction_are_found_and_needed()
    {
        var stream = StreamInstance.CarriedByHeavyRows(4000, 40, 4, 4, new RandomStream(1));
        var stored = Run(stream.Rows);
        Assert.Equal(4, stored.HeavyRows);
        Assert.InRange(stream.Error(stored.Direction), 0, 0.05);
        Assert.InRange(stream.Error(Run(stream.Rows, new BlockPowerOptions { StoreHeavyRows = false }).Direction), 0.5, 1);
    }

    [Fact]
    public void Instance_knows_its_exact_answer()
    {
        var stream = StreamInstance.Spiked(500, 6, 3, 2, new RandomStream(5));
        var svd = LinearAlgebra.Svd(stream.Rows);
        Assert.Equal(0, stream.Error(svd.Vt.Row(0).ToArray()), 10);
        Assert.Equal(svd.S[0] * svd.S[0] / (svd.S[1] * svd.S[1]), stream.Ratio, 8);
    }

    [Fact]
    public void Oja_with_one_small_rate_equals_the_written_out_update()
    {
        var rows = new RandomStream(2).Normal(50, 3);
        var oja = new OjaMethod(3, [0.01], new RandomStream(4));
        var v = new double[3];
        new RandomStream(4).FillNormal(v);
        for (var i = 0; i < 50; i++)
        {
            oja.Add(rows.Row(i).AsSpan());
            var inner = Enumerable.Range(0, 3).Sum(j => rows[i, j] * v[j]);
            for (var j = 0; j < 3; j++) v[j] += 0.01 * rows[i, j] * inner; // never normalised
        }
        var norm = Math.Sqrt(v.Sum(x => x * x));
        for (var j = 0; j < 3; j++) Assert.Equal(v[j] / norm, oja.ByGrowth()[j], 12);
    }

    [Fact]
    public void Frequent_directions_keeps_its_covariance_bound()
    {
        const int size = 8;
        var rows = new RandomStream(6).Normal(300, 12);
        var sketch = new FrequentDirections(12, size);
        for (var i = 0; i < 300; i++) sketch.Add(rows.Row(i).AsSpan());
        var v = Tensor.Wrap(sketch.Direction(), 12, 1);
        // σ₁² − ‖Av‖² ≤ 2‖A‖_F²/ℓ for the sketch's top direction, from 0 ≤ ‖Ax‖² − ‖Bx‖² ≤ 2‖A‖_F²/ℓ.
        var reached = Math.Pow(LinearAlgebra.MatMul(rows, v).FrobeniusNorm(), 2);
        var best = Math.Pow(LinearAlgebra.SpectralNorm(rows), 2);
        Assert.InRange(best - reached, 0, 2 * Math.Pow(rows.FrobeniusNorm(), 2) / size);
    }

    [Fact]
    public void Nonsense_is_refused_with_its_place()
    {
        var method = new BlockPowerMethod(3, 10, new RandomStream(1));
        method.Add([1, 2, 3]);
        Assert.Contains("Row 1 has 2 values", Assert.Throws<ArgumentException>(() => method.Add([1, 2])).Message);
        Assert.Contains("Row 1 has the value NaN", Assert.Throws<ArgumentException>(() => method.Add([1, double.NaN, 3])).Message);
        Assert.Contains("Only 1 of 10", Assert.Throws<InvalidOperationException>(() => method.Finish()).Message);
        Assert.Contains("two blocks", Assert.Throws<ArgumentException>(() => new BlockPowerMethod(3, 3, new RandomStream(1))).Message);
        Assert.Contains("no direction", Assert.Throws<InvalidOperationException>(() => Run(Tensor.Zeros(20, 3))).Message);
    }
}
