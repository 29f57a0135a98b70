using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class DppLeastSquaresTests
{
    // Four places of different mass, two functions: small enough to go through all samples.
    private static FunctionSpace Tiny() =>
        FunctionSpace.Of(Tensor.FromArray(new double[,] { { 1, 0 }, { 1, 1 }, { 1, 3 }, { 1, -2 } }), [0.1, 0.4, 0.3, 0.2]);

    private static double Density(FunctionSpace space, int place) => space.Mass(place) * space.SquaredNorm(place) / space.Dimension; // ν

    [Fact]
    public void Basis_is_orthonormal_and_dependent_functions_are_left_out()
    {
        var f = new RandomStream(1).Normal(50, 4);
        double[] mass = [.. Enumerable.Range(1, 50).Select(i => (double)i)];
        var space = FunctionSpace.Of(Tensor.Concat(1, f, f.Slice(1, 0, 1) - f.Slice(1, 3, 1)), mass);
        Assert.Equal(4, space.Dimension);
        Assert.True((space.Project(space.Basis) - Tensor.Identity(4)).MaxAbs() < 1e-12);
        Assert.Equal(1, Enumerable.Range(0, 50).Sum(i => Density(space, i)), 12);
        Assert.Equal(1, Enumerable.Range(0, 50).Sum(i => Density(space, i) * space.Weight(i)), 12);
    }

    [Fact]
    public void Determinantal_pairs_come_with_the_probability_of_their_determinant()
    {
        var (space, random) = (Tiny(), new RandomStream(2));
        const int draws = 6000;
        var counts = new int[4, 4];
        for (var i = 0; i < draws; i++)
        {
            var pair = ProjectionDpp.Draw(space, random.Fork(i)).Order().ToArray();
            counts[pair[0], pair[1]]++;
        }
        for (var a = 0; a < 4; a++)
            for (var b = a + 1; b < 4; b++)
            {
                var kernel = LinearAlgebra.MatMul(space.Basis.TakeRows([a, b]), space.Basis.TakeRows([a, b]), false, true);
                var expected = space.Mass(a) * space.Mass(b) * LinearAlgebra.Determinant(kernel);
                Assert.InRange(counts[a, b] / (double)draws, expected - 4.5 * Math.Sqrt(expected / draws), expected + 4.5 * Math.Sqrt(expected / draws));
            }
    }

    [Fact]
    public void Volume_rescaled_samples_come_with_the_determinant_of_their_Gram_matrix()
    {
        var (space, random) = (Tiny(), new RandomStream(3));
        const int draws = 8000, n = 3;
        var expected = new Dictionary<string, double>();
        foreach (var places in Triples())
        {
            var key = string.Join(' ', places.Order());
            expected[key] = expected.GetValueOrDefault(key) + Weight(space, places);
        }
        var total = expected.Values.Sum();
        var seen = Enumerable.Range(0, draws).CountBy(i => string.Join(' ', Design.Volume.Draw(space, n, random.Fork(i)).Order())).ToDictionary();
        foreach (var (key, weight) in expected)
        {
            var probability = weight / total;
            Assert.InRange(seen.GetValueOrDefault(key) / (double)draws, probability - 4.5 * Math.Sqrt(probability / draws) - 1e-12, probability + 4.5 * Math.Sqrt(probability / draws) + 1e-12);
        }
    }

    [Fact]
    public void Volume_rescaled_sampling_is_unbiased_and_its_inverse_Gram_matrix_has_the_closed_form()
    {
        var space = Tiny();
        var f = Tensor.FromArray([2.0, -1, 0.5, 4]);
        var (inverse, fitted, total) = (Tensor.Zeros(2, 2), Tensor.Zeros(2), 0.0);
        foreach (var places in Triples())
        {
            var fit = new WeightedFit(space, places);
            var density = places.Aggregate(1.0, (product, place) => product * Density(space, place));
            // det(G)·G⁻¹ = tr(G)·I − G for 2 × 2. Samples that repeat one place have no inverse but take part in the closed form;
            // on a continuum they have no probability.
            inverse.AddScaled(Tensor.Identity(2) * LinearAlgebra.Trace(fit.Gram) - fit.Gram, density);
            total += density * LinearAlgebra.Determinant(fit.Gram);
            if (Weight(space, places) > 1e-14) fitted.AddScaled(fit.Fit(f), Weight(space, places));
        }
        Assert.True((inverse / total - Tensor.Identity(2) * (3.0 / 2)).MaxAbs() < 1e-11); // n/(n − m + 1)
        Assert.True((fitted / total - space.Project(f)).MaxAbs() < 1e-11);
    }

    private static IEnumerable<int[]> Triples() =>
        from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 4) select new[] { a, b, c };

    private static double Weight(FunctionSpace space, int[] places) =>
        places.Aggregate(1.0, (product, place) => product * Density(space, place)) * Math.Max(0, LinearAlgebra.Determinant(new WeightedFit(space, places).Gram));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_weighted_design_has_the_optimal_marginals(int which)
    {
        var (space, random) = (Tiny(), new RandomStream(4));
        var design = new[] { Design.Independent, Design.Volume, Design.Repeated }[which];
        var counts = new double[4];
        for (var i = 0; i < 3000; i++)
            foreach (var place in design.Draw(space, 5, random.Fork(i))) counts[place] += 1 / 15_000.0;
        for (var place = 0; place < 4; place++) Assert.InRange(counts[place], Density(space, place) - 0.015, Density(space, place) + 0.015);
    }

    [Fact]
    public void Functions_of_the_space_are_fitted_exactly_by_every_design()
    {
        var grid = PolynomialSpaces.Legendre(6);
        var f = Tensor.Wrap([.. grid.Points.Select(x => 1 - 2 * x[0] + Math.Pow(x[0], 5))], grid.Points.Length);
        foreach (var design in new[] { Design.Independent, Design.Volume, Design.Repeated, Design.Plain })
        {
            var fit = new WeightedFit(grid.Space, design.Draw(grid.Space, 14, new RandomStream(5)), design.Weighted);
            Assert.True((LinearAlgebra.MatVec(grid.Space.Basis, fit.Fit(f)) - f).MaxAbs() < 1e-9, design.Name);
        }
    }

    [Fact]
    public void Projection_of_the_absolute_value_is_that_of_the_textbook()
    {
        // On [−1, 1] with the uniform measure the best parabola to |x| leaves ‖f − Pf‖² = 1/3 − 21/64 = 1/192.
        var grid = PolynomialSpaces.Legendre(3);
        var values = Tensor.Wrap([.. grid.Points.Select(x => Math.Abs(x[0]))], grid.Points.Length, 1);
        Assert.Equal(1.0 / 192, FitTarget.Of(grid.Space, values).SquaredErrors[0], 1e-6);
        // The best parabola in the uniform norm is x² + 1/8, with error 1/8.
        Assert.InRange(UniformError.LowerBound(grid.Space, values.Column(0).Contiguous()), 0.99 / 8, 1.0001 / 8);
    }

    [Fact]
    public void Hermite_and_plane_polynomials_have_their_dimension_and_moments()
    {
        var hermite = PolynomialSpaces.Hermite(12);
        Assert.Equal(12, hermite.Space.Dimension);
        var square = Tensor.Wrap([.. hermite.Points.Select(x => x[0] * x[0])], hermite.Points.Length);
        Assert.Equal(3, hermite.Space.SquaredLength(square), 1e-6); // the fourth moment of a normal number
        Assert.Equal(21, PolynomialSpaces.Legendre2(5).Space.Dimension);
    }

    [Fact]
    public void Constant_for_the_uniform_norm_bounds_every_function()
    {
        var random = new RandomStream(6);
        var space = FunctionSpace.Of(random.Normal(60, 4));
        for (var i = 0; i < 200; i++)
        {
            var fit = new WeightedFit(space, Design.Repeated.Draw(space, 9, random.Fork(i)));
            var f = random.Signs(60); // max|f − 0| = 1
            var error = f - LinearAlgebra.MatVec(space.Basis, fit.Fit(f));
            Assert.True(Math.Sqrt(space.SquaredLength(error)) <= fit.UniformConstant * (1 + 1e-12));
        }
    }

    [Fact]
    public void Stable_draws_are_stable_and_impossible_ones_are_refused()
    {
        var space = PolynomialSpaces.Legendre(5).Space;
        var (fit, draws) = Design.Volume.DrawStable(space, 15, 0.5, new RandomStream(7));
        Assert.True(fit.SmallestEigenvalue >= 0.5 && draws >= 1);
        Assert.Contains("take more places", Assert.Throws<InvalidOperationException>(() => Design.Volume.DrawStable(space, 5, 0.999, new RandomStream(7), 3)).Message);
    }

    [Fact]
    public void Rows_of_a_matrix_are_picked_with_weights_that_sum_to_their_number_on_average()
    {
        var random = new RandomStream(8);
        var a = random.Normal(40, 3);
        var selection = Design.Repeated.Rows();
        double[] sums = [.. Enumerable.Range(0, 1500).Select(i => selection.Pick(a, 9, random.Fork(i)).Weights.Sum())];
        Assert.InRange(sums.Average(), 39, 41);
        Assert.Equal(9, selection.Pick(a, 9, random).Count);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var space = Tiny();
        Assert.Contains("at least as many places", Assert.Throws<ArgumentOutOfRangeException>(() => Design.Repeated.Draw(space, 1, new RandomStream(1))).Message);
        Assert.Contains("do not determine", Assert.Throws<ArgumentException>(() => new WeightedFit(space, [2])).Message);
        Assert.Contains("masses must be positive", Assert.Throws<ArgumentException>(() => FunctionSpace.Of(Tensor.Ones(2, 1), [1, 0])).Message);
        Assert.Contains("need as many masses", Assert.Throws<ArgumentException>(() => FunctionSpace.Of(Tensor.Ones(2, 1), [1])).Message);
        Assert.Contains("zero at every place", Assert.Throws<ArgumentException>(() => FunctionSpace.Of(Tensor.Zeros(3, 2))).Message);
        Assert.Throws<ArgumentException>(() => FunctionSpace.Of(Tensor.Zeros(0, 2)));
        Assert.Throws<NonFiniteException>(() => FunctionSpace.Of(Tensor.FromArray(new[,] { { 1, double.NaN } })));
    }

    [Fact]
    public void Tool_fits_a_polynomial_table_exactly_from_its_design()
    {
        var csv = "u,v,y\n" + string.Concat(Enumerable.Range(0, 80).Select(i => (U: i % 9 * 0.5, V: i % 8 - 3.0)).Select(p => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{p.U},{p.V},{1 + p.U * p.V - p.V * p.V}\n")));
        var report = UseTool(csv, options => options with { Target = "y", Degree = 2, Points = 18 });
        Assert.InRange(report.Measures.Single(m => m.Name == "root mean squared error on all rows").Value, 0, 1e-9);
        var design = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal(18, design.Rows);
        Assert.All(design.Column(0).ToArray(), row => Assert.InRange(row, 1, 80));
        Assert.InRange(report.Measures.Single(m => m.Name == "λ_min(G)").Value, 0.5, 1);
        Assert.Contains("λ_min", UseTool(csv, options => options with { Degree = 1 }).Headline); // nothing to fit
    }

    [Theory]
    [InlineData("1,2\n3,\n5,6\n", "row 2")]
    [InlineData("1,2\n3,nan\n5,6\n", "NaN")]
    [InlineData("1,2\n3,4\n5,7\n", "at least 3 points")]
    public void Tool_refuses_bad_tables_with_the_reason(string csv, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<Exception>(() => UseTool(csv, options => options with { Points = 2 })).Message);

    [Fact]
    public void Tool_refuses_a_degree_with_too_many_polynomials() =>
        Assert.Contains("Lower the degree", Assert.Throws<ToolException>(() => UseTool("1,2,3,4,5,6\n6,5,4,3,2,1\n", options => options with { Degree = 12 })).Message);

    private static ToolReport UseTool(string csv, Func<DppDesignToolOptions, DppDesignToolOptions> change)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, csv);
        try
        {
            return new DppDesignTool().Use(change(new DppDesignToolOptions { Table = new InputFile(path) }), new ToolContext { Slug = "dpp-least-squares" }, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
