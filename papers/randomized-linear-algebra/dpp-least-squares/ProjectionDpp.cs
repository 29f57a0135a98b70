using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>
/// The projection determinantal point process of a space: m places with density det[φ(xᵢ)ᵀφ(xⱼ)]/m! against μ. Places whose features are
/// alike exclude each other, and each place by itself has the optimal density ν.
/// </summary>
public static class ProjectionDpp
{
    /// <summary>
    /// Draws m places, one after the other: with Q an orthonormal basis of the features taken so far, the next has the density
    /// (‖φ(x)‖² − ‖Qᵀφ(x)‖²)/(m − k), drawn by proposing from ν and accepting with probability 1 − ‖Qᵀφ(x)‖²/‖φ(x)‖².
    /// </summary>
    /// <param name="space">The space with its measure.</param>
    /// <param name="random">Where proposals come from.</param>
    /// <returns>m different places, in an order that carries no information: any part of them is as good as any other.</returns>
    public static int[] Draw(FunctionSpace space, RandomStream random)
    {
        var m = space.Dimension;
        var taken = new List<double[]>(m); // Q: k orthonormal vectors of (m)
        var places = new int[m];
        for (var k = 0; k < m; k++)
        {
            places[k] = Next(space, taken, random);
            taken.Add(Residual(space.Basis.RowSpan(places[k]), taken));
        }
        return places;
    }

    private static int Next(FunctionSpace space, List<double[]> taken, RandomStream random)
    {
        // m/(m − k) proposals are needed on average; many more than that means that rounding is near, and all places are looked at.
        for (var attempt = 0; attempt < 60 * space.Dimension; attempt++)
        {
            var place = space.Draw(random);
            if (random.NextDouble() * space.SquaredNorm(place) < Left(space, place, taken)) return place;
        }
        var densities = new double[space.Places];
        for (var i = 0; i < densities.Length; i++) densities[i] = space.Mass(i) * Left(space, i, taken);
        var target = random.NextDouble() * densities.Sum();
        for (var i = 0; i < densities.Length; i++)
            if ((target -= densities[i]) < 0) return i;
        return Array.IndexOf(densities, densities.Max());
    }

    /// <summary>‖φ(x)‖² − ‖Qᵀφ(x)‖², not below 0.</summary>
    private static double Left(FunctionSpace space, int place, List<double[]> taken)
    {
        var feature = space.Basis.RowSpan(place);
        var left = space.SquaredNorm(place);
        foreach (var q in taken)
        {
            var along = TensorPrimitives.Dot<double>(feature, q);
            left -= along * along;
        }
        return Math.Max(0, left);
    }

    private static double[] Residual(ReadOnlySpan<double> feature, List<double[]> taken)
    {
        var residual = feature.ToArray();
        for (var pass = 0; pass < 2; pass++) // the second pass removes what rounding left of the first
            foreach (var q in taken)
                TensorPrimitives.MultiplyAdd(q, -TensorPrimitives.Dot<double>(q, residual), residual, residual);
        var length = TensorPrimitives.Norm<double>(residual);
        if (length > 0) TensorPrimitives.Divide(residual, length, residual);
        return residual;
    }
}
