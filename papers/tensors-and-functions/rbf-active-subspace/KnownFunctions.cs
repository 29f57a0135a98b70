using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>A sample of a function whose directions, or relevant inputs, are known.</summary>
/// <param name="X">(n, d), standardised.</param>
/// <param name="Y">(n, 1), standardised.</param>
/// <param name="Directions">Orthonormal columns that span what the function depends on: (d, k).</param>
/// <param name="Relevant">The inputs it depends on; all where the directions are oblique.</param>
public sealed record KnownSample(Tensor X, Tensor Y, Tensor Directions, int[] Relevant)
{
    /// <summary>sin(aᵀx), or exp(0.7aᵀx) + (bᵀx)², of normal x with noise of 5 % of the function's deviation; a and b are random and orthonormal.</summary>
    public static KnownSample Oblique(bool two, int rows, int d, RandomStream random)
    {
        var x = random.Fork("x").Normal(rows, d);
        var directions = random.Fork("directions").HaarOrthogonal(d, two ? 2 : 1); // (d, k)
        var z = LinearAlgebra.MatMul(x, directions);                              // (n, k)
        var f = Tensor.Zeros(rows, 1);
        for (var i = 0; i < rows; i++) f[i, 0] = two ? Math.Exp(0.7 * z[i, 0]) + z[i, 1] * z[i, 1] : Math.Sin(z[i, 0]);
        var noise = random.Fork("noise").Normal(rows, 1);
        var y = Standardization.Of(f).Apply(f) + noise * 0.05;
        // x keeps its units: its population is standardised already, and scaling by the sample would turn the directions.
        return new KnownSample(x, Standardization.Of(y).Apply(y), directions, [.. Enumerable.Range(0, d)]);
    }

    /// <summary>Friedman's first function: 10 sin(πx₁x₂) + 20(x₃ − ½)² + 10x₄ + 5x₅ + noise, x uniform in [0, 1].</summary>
    public static KnownSample Friedman(int rows, int d, RandomStream random) => Of(5, random.Fork("x").Uniform(rows, d), random, (x, noise) =>
        10 * Math.Sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4] + noise.NextNormal());

    /// <summary>The sign of x₁x₂, x normal.</summary>
    public static KnownSample SignOfProduct(int rows, int d, RandomStream random) => Of(2, random.Fork("x").Normal(rows, d), random, (x, _) => Math.Sign(x[0] * x[1]));

    /// <summary>The orange skin: 1 with odds exp(4 − x₁² − … − x₄²), else 0, x normal.</summary>
    public static KnownSample OrangeSkin(int rows, int d, RandomStream random) => Of(4, random.Fork("x").Normal(rows, d), random, (x, noise) =>
        noise.NextDouble() < 1 / (1 + Math.Exp(x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3] - 4)) ? 1 : 0);

    // The relevant inputs are put at random places, so that no ranking gains by breaking ties in the columns' order.
    private static KnownSample Of(int relevant, Tensor x, RandomStream random, Func<double[], RandomStream, double> function)
    {
        var places = random.Fork("places").Choose(relevant, x.Columns);
        var noise = random.Fork("noise");
        var y = Tensor.Zeros(x.Rows, 1);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = i;
            y[i, 0] = function([.. places.Select(place => x[row, place])], noise);
        }
        var directions = Tensor.Zeros(x.Columns, relevant);
        for (var k = 0; k < relevant; k++) directions[places[k], k] = 1;
        return new KnownSample(Standardization.Of(x).Apply(x), Standardization.Of(y).Apply(y), directions, places);
    }
}
