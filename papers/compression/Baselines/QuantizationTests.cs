using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Tests.Compression;

public sealed class QuantizationTests
{
    private static readonly WeightBudget Whole = WeightBudget.Bits(1);

    [Theory]
    [InlineData(2, null, true)]
    [InlineData(3, 4, true)]
    [InlineData(4, 5, false)]
    [InlineData(8, null, false)]
    public void Rounding_is_within_half_a_step_of_every_group(int bits, int? group, bool symmetric)
    {
        var weight = new RandomStream(1).Normal(6, 12);
        var form = new RoundToNearest(new QuantizationScheme(bits, group, symmetric)).Compress(weight, LayerStatistics.Unknown("layer", 12), Whole, new RandomStream(1));
        int width = group ?? 12;
        var dense = form.ToDense();
        for (int row = 0; row < 6; row++)
            for (int start = 0; start < 12; start += width)
            {
                double[] values = [.. Enumerable.Range(start, Math.Min(width, 12 - start)).Select(column => weight[row, column])];
                double range = symmetric ? values.Max(Math.Abs) / ((1 << (bits - 1)) - 1) : (Math.Max(0, values.Max()) - Math.Min(0, values.Min())) / ((1 << bits) - 1);
                // The scale is rounded to half precision; with a rounded zero point the ends may be cut by half a step.
                double allowed = range * (symmetric ? 0.5 : 1) * (1 + 1e-3 * (1 << bits));
                for (int k = 0; k < values.Length; k++)
                    Assert.InRange(Math.Abs(dense[row, start + k] - values[k]), 0, allowed);
            }
    }

    [Fact]
    public void Error_of_gptq_is_not_above_rounding_to_nearest_on_random_problems()
    {
        double worst = 0, sum = 0;
        const int problems = 60;
        for (int problem = 0; problem < problems; problem++)
        {
            var random = new RandomStream(100 + problem);
            int inputs = 8 + random.Next(24);
            var weight = random.Normal(12, inputs);
            // Inputs with a common part, as activations have.
            var statistics = LayerStatistics.OfInputs("layer", random.Normal(80, inputs) + (random.Normal(80, 1) * random.Normal(1, inputs)));
            var scheme = new QuantizationScheme(2 + random.Next(3), problem % 3 == 0 ? 8 : null, problem % 2 == 0);
            double nearest = Error(new RoundToNearest(scheme), weight, statistics);
            foreach (bool ordered in new[] { false, true })
            {
                double ratio = Error(new Gptq(scheme, activationOrder: ordered), weight, statistics) / nearest;
                worst = Math.Max(worst, ratio);
                sum += ratio;
            }
        }

        // GPTQ is greedy: no theorem forbids a row on which it loses, and at two bits what it moves may leave the grid. On the whole it gains much.
        Assert.InRange(worst, 0, 1.15);
        Assert.InRange(sum / (2 * problems), 0, 0.85);
    }

    [Fact]
    public void Uncorrelated_inputs_leave_gptq_nothing_to_move_and_rounding_is_the_best_of_all_codes()
    {
        var random = new RandomStream(2);
        var weight = random.Normal(3, 4);
        var statistics = LayerStatistics.Unknown("layer", 4) with { SecondMoments = Tensor.Diagonal(Tensor.FromArray(new[] { 0.5, 2.0, 0.0, 1.0 })) };
        var scheme = new QuantizationScheme(2);
        var gptq = Compress(new Gptq(scheme), weight, statistics);
        Assert.Equal(Compress(new RoundToNearest(scheme), weight, statistics).ToDense().ToArray(), gptq.ToDense().ToArray());
        Assert.Equal(Best(weight, gptq, statistics.SecondMoments), WeightErrors.OutputError(weight, gptq.ToDense(), statistics.SecondMoments), 1e-12);
    }

    [Fact]
    public void Gptq_is_between_brute_force_and_rounding_and_mostly_meets_brute_force_on_tiny_problems()
    {
        int met = 0;
        for (int problem = 0; problem < 30; problem++)
        {
            var random = new RandomStream(500 + problem);
            var weight = random.Normal(1, 4);
            var statistics = LayerStatistics.OfInputs("layer", random.Normal(30, 4) + random.Normal(30, 1));
            var form = Compress(new Gptq(new QuantizationScheme(2), 1e-9), weight, statistics);
            double error = WeightErrors.OutputError(weight, form.ToDense(), statistics.SecondMoments);
            double best = Best(weight, form, statistics.SecondMoments);
            Assert.True(best <= error * (1 + 1e-12));
            if (error <= best * (1 + 1e-9))
                met++;
        }

        Assert.InRange(met, 15, 30);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(128)]
    public void Each_column_is_rounded_from_where_least_squares_puts_it_after_those_before(int block)
    {
        var random = new RandomStream(3);
        var weight = random.Normal(5, 7);
        var statistics = LayerStatistics.OfInputs("layer", random.Normal(40, 7) + random.Normal(40, 1));
        var scheme = new QuantizationScheme(3);
        var gptq = Compress(new Gptq(scheme, 0.01, block), weight, statistics).ToDense();
        var h = LayerInput.DampedMoments(statistics, 0.01);
        var grid = scheme.Within(5, 7, statistics, Whole);
        for (int row = 0; row < 5; row++)
        {
            (double scale, byte zero) = grid.Fit(weight.RowSpan(row));
            var set = new double[7];
            for (int column = 0; column < 7; column++)
            {
                // The numbers still free, given those that are set: w_F + H_FF⁻¹ H_FS (w_S − q_S).
                int[] free = [.. Enumerable.Range(column, 7 - column)], fixedOnes = [.. Enumerable.Range(0, column)];
                double target = weight[row, column];
                if (column > 0)
                {
                    var error = Tensor.FromArray([.. fixedOnes.Select(k => weight[row, k] - set[k])]);
                    var pull = LinearAlgebra.MatVec(h.TakeRows(free).TakeColumns(fixedOnes), error);
                    target += LinearAlgebra.Solve(h.TakeRows(free).TakeColumns(free), pull)[0];
                }

                set[column] = scale * (grid.Code(target, scale, zero) - zero);
                Assert.Equal(set[column], gptq[row, column], 1e-12);
            }
        }
    }

