using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;
using Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class ChebyshevTuckerTests
{
    private static readonly CoordinateBox Cube = CoordinateBox.Cube();

    private static double Bump(ReadOnlySpan<double> x) => Math.Exp(-(x[0] * x[0]) - (x[1] * x[1]) - (x[2] * x[2])) * Math.Cos((3 * x[0] * x[1]) + x[2]);

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(33)]
    public void Every_Chebyshev_polynomial_has_itself_as_coefficients(int m)
    {
        var nodes = ChebyshevBasis.Nodes(m);
        for (var a = 0; a < m; a++)
        {
            var values = nodes.Map(x => Math.Cos(a * Math.Acos(x)));
            var coefficients = LinearAlgebra.MatVec(ChebyshevBasis.CoefficientMatrix(m), values);
            for (var b = 0; b < m; b++) Assert.Equal(a == b ? 1 : 0, coefficients[b], 12);
        }
    }

    [Fact]
    public void Coefficients_of_the_exponential_are_Bessel_values()
    {
        var coefficients = ChebyshevInterpolant.FromFunction(GridSampling.Pointwise(x => Math.Exp(x[0])), CoordinateBox.Cube(1), 17).Coefficients;
        double[] expected = [1.2660658777520084, 1.1303182079849701, 0.27149533953407656]; // I₀(1), 2I₁(1), 2I₂(1)
        for (var a = 0; a < 3; a++) Assert.Equal(expected[a], coefficients[a], 14);
    }

    [Fact]
    public void Clenshaw_equals_the_cosine_formula()
    {
        var random = new RandomStream(1);
        var coefficients = random.Normal(12, 3);
        var points = random.Uniform(700).Map(u => (2 * u) - 1); // more than one block
        var values = ChebyshevBasis.Evaluate(coefficients, points);
        for (var q = 0; q < 700; q += 37)
            for (var k = 0; k < 3; k++)
                Assert.Equal(Enumerable.Range(0, 12).Sum(a => coefficients[a, k] * Math.Cos(a * Math.Acos(points[q]))), values[q, k], 12);
    }

    [Fact]
    public void Interpolant_reproduces_its_samples()
    {
        var box = new CoordinateBox([0, -2, 1], [1, 3, 4]);
        var samples = new RandomStream(2).Normal(5, 4, 6);
        var function = ChebyshevInterpolant.FromSamples(samples, box).Compress(1e-15);
        double[] x = box.Nodes(0, 5).ToArray(), y = box.Nodes(1, 4).ToArray(), z = box.Nodes(2, 6).ToArray();
        for (var i = 0; i < 5; i++)
            for (var j = 0; j < 4; j++)
                for (var k = 0; k < 6; k++)
                    Assert.Equal(samples[i, j, k], function.Evaluate([x[i], y[j], z[k]]), 12);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-8)]
    public void A_smooth_function_is_approximated_to_its_tolerance_and_within_the_bound(double tolerance)
    {
        var interpolant = ChebyshevInterpolant.Adaptive(GridSampling.Pointwise(Bump), Cube, tolerance);
        var function = interpolant.Compress(tolerance);
        var points = new RandomStream(3).Uniform(500, 3).Map(u => (2 * u) - 1);
        var exact = GridSampling.At(Bump, points);
        var uncompressed = new ChebyshevTuckerFunction(Cube, new TuckerTensor(interpolant.Coefficients, [.. interpolant.Coefficients.Shape.ToArray().Select(m => Tensor.Identity(m))]));
        var error = (exact - function.Evaluate(points)).MaxAbs();
        var bound = (exact - uncompressed.Evaluate(points)).MaxAbs() + (interpolant.Coefficients - function.Coefficients.Rebuild()).Abs().Sum();
        Assert.InRange(error, 0, 10 * tolerance);
        Assert.InRange(error, 0, bound);
        Assert.True((interpolant.Coefficients - function.Coefficients.Rebuild()).FrobeniusNorm() <= tolerance * interpolant.Coefficients.FrobeniusNorm());
    }

    [Fact]
    public void Doubling_goes_as_far_as_257_nodes()
    {
        // Runge's function with poles at ±i/20: coefficients fall like 1.051^−a, too slowly for 129 nodes.
        var interpolant = ChebyshevInterpolant.Adaptive(GridSampling.Pointwise(x => 1 / (1 + (400 * x[0] * x[0]))), CoordinateBox.Cube(1), 1e-4);
        Assert.Equal(257, interpolant.Coefficients.Length);
        Assert.Equal(9 + 17 + 33 + 65 + 129 + 257, interpolant.SamplesTaken);
    }

    [Fact]
    public void Grid_form_holds_the_functions_values_with_orthonormal_factors()
    {
        var function = ChebyshevInterpolant.Adaptive(GridSampling.Pointwise(Bump), Cube, 1e-6).Compress(1e-6);
        var grid = function.OnGrid(20);
        var full = grid.Rebuild();
        foreach (var factor in grid.Factors)
            Assert.Equal(0, (LinearAlgebra.MatMul(factor, factor, transposeA: true, transposeB: false) - Tensor.Identity(factor.Columns)).MaxAbs(), 12);
        var cells = Cube.Cells(0, 20);
        for (var i = 0; i < 20; i += 3)
            Assert.Equal(function.Evaluate([cells[i], cells[19 - i], cells[7]]), full[i, 19 - i, 7], 12);
    }

    [Fact]
    public void Sinc_quadrature_is_the_Newton_kernel()
    {
        var kernel = NewtonKernel.Sinc();
        foreach (var r in (double[])[0.05, 0.3, 1, 3.4]) Assert.InRange(Math.Abs(kernel.At(r) - (1 / r)), 0, (2 * Math.Pow(20, -3) / Math.Sqrt(Math.PI)) + (1e-4 / r));
        Assert.InRange(Math.Abs((NewtonKernel.Sinc(60).At(0.3) * 0.3) - 1), 0, 1e-5);
        Assert.True(kernel.LongRange(0.2).Terms.All(term => term.Exponent < 2.146 / 0.2 + 1e-3)); // exp(−t²σ²) = 0.01 at tσ = 2.146
    }

    [Fact]
    public void Canonical_and_sampled_path_give_the_same_function_and_ranks()
    {
        var potential = ParticleSystem.Random(6, 0.6, new RandomStream(4)).LongRangePotential(Cube, NewtonKernel.Sinc(12));
        var canonical = potential.Coefficients(1e-7);
        var reduced = canonical.Reduce(1e-7);
        var sampled = ChebyshevInterpolant.FromFunction(potential.OnGrid, Cube, canonical.Factors[0].Rows).Coefficients;
        Assert.InRange((canonical.Rebuild() - sampled).FrobeniusNorm(), 0, 1e-12 * sampled.FrobeniusNorm());
        Assert.InRange((reduced.Rebuild() - sampled).FrobeniusNorm(), 0, 1e-7 * sampled.FrobeniusNorm());
        Assert.Equal(new HigherOrderSvd(sampled).Ranks(1e-4), reduced.Compress(1e-4).Ranks);
    }

    [Fact]
    public void Potential_in_canonical_form_is_the_sum_over_particles()
    {
        var positions = Tensor.FromArray(new double[,] { { 0.1, 0.2, -0.3 }, { -0.5, 0.4, 0.6 } });
        var kernel = NewtonKernel.Sinc(10);
        var potential = new ParticleSystem(positions, Tensor.FromArray([1.0, -1.0]), 0.5).LongRangePotential(Cube, kernel);
        var point = Tensor.FromArray(new double[,] { { 0.7, -0.2, 0.1 } });
        var far = kernel.LongRange(0.5);
        var expected = far.At(Math.Sqrt(0.36 + 0.16 + 0.16)) - far.At(Math.Sqrt(1.44 + 0.36 + 0.25));
        Assert.Equal(expected, potential.At(point)[0], 12);
        Assert.Equal(expected, potential.OnGrid([point.Column(0), point.Column(1), point.Column(2)])[0, 0, 0], 12);
    }

    [Fact]
    public void Assembled_lattice_is_the_sum_over_its_particles()
    {
        double[] side = [-0.5, 0.5];
        double[] positions = [.. from x in side from y in side from z in side from c in new[] { x, y, z } select c];
        var particles = new ParticleSystem(Tensor.Wrap(positions, 8, 3), Tensor.Ones(8), 1).LongRangePotential(Cube, NewtonKernel.Sinc(8));
        var lattice = ParticleSystem.LatticePotential(2, NewtonKernel.Sinc(8));
        Tensor[] axes = [Cube.Cells(0, 3), Cube.Cells(1, 4), Cube.Cells(2, 5)];
        Assert.InRange((particles.OnGrid(axes) - lattice.OnGrid(axes)).MaxAbs(), 0, 1e-12);
        Assert.Equal(particles.Terms, 8 * lattice.Terms);
    }

    [Fact]
    public void Random_particles_keep_their_distance()
    {
        var nearest = new RandomStream(6);
        var cluster = ParticleSystem.Random(60, 0.3, nearest);
        Assert.Equal(60, cluster.Count);
        Assert.Contains("found a place", Assert.Throws<InvalidOperationException>(() => ParticleSystem.Random(30, 1.5, nearest)).Message);
    }

    [Fact]
    public void Nonsense_is_refused_with_its_place()
    {
        var singular = Assert.Throws<NonFiniteException>(() => ChebyshevInterpolant.FromFunction(GridSampling.Pointwise(x => 1 / Math.Abs(x[0] + x[1])), CoordinateBox.Cube(2), 5));
        Assert.Contains("at the node (", singular.Message);
        Assert.Contains("singularity", Assert.Throws<ToleranceException>(() => ChebyshevInterpolant.Adaptive(GridSampling.Pointwise(x => Math.Abs(x[0] - 0.1)), CoordinateBox.Cube(1), 1e-6)).Message);
        Assert.Contains("1 to 4 coordinates", Assert.Throws<ArgumentException>(() => CoordinateBox.Cube(5)).Message);
        Assert.Contains("begin before it ends", Assert.Throws<ArgumentException>(() => new CoordinateBox([1], [1])).Message);
        var function = ChebyshevInterpolant.FromFunction(GridSampling.Pointwise(Bump), Cube, 9).Compress(1e-3);
        Assert.Contains("Coordinate 1 must lie in [-1, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => function.Evaluate([0, 1.5, 0])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => function.Evaluate([0, double.NaN, 0]));
        Assert.Throws<ShapeException>(() => ChebyshevInterpolant.FromSamples(Tensor.Zeros(3, 3), Cube));
    }
}
