using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>Directions θ to project on: rows of unit length.</summary>
public static class Directions
{
    /// <summary>Independent and uniform on the sphere: normalised normal vectors.</summary>
    /// <param name="count">L, at least 1.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="random">Where they come from.</param>
    /// <returns>(L, d).</returns>
    public static Tensor Uniform(int count, int dimension, RandomStream random)
    {
        Require(count, dimension);
        var directions = random.Normal(count, dimension);
        for (var l = 0; l < count; l++) Normalise(directions.RowSpan(l));
        return directions;
    }

    /// <summary>Uniform, but orthogonal to each other within blocks of d: the other common way to lower the variance.</summary>
    /// <param name="count">L, at least 1.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="random">Where they come from.</param>
    /// <returns>(L, d).</returns>
    public static Tensor Orthogonal(int count, int dimension, RandomStream random)
    {
        Require(count, dimension);
        var directions = Tensor.Zeros(count, dimension);
        for (var first = 0; first < count; first += dimension)
        {
            // W is even in θ, so that the sign convention of QR does not matter.
            var q = LinearAlgebra.Qr(random.Normal(dimension, dimension)).Q; // (d, d)
            for (var l = first; l < Math.Min(count, first + dimension); l++) directions.Row(l).CopyFrom(q.Row(l - first));
        }
        return directions;
    }

    /// <summary>A Fibonacci lattice on the upper half of the sphere, randomly rotated: evenly spread directions in three dimensions.</summary>
    /// <remarks>Half a sphere, because W is even in θ: a lattice of all of it would use nearly antipodal pairs.</remarks>
    /// <param name="count">L, at least 1.</param>
    /// <param name="random">Where the rotation comes from.</param>
    /// <returns>(L, 3).</returns>
    public static Tensor FibonacciSphere(int count, RandomStream random)
    {
        Require(count, 3);
        var golden = Math.PI * (3 - Math.Sqrt(5));
        var lattice = Tensor.Zeros(count, 3);
        for (var l = 0; l < count; l++)
        {
            var height = (l + 0.5) / count;
            var radius = Math.Sqrt(1 - height * height);
            (lattice[l, 0], lattice[l, 1], lattice[l, 2]) = (radius * Math.Cos(golden * l), radius * Math.Sin(golden * l), height);
        }
        return LinearAlgebra.MatMul(lattice, LinearAlgebra.Qr(random.Normal(3, 3)).Q); // (L, 3)
    }

    private static void Normalise(Span<double> vector)
    {
        // On the line every direction is ±1, also where rounding would leave 0.999….
        if (vector.Length == 1) vector[0] = vector[0] < 0 ? -1 : 1;
        else TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
    }

    private static void Require(int count, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
    }
}