    [Fact]
    public void Dead_inputs_are_rounded_to_nearest_and_few_rows_are_helped_by_damping()
    {
        var random = new RandomStream(4);
        var weight = random.Normal(4, 10);
        var seen = random.Normal(3, 10);
        for (int row = 0; row < 3; row++)
            seen[row, 6] = 0;
        var scheme = new QuantizationScheme(4);
        var gptq = Compress(new Gptq(scheme), weight, LayerStatistics.OfInputs("layer", seen)).ToDense();
        var nearest = Compress(new RoundToNearest(scheme), weight, LayerStatistics.OfInputs("layer", seen)).ToDense();
        Assert.Equal(nearest.Column(6).ToArray(), gptq.Column(6).ToArray());
        var nothing = LayerStatistics.Unknown("layer", 10) with { SecondMoments = Tensor.Zeros(10, 10) };
        Assert.Equal(nearest.ToArray(), Compress(new Gptq(scheme), weight, nothing).ToDense().ToArray());
    }

    [Fact]
    public void Groups_fitted_on_the_way_are_those_of_the_numbers_as_they_stand()
    {
        var random = new RandomStream(6);
        var weight = random.Normal(1, 6);
        var statistics = LayerStatistics.OfInputs("layer", random.Normal(40, 6) + random.Normal(40, 1));
        var form = (QuantizedWeight)Compress(new Gptq(new QuantizationScheme(2, 3), 0.01), weight, statistics);
        var h = LayerInput.DampedMoments(statistics, 0.01);
        int[] set = [0, 1, 2], free = [3, 4, 5];
        var error = (weight - form.ToDense()).Row(0).Take(0, set);
        var moved = weight.Row(0).Take(0, free) + LinearAlgebra.Solve(
            h.TakeRows(free).TakeColumns(free), LinearAlgebra.MatVec(h.TakeRows(free).TakeColumns(set), error));
        Assert.Equal(form.Grid.Fit(moved.ToArray()).Scale, form.Scales[0, 1], 1e-12);
        Assert.NotEqual(form.Grid.Fit(weight.Row(0).Take(0, free).ToArray()).Scale, form.Scales[0, 1]);
    }

    [Fact]
    public void Bits_are_the_most_that_the_budget_allows()
    {
        var statistics = LayerStatistics.Unknown("h.2.q", 64);
        var weight = new RandomStream(5).Normal(16, 64);
        foreach (double keep in new[] { 0.2, 0.3, 0.4, 0.5 })
        {
            var budget = WeightBudget.Parameters(keep);
            var form = (QuantizedWeight)new RoundToNearest(new QuantizationScheme(GroupSize: 32)).Compress(weight, statistics, budget, new RandomStream(1));
            Assert.True(form.Bits <= keep * form.DenseBits);
            Assert.True(form.Grid.Bits == 8 || form.Bits + form.DenseParameters > keep * form.DenseBits);
        }

        var none = Assert.Throws<BudgetException>(() => new Gptq(new QuantizationScheme(4)).Compress(weight, statistics, WeightBudget.Bits(0.1), new RandomStream(1)));
        Assert.Contains("h.2.q", none.Message);
        Assert.InRange(none.SmallestKeep, 4.25 / 16, (4.25 / 16) + 1e-3);
        Assert.Contains("h.2.q", Assert.Throws<ArgumentException>(() => new Gptq(new QuantizationScheme(4)).Compress(weight, statistics, WeightBudget.Flops(0.5), new RandomStream(1))).Message);
        Assert.Contains("h.2.q", Assert.Throws<ArgumentException>(() => new Gptq(new QuantizationScheme(1)).Compress(weight, statistics, Whole, new RandomStream(1))).Message);
        weight[3, 3] = double.NaN;
        Assert.Contains("h.2.q", Assert.Throws<NonFiniteException>(() => new Gptq(new QuantizationScheme(4)).Compress(weight, statistics, Whole, new RandomStream(1))).Message);
    }

    private static CompressedWeight Compress(IWeightCompressor compressor, Tensor weight, LayerStatistics statistics) =>
        compressor.Compress(weight, statistics, Whole, new RandomStream(1));

    private static double Error(IWeightCompressor compressor, Tensor weight, LayerStatistics statistics) =>
        WeightErrors.OutputError(weight, Compress(compressor, weight, statistics).ToDense(), statistics.SecondMoments);

    // The least output error over all codes on the grids of a form: rows are independent.
    private static double Best(Tensor weight, CompressedWeight form, Tensor moments)
    {
        var quantized = (QuantizedWeight)form;
        int levels = quantized.Grid.Highest + 1, inputs = weight.Columns;
        double sum = 0;
        for (int row = 0; row < weight.Rows; row++)
        {
            double best = double.PositiveInfinity;
            for (int number = 0; number < (int)Math.Pow(levels, inputs); number++)
            {
                var trial = Tensor.Zeros(1, inputs);
                for (int column = 0, rest = number; column < inputs; column++, rest /= levels)
                    trial[0, column] = quantized.Scales[row, 0] * ((rest % levels) - quantized.Grid.Middle);
                best = Math.Min(best, WeightErrors.OutputError(weight.Slice(0, row, 1), trial, moments));
            }

            sum += best;
        }

        return sum;
    }
}
