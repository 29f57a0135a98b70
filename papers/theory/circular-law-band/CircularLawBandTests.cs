using System.Numerics;
using Praxis.Numerics;
using Praxis.Papers.Theory.CircularLawBand;

namespace Praxis.Papers.Tests.Theory;

public sealed class CircularLawBandTests
{
    public static TheoryData<string> Profiles => ["full", "band", "block", "sum", "permutations", "balanced"];

    private static VarianceProfile Make(string name) => name switch
    {
        "full" => VarianceProfile.Full(60),
        "band" => VarianceProfile.PeriodicBand(60, 21),
        "block" => VarianceProfile.BlockBand(60, 21),
        "sum" => VarianceProfile.DirectSum(60, 20),
        "permutations" => VarianceProfile.Permutations(60, 20, new RandomStream(1)),
        _ => VarianceProfile.Balanced(new RandomStream(2).Uniform(60, 60)),
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profiles_are_doubly_stochastic_in_what_they_sample(string name)
    {
        var profile = Make(name);
        var squares = Tensor.Zeros(profile.Size, profile.Size);
        for (var k = 0; k < 400; k++)
        {
            var x = profile.Sample(new RandomStream(k));
            squares += x * x;
        }
        // Row sums of 400 samples of Σⱼσᵢⱼ²gᵢⱼ²: mean 1, standard deviation at most √(2·max σ²/400).
        Assert.InRange((squares.Sum(1) / 400.0 - 1.0).MaxAbs(), 0, 5 * Math.Sqrt(2 * profile.MostVariance / 400));
        Assert.InRange((squares.Sum(0) / 400.0 - 1.0).MaxAbs(), 0, 5 * Math.Sqrt(2 * profile.MostVariance / 400));
        Assert.InRange(profile.Imbalance, 0, 1e-9);
    }

    [Fact]
    public void Entries_of_sign_matrices_have_the_profiles_size_exactly()
    {
        var x = VarianceProfile.PeriodicBand(9, 3).Sample(new RandomStream(1), signs: true);
        Assert.Equal(27, x.ToArray().Count(value => Math.Abs(Math.Abs(value) - Math.Sqrt(1.0 / 3)) < 1e-15));
        Assert.Equal(54, x.ToArray().Count(value => value == 0));
    }

    [Fact]
    public void Radial_distance_of_points_spread_evenly_by_area_is_half_a_step()
    {
        Complex[] points = [.. Enumerable.Range(0, 100).Select(i => Complex.FromPolarCoordinates(Math.Sqrt((i + 0.5) / 100), i))];
        Assert.Equal(0.005, CircularLaw.RadialDistance(points), 12);
        Assert.Equal(1, CircularLaw.RadialDistance([new Complex(3, 0)]), 12);
    }

    [Fact]
    public void Product_distance_uses_the_2_over_m_power()
    {
        Complex[] points = [.. Enumerable.Range(0, 100).Select(i => Complex.FromPolarCoordinates(Math.Pow((i + 0.5) / 100, 1.5), i))];
        Assert.Equal(0.005, CircularLaw.ProductDistance(points, factors: 3), 12);
    }

    [Fact]
    public void Resolvent_limit_solves_its_cubic_and_meets_the_quarter_circle_law_at_zero()
    {
        foreach (var (z, eta) in new[] { (0.0, 0.1), (0.5, 0.05), (1.2, 1.0) })
        {
            var v = CircularLaw.ResolventTrace(z, eta);
            Assert.Equal(1 / v, eta + v + z * z / (eta + v), 9);
        }
        // z = 0: the singular values follow the quarter-circle law on [0, 2], v = (√(η²+4) − η)/2.
        Assert.Equal((Math.Sqrt(0.01 + 4) - 0.1) / 2, CircularLaw.ResolventTrace(0, 0.1), 10);
    }

    [Fact]
    public void Log_potential_is_continuous_with_its_known_values()
    {
        Assert.Equal(-0.5, CircularLaw.LogPotential(0));
        Assert.Equal(0, CircularLaw.LogPotential(1));
        Assert.Equal(Math.Log(2), CircularLaw.LogPotential(2));
    }

    [Fact]
    public void Linear_bound_constant_is_that_of_a_line()
    {
        var n = 100;
        var s = Tensor.Zeros(n);
        for (var i = 0; i < n; i++) s[n - 1 - i] = 1.7 * i / n;
        Assert.Equal(1.7, CircularLaw.LinearBoundConstant(s), 12);
    }

    [Fact]
    public void Participation_is_one_for_a_coordinate_and_n_for_a_constant_vector()
    {
        var vectors = new Complex[4, 2];
        vectors[2, 0] = Complex.ImaginaryOne;
        for (var i = 0; i < 4; i++) vectors[i, 1] = 0.5;
        Assert.Equal(1, CircularLaw.SmallestParticipation(vectors), 12);
        var constant = new Complex[4, 1];
        for (var i = 0; i < 4; i++) constant[i, 0] = new Complex(0.3, 0.4);
        Assert.Equal(4, CircularLaw.SmallestParticipation(constant), 12);
    }

    [Fact]
    public void Patterns_that_cannot_be_balanced_are_refused()
    {
        Assert.Contains("square", Assert.Throws<ArgumentException>(() => VarianceProfile.Balanced(Tensor.Zeros(2, 3))).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => VarianceProfile.Balanced(Tensor.FromArray(new double[,] { { 1, 0 }, { 1, 0 } }))).Message);
        Assert.Contains("total support", Assert.Throws<ArgumentException>(() => VarianceProfile.Balanced(Tensor.FromArray(new double[,] { { 1, 1 }, { 0, 1 } }), 200)).Message);
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() => VarianceProfile.Balanced(Tensor.FromArray(new double[,] { { 1, -1 }, { 0, 1 } }))).Message);
    }
}
