using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra;
using Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class LpSensitivitySamplingTests
{
    // A 12 × 3 matrix given by a formula; sensitivities and regressions recorded from scipy 1.10 (linear programs for p = 1,
    // BFGS and Nelder–Mead from several starts for the others).
    private static readonly double[] Recorded1 = [0.16945, 0.159953, 0.142707, 0.136255, 0.134353, 0.14438, 0.195675, 0.196611, 0.253609, 0.246422, 0.30543, 0.289118];
    private static readonly double[] Recorded15 = [0.211608, 0.189062, 0.161989, 0.149266, 0.138369, 0.141055, 0.195706, 0.199418, 0.287662, 0.278261, 0.391618, 0.360816];
    private static readonly double[] Recorded3 = [0.331646, 0.257142, 0.20227, 0.184069, 0.175877, 0.172357, 0.202509, 0.204047, 0.306841, 0.306601, 0.603862, 0.566421];

    private static Tensor Formula()
    {
        var a = Tensor.Zeros(12, 3);
        for (var i = 0; i < 12; i++)
            for (var j = 0; j < 3; j++) a[i, j] = Math.Sin(1 + 3 * i + 7 * j) + 0.05 * i * j;
        return a;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(3)]
    public void Sensitivities_are_those_of_linear_programs_and_of_another_optimiser(double p)
    {
        var found = LpSensitivities.Of(Formula(), p, tolerance: 1e-9);
        foreach (var (ours, theirs) in found.Zip(p == 1 ? Recorded1 : p == 1.5 ? Recorded15 : Recorded3)) Assert.InRange(ours, (p == 1 ? 0.9997 : 0.99996) * theirs, 1.00004 * theirs); // every feasible x bounds σ from below
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(1.3, 1.0)]
    [InlineData(4, 1.0)]
    [InlineData(7, 1e-9)]
    public void Sensitivities_depend_on_the_column_space_only_and_their_sum_keeps_its_bounds(double p, double size)
    {
        var random = new RandomStream(1);
        var a = random.Normal(60, 4) * size;
        var mixed = LinearAlgebra.MatMul(a, random.Normal(4, 4));
        var (plain, turned) = (LpSensitivities.Of(a, p, 1e-8), LpSensitivities.Of(mixed, p, 1e-8));
        for (var i = 0; i < 60; i++) Assert.Equal(plain[i], turned[i], 1e-3 * plain[i]);
        Assert.All(plain, sigma => Assert.InRange(sigma, 0, 1));
        var (low, high) = p < 2 ? (Math.Pow(4, p / 2), 4.0) : (4, Math.Pow(4, p / 2));
        Assert.InRange(plain.Sum(), low * 0.999, high * 1.001);
    }

    [Fact]
    public void Stacked_identities_have_sensitivity_d_over_n_for_every_p_and_rows_of_zeros_have_none()
    {
        var a = Tensor.Zeros(13, 3);
        for (var i = 0; i < 12; i++) a[i, i % 3] = 1;
        foreach (var p in new[] { 1, 1.5, 2, 3, 4 })
        {
            var found = LpSensitivities.Of(a, p);
            Assert.All(found.Take(12), sigma => Assert.Equal(0.25, sigma, 1e-6));
            Assert.Equal(0, found[12]);
        }
    }

    [Fact]
    public void Sensitivity_for_p_2_is_leverage_and_a_dependent_column_changes_nothing()
    {
        var a = new RandomStream(2).Normal(30, 3);
        var wide = Tensor.Concat(1, a, a.Slice(1, 0, 1) * 2 - a.Slice(1, 2, 1));
        var inverse = LinearAlgebra.Inverse(LinearAlgebra.MatMul(a, a, true, false));
        var (two, same) = (LpSensitivities.Of(a, 2), LpSensitivities.Of(wide, 2));
        for (var i = 0; i < 30; i++)
        {
            var row = a.Row(i).Contiguous();
            Assert.Equal(LinearAlgebra.Dot(row, LinearAlgebra.MatVec(inverse, row)), two[i], 1e-12);
            Assert.Equal(two[i], same[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3.5)]
    public void Lewis_weights_solve_their_equation_and_sum_to_the_rank(double p)
    {
        var a = new RandomStream(3).Normal(40, 5);
        var w = LewisWeights.Of(a, p);
        Assert.Equal(5, w.Sum(), 1e-6);
        var weighted = a * Tensor.Wrap([.. w.Select(x => Math.Pow(x, 0.5 - 1 / p))], 40, 1);
        var inverse = LinearAlgebra.Inverse(LinearAlgebra.MatMul(weighted, weighted, true, false));
        for (var i = 0; i < 40; i++)
        {
            var row = a.Row(i).Contiguous();
            Assert.Equal(w[i], Math.Pow(LinearAlgebra.Dot(row, LinearAlgebra.MatVec(inverse, row)), p / 2), 1e-7);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Searched_distortion_in_the_plane_is_that_of_a_fine_grid(double p)
    {
        var random = new RandomStream(4);
        var basis = LeverageScores.Basis(random.Normal(80, 2));
        for (var draw = 0; draw < 3; draw++)
        {
            var sample = ScoreSampling.Draw(LeverageScores.OfBasis(basis), 15, random.Fork(draw));
            var angles = Enumerable.Range(0, 4_000).Select(t => Math.PI * t / 4_000).ToArray();
            var x = Tensor.Zeros(angles.Length, 2);
            for (var t = 0; t < angles.Length; t++) (x[t, 0], x[t, 1]) = (Math.Cos(angles[t]), Math.Sin(angles[t]));
            var (part, whole) = (LpPowerNorms(sample.Scaled(basis, p)), LpPowerNorms(basis));
            var grid = part.Zip(whole, (kept, all) => Math.Abs(kept / all - 1)).Max();
            Assert.Equal(grid, LpDistortion.Search(basis, sample, p, random.Fork("starts")), 1e-3 * grid);

            double[] LpPowerNorms(Tensor rows) =>
                [.. Enumerable.Range(0, x.Rows).Select(t => Enumerable.Range(0, rows.Rows).Sum(i => Math.Pow(Math.Abs(rows[i, 0] * x[t, 0] + rows[i, 1] * x[t, 1]), p)))];
        }
    }

    [Fact]
    public void Distortion_of_stacked_identities_is_that_of_the_worst_coordinate()
    {
        const int d = 5, copies = 12;
        var a = Tensor.Zeros(d * copies, d);
        for (var i = 0; i < a.Rows; i++) a[i, i % d] = 1;
        var sample = ScoreSampling.Draw([.. Enumerable.Repeat(1.0, a.Rows)], 20, new RandomStream(5));
        var closed = Enumerable.Range(0, d).Max(j => Math.Abs(sample.Rows.Zip(sample.Weights).Where(kept => kept.First % d == j).Sum(kept => kept.Second) / copies - 1));
        Assert.InRange(LpDistortion.Search(LeverageScores.Basis(a), sample, 4, new RandomStream(6)), 0.98 * closed, closed * (1 + 1e-9));
    }

    [Fact]
    public void Probabilities_are_proportional_to_the_scores_below_1_and_sum_to_the_rows_wanted()
    {
        var q = ScoreSampling.Probabilities([10, 1, 0, 2, 4], 3);
        // The rows of score 10 and 4 are kept surely; one row is left for scores 1 and 2.
        foreach (var (expected, probability) in new[] { 1, 1 / 3.0, 0, 2 / 3.0, 1 }.Zip(q)) Assert.Equal(expected, probability, 12);
        Assert.Equal(3, ScoreSampling.Probabilities([0.1, 0.1, 0.2, 5, 5, 5.5], 3).Sum(), 12);
        Assert.Equal([1, 1, 0], ScoreSampling.Probabilities([1, 2, 0], 5));
    }

    [Theory]
    [InlineData(RowScore.Sensitivity)]
    [InlineData(RowScore.RootLeverage)]
    public void Sampled_norm_is_unbiased(RowScore score)
    {
        const double p = 1.5;
        var random = new RandomStream(7);
        var a = random.Normal(50, 3);
        var x = random.Normal(3);
        var sampler = LpRowSampler.Prepare(a, p, score);
        double Norm(Tensor rows) => LinearAlgebra.MatVec(rows, x).ToArray().Sum(y => Math.Pow(Math.Abs(y), p));
        double[] ratios = [.. Enumerable.Range(0, 800).Select(draw => Norm(sampler.Draw(15, random.Fork(draw)).Scaled(a, p)) / Norm(a))];
        var mean = ratios.Average();
        var error = Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean))) / ratios.Length;
        Assert.InRange(mean, 1 - 4 * error, 1 + 4 * error);
    }

    [Fact]
    public void A_heavy_row_is_always_kept_by_sensitivity_and_mostly_missed_by_uniform_sampling()
    {
        var random = new RandomStream(8);
        var a = random.Normal(200, 3);
        a.RowSpan(17).Clear();
        a[17, 0] = 1e4;
        foreach (var p in new[] { 1.0, 3 })
        {
            var (informed, blind) = (LpRowSampler.Prepare(a, p, RowScore.Sensitivity), LpRowSampler.Prepare(a, p, RowScore.Uniform));
            Assert.Equal(30, Enumerable.Range(0, 30).Count(draw => informed.Draw(20, random.Fork(draw)).Rows.Contains(17)));
            Assert.InRange(Enumerable.Range(0, 30).Count(draw => blind.Draw(20, random.Fork(draw)).Rows.Contains(17)), 0, 12);
        }
    }

    [Theory]
    [InlineData(1, 23.639193489645606)]
    [InlineData(3, 146.10222544629954)]
    public void Regression_reaches_the_recorded_optimum(double p, double optimum)
    {
        var b = Tensor.Wrap([.. Enumerable.Range(0, 12).Select(i => Math.Cos(2 * i) * 3 + i * 0.1)], 12);
        Assert.Equal(optimum, LpRegression.Solve(Formula(), b, p).Cost, 1e-5 * optimum);
        Assert.Equal(optimum, LpRegression.SolveOn(Formula(), b, p, RowSample.Everything(12)).Cost, 1e-5 * optimum);
    }

    [Fact]
    public void A_consistent_system_is_solved_exactly()
    {
        var a = Formula();
        var x = Tensor.FromArray([1.0, -2, 0.5]);
        Assert.True((LpRegression.Solve(a, LinearAlgebra.MatVec(a, x), 1).X - x).MaxAbs() < 1e-10);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var a = Formula();
        Assert.Contains("between 1 and 16", Assert.Throws<ArgumentOutOfRangeException>(() => LpSensitivities.Of(a, 0.5)).Message);
        Assert.Contains("1 ≤ p < 4", Assert.Throws<ArgumentOutOfRangeException>(() => LpRowSampler.Prepare(a, 4, RowScore.Lewis)).Message);
        Assert.Contains("1 ≤ p ≤ 2", Assert.Throws<ArgumentOutOfRangeException>(() => LpRowSampler.Prepare(a, 3, RowScore.RootLeverage)).Message);
        Assert.Contains("zero", Assert.Throws<ArgumentException>(() => LpRowSampler.Prepare(Tensor.Zeros(5, 2), 1, RowScore.Leverage)).Message);
        Assert.Throws<ArgumentException>(() => LpRowSampler.Prepare(Tensor.Zeros(0, 2), 1, RowScore.Leverage));
        Assert.Contains("fewer than the 3 columns", Assert.Throws<ArgumentException>(() => LpRegression.SolveOn(a, Tensor.Ones(12), 1, new RowSample([1, 2], [1, 1]))).Message);
        Assert.Contains("depend on each other", Assert.Throws<ArgumentException>(() => LpRegression.Solve(Tensor.Ones(5, 2), Tensor.Ones(5), 1)).Message);
        Assert.Contains("Row 1 has the score", Assert.Throws<ArgumentException>(() => ScoreSampling.Probabilities([1, -1], 1)).Message);
        Assert.Contains("as many weights", Assert.Throws<ArgumentException>(() => new RowSample([1, 2], [1])).Message);
        a[3, 1] = double.NaN;
        Assert.Throws<NonFiniteException>(() => LpRowSampler.Prepare(a, 1, RowScore.Leverage));
    }

    [Fact]
    public void Tool_returns_row_numbers_and_weights_of_the_readers_table()
    {
        var report = UseTool("x,y,z\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7 - 3},{i * i % 11},{i % 5 + 0.5 * (i % 7)}\n")), options => options with { P = 1.5, Rows = 20, Target = "z" });
        var rows = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal(2, rows.Columns);
        Assert.All(rows.Column(0).ToArray(), row => Assert.InRange(row, 1, 60));
        Assert.All(rows.Column(1).ToArray(), weight => Assert.True(weight >= 1));
        Assert.Equal(rows.Rows, ((MatrixOutput)report.Outputs[1]).Values.Rows);
        Assert.InRange(report.Measures.Single(m => m.Name == "distortion found").Value, 1e-6, 1);
        Assert.InRange(report.Measures.Single(m => m.Name.StartsWith("cost of regressing z", StringComparison.Ordinal)).Value, -1e-6, 2);
    }

    [Theory]
    [InlineData("1,2\n3,\n5,6\n", "row 2")]
    [InlineData("1,2\n3,nan\n5,6\n", "NaN")]
    [InlineData("", ".csv")]
    [InlineData("1,2,3\n4,5,6\n", "tall tables")]
    [InlineData("0,0\n0,0\n0,0\n", "zero")]
    public void Tool_refuses_bad_tables_with_the_reason(string csv, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<Exception>(() => UseTool(csv, options => options)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Tool_refuses_scores_that_p_does_not_allow()
    {
        const string csv = "1,2\n3,4\n5,7\n";
        Assert.Contains("below 4", Assert.Throws<ToolException>(() => UseTool(csv, options => options with { P = 5, Score = RowScore.Lewis })).Message);
        Assert.Contains("up to 2", Assert.Throws<ToolException>(() => UseTool(csv, options => options with { P = 3, Score = RowScore.RootLeverage })).Message);
        Assert.Contains("lose a direction", Assert.Throws<ToolException>(() => UseTool(csv, options => options with { Rows = 1 })).Message);
    }

    private static ToolReport UseTool(string csv, Func<LpSamplingToolOptions, LpSamplingToolOptions> change)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, csv);
        try
        {
            return new LpSamplingTool().Use(change(new LpSamplingToolOptions { Table = new InputFile(path) }), new ToolContext { Slug = "lp-sensitivity-sampling" }, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
