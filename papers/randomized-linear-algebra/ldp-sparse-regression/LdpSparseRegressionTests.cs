using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class LdpSparseRegressionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ldp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Noise_is_that_of_the_Gaussian_mechanism()
    {
        var budget = new PrivacyBudget(1, 1e-6);
        Assert.Equal(3 * Math.Sqrt(2 * Math.Log(2.5e6)) / 0.5, budget.NoiseFor(3, 0.5), 12);
        // With the whole budget and ε = 2 the noise of ε = 1 is taken: more noise, never less than proven.
        Assert.Equal(new PrivacyBudget(1, 1e-6).NoiseFor(3, 1), new PrivacyBudget(2, 1e-6).NoiseFor(3, 1), 12);
    }

    [Fact]
    public void Sensitivities_are_never_exceeded_by_two_people()
    {
        var bounds = new ClippingBounds(2, 3);
        var random = new RandomStream(1);
        for (var trial = 0; trial < 300; trial++)
        {
            var (a, b) = (Person(), Person());
            Assert.InRange(LinearAlgebra.Norm(a.Second - b.Second), 0, Math.Sqrt(2) * 4 + 1e-12);
            Assert.InRange(LinearAlgebra.Norm(a.Cross - b.Cross), 0, 2 * 2 * 3 + 1e-12);
        }

        Moments Person() => Moments.Of(3 * random.Normal(1, 4), 5 * random.Normal(1), bounds).Moments;
    }

    [Fact]
    public void Moments_of_records_are_those_written_out()
    {
        var x = Tensor.FromArray(new double[,] { { 3, 4 }, { 1, 0 } });
        var (moments, rows, targets) = Moments.Of(x, Tensor.FromArray([10.0, -1]), new ClippingBounds(2.5, 4)); // first row halved, first target 4
        Assert.Equal((1, 1), (rows, targets));
        Assert.Equal([(1.5 * 1.5 + 1) / 2, 1.5, 1.5, 2], moments.Second.ToArray());
        Assert.Equal([(4 * 1.5 - 1) / 2, 4], moments.Cross.ToArray());
        Assert.Equal(8.5, moments.TargetSquare);
    }

    [Fact]
    public void Drawn_moments_have_the_mean_and_spread_of_records()
    {
        var covariance = Tensor.FromArray(new[,] { { 1, 0.5 }, { 0.5, 1 } });
        var theta = Tensor.FromArray([0.6, -0.8]);
        const int n = 10_000;
        const int count = 400;
        double[] second = new double[count], cross = new double[count];
        for (var i = 0; i < count; i++)
        {
            var drawn = Moments.OfNormalRecords(n, covariance, theta, 0.5, new RandomStream(i));
            (second[i], cross[i]) = (drawn.Second[0, 1], drawn.Cross[1]);
        }
        // Closed forms: E Σ̂₀₁ = ½, var = (1 + ¼)/n; E b̂₁ = (Σθ)₁ = −½, var = (Σ₁₁(θᵀΣθ + σ²) + (Σθ)₁²)/n with θᵀΣθ = 0.52.
        Check(second, 0.5, 1.25 / n);
        Check(cross, -0.5, (0.52 + 0.25 + 0.25) / n);

        static void Check(IEnumerable<double> sample, double mean, double variance)
        {
            var list = sample.ToList();
            Assert.InRange(list.Average(), mean - 4 * Math.Sqrt(variance / count), mean + 4 * Math.Sqrt(variance / count));
            Assert.InRange(list.Average(v => (v - mean) * (v - mean)) / variance, 0.7, 1.3); // 4.2 standard errors
        }
    }

    [Fact]
    public void Without_noise_to_speak_of_the_one_shot_answer_is_least_squares()
    {
        var random = new RandomStream(2);
        var x = random.Normal(200, 3);
        var y = LinearAlgebra.MatVec(x, Tensor.FromArray([0.5, 0, -0.5])) + 0.1 * random.Normal(200);
        var (moments, _, _) = Moments.Of(x, y, new ClippingBounds(100, 100));
        var huge = moments with { People = 1e30 };
        var answer = new OneShotProtocol(new PrivacyBudget(1, 1e-9), new ClippingBounds(100, 100)).Run(huge, random);
        Assert.True((answer.Theta - LinearAlgebra.LeastSquares(x, y).Solution).MaxAbs() < 1e-6);
        Assert.False(answer.Raised);
    }

    [Fact]
    public void One_draw_of_the_mean_noise_has_the_spread_of_n_messages()
    {
        var protocol = new OneShotProtocol(new PrivacyBudget(1, 1e-3), new ClippingBounds(1, 1));
        var zero = new Moments(400, Tensor.Zeros(2, 2), Tensor.Zeros(2), 0);
        var draws = Enumerable.Range(0, 500).Select(i => protocol.Run(zero, new RandomStream(i), Tensor.Identity(2)).WithoutThreshold[0]).ToList();
        var expected = protocol.CrossNoise(true) / 20;
        Assert.InRange(Math.Sqrt(draws.Average(v => v * v)) / expected, 0.87, 1.13);
    }

    [Fact]
    public void Drowned_second_moments_are_raised_to_the_floor_and_said_to_be()
    {
        var records = Moments.OfNormalRecords(10_000, Tensor.Identity(4), Tensor.FromArray([1.0, 0, 0, 0]), 0.1, new RandomStream(3));
        var answer = new OneShotProtocol(new PrivacyBudget(0.1, 1e-8), new ClippingBounds(4, 4), 0.3).Run(records, new RandomStream(4));
        Assert.True(answer.Raised);
        Assert.True(answer.LeastEigenvalue < 0.3);
        Assert.InRange(LinearAlgebra.Norm(answer.Theta), 0, LinearAlgebra.Norm(answer.WithoutThreshold));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, Math.PI / 2)]
    [InlineData(5, 8 / 3.0)]
    public void Output_norm_has_the_ratio_of_Gamma_functions(int d, double ratio) => // √π·Γ((d + 1)/2)/Γ(d/2)
        Assert.Equal(3 * (Math.E + 1) / (Math.E - 1) * ratio, IterativeProtocol.OutputNorm(3, 1, d), 10);

    [Fact]
    public void Randomiser_is_unbiased_of_fixed_length_and_as_likely_as_promised()
    {
        var v = Tensor.FromArray([0.3, -0.4, 0]);
        var random = new RandomStream(5);
        const int count = 60_000;
        var sum = Tensor.Zeros(3);
        var towards = 0;
        var length = IterativeProtocol.OutputNorm(1, 1, 3);
        for (var i = 0; i < count; i++)
        {
            var sent = IterativeProtocol.Randomise(v, 1, 1, random);
            if (i < 100) Assert.Equal(length, LinearAlgebra.Norm(sent), 10);
            sum += sent;
            if (LinearAlgebra.Dot(sent, v) > 0) towards++;
        }
        Assert.True((sum / count - v).MaxAbs() < 4 * length / Math.Sqrt(3.0 * count));
        // P(towards v) = ¾·e/(1 + e) + ¼·1/(1 + e) for ‖v‖ = ½: each half of the sphere is at most e times as likely under another v.
        var expected = (0.75 * Math.E + 0.25) / (1 + Math.E);
        Assert.InRange(towards / (double)count, expected - 0.01, expected + 0.01);
    }

    [Fact]
    public void Iterations_with_countless_people_find_the_sparse_vector()
    {
        var theta = Tensor.FromArray([0, 0.6, 0, 0, -0.8, 0]);
        var protocol = new IterativeProtocol { Epsilon = 1, Kept = 2, Rounds = 20, StepSize = 0.9, GradientNorm = 5 };
        var found = protocol.Run(_ => new Moments(1e20, Tensor.Identity(6), theta, 1), new RandomStream(6), 6);
        Assert.True((found - theta).MaxAbs() < 1e-6);
    }

    [Fact]
    public void Hard_threshold_keeps_the_largest() =>
        Assert.Equal([0, -3, 0, 2], IterativeProtocol.HardThreshold(Tensor.FromArray([1.0, -3, 0.5, 2]), 2).ToArray());

    [Fact]
    public void Requests_that_would_break_the_promise_are_refused()
    {
        Assert.Contains("at most 2", Assert.Throws<ArgumentOutOfRangeException>(() => new PrivacyBudget(3, 1e-6)).Message);
        Assert.Contains("δ", Assert.Throws<ArgumentOutOfRangeException>(() => new PrivacyBudget(1, 0)).Message);
        Assert.Contains("clip it first", Assert.Throws<ArgumentException>(() => IterativeProtocol.Randomise(Tensor.Ones(4), 1, 1, new RandomStream(1))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneShotProtocol(new PrivacyBudget(1, 1e-6), new ClippingBounds(0, 1)));
        Assert.Throws<NonFiniteException>(() => Moments.Of(Tensor.Full(double.NaN, 2, 2), Tensor.Ones(2), new ClippingBounds(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Moments.OfNormalRecords(100, Tensor.Identity(1), Tensor.Ones(1), 1, new RandomStream(1)));
        var small = new IterativeProtocol { Epsilon = 1, Kept = 1, Rounds = 1, GradientNorm = 1 };
        Assert.Contains("fewer than 1,000", Assert.Throws<ArgumentException>(() => small.Run(_ => new Moments(10, Tensor.Identity(1), Tensor.Ones(1), 1), new RandomStream(1), 1)).Message);
    }

    private ToolReport Use(string table, double rowBound = 4, double targetBound = 4, string? unlabelled = null, double? delta = null)
    {
        return new PrivateRegressionTool().Use(
            new PrivateRegressionToolOptions { Table = File("table.csv", table), RowBound = rowBound, TargetBound = targetBound, Repeats = 5, Delta = delta, Public = unlabelled is null ? null : File("public.csv", unlabelled) },
            new ToolContext { Slug = "ldp-sparse-regression" }, CancellationToken.None);

        InputFile File(string name, string text)
        {
            var path = Path.Combine(_folder, name);
            System.IO.File.WriteAllText(path, text);
            return new InputFile(path);
        }
    }

    [Fact]
    public void Tool_says_that_few_people_are_too_few_and_how_many_it_takes()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"{i % 3 - 1},{i % 5 - 2},{0.5 * (i % 3 - 1)}\n"));
        var report = Use("a,b,y\n" + rows);
        Assert.Contains("too few", report.Headline);
        Assert.Contains("neither this report nor its files are private", report.Guarantee);
        Assert.Equal(0, report.Measures[1].Value, 9); // nothing was clipped
        Assert.True(report.Tables[0].Rows.Count > 3);
        Assert.Equal([1, 2], ((MatrixOutput)report.Outputs[0]).Values.Shape.ToArray());
        Assert.Contains("only ỹx̃", Use("a,b,y\n" + rows, unlabelled: "a,b\n1,0\n0,1\n").Guarantee);
    }

    [Fact]
    public void Tool_names_what_is_wrong_with_the_input()
    {
        Assert.Contains("one person", Assert.Throws<ToolException>(() => Use("a,y\n1,2\n")).Message);
        Assert.Contains("row 2", Assert.Throws<ToolException>(() => Use("a,y\n1,2\n1,NaN\n")).Message);
        Assert.Contains("is zero", Assert.Throws<ToolException>(() => Use("a,y\n1,0\n2,0\n")).Message);
        Assert.Contains("the same columns", Assert.Throws<ToolException>(() => Use("a,y\n1,2\n2,1\n", unlabelled: "a,b\n1,2\n")).Message);
    }
}
