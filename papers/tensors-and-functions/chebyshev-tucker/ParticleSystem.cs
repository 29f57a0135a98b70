using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>Charged particles in a box and the long-range part of their electrostatic potential.</summary>
public sealed class ParticleSystem
{
    private readonly double[][] _positions; // one coordinate of all particles in a run: [d][N]
    private readonly double[] _charges;

    /// <summary>Takes particles.</summary>
    /// <param name="positions">(N, 3).</param>
    /// <param name="charges">(N).</param>
    /// <param name="spacing">σ, the smallest distance between particles; decides what is long range.</param>
    /// <exception cref="ArgumentException">No particles, or as many charges as particles are not given.</exception>
    /// <exception cref="NonFiniteException">A position or charge is NaN or infinite.</exception>
    public ParticleSystem(Tensor positions, Tensor charges, double spacing)
    {
        if (positions.Rank != 2 || positions.Rows == 0 || charges.Rank != 1 || charges.Length != positions.Rows)
            throw new ArgumentException($"Positions must be (N, 3) and charges (N) with N at least 1; given were ({string.Join(", ", positions.Shape.ToArray())}) and ({string.Join(", ", charges.Shape.ToArray())}).", nameof(positions));
        _positions = [.. Enumerable.Range(0, positions.Columns).Select(l => positions.EnsureFinite("the positions").Column(l).ToArray())];
        _charges = charges.EnsureFinite("the charges").ToArray();
        Spacing = spacing;
    }

    /// <summary>N.</summary>
    public int Count => _charges.Length;

    /// <summary>σ.</summary>
    public double Spacing { get; }

    /// <summary>Particles of charge ±1 at random in [−1, 1]³, none nearer to another than the spacing (random sequential addition).</summary>
    /// <exception cref="InvalidOperationException">The box is too full for so many particles at this distance.</exception>
    public static ParticleSystem Random(int count, double spacing, RandomStream random)
    {
        var placed = new List<double[]>();
        for (var attempts = 0; placed.Count < count; attempts++)
        {
            if (attempts > 1000 * count) throw new InvalidOperationException($"Only {placed.Count} of {count} particles at least {spacing} apart found a place in the box; use fewer or a smaller spacing.");
            double[] candidate = [(2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1];
            if (placed.TrueForAll(other => TensorPrimitives.Distance<double>(other, candidate) >= spacing)) placed.Add(candidate);
        }
        return new ParticleSystem(Tensor.Wrap([.. placed.SelectMany(p => p)], count, 3), random.Signs(count), spacing);
    }

    /// <summary>P(x) = Σ_ν z_ν·Σ_k a_k·exp(−t_k²‖x − x_ν‖²) over the long-range k, in canonical form: N·(number of k) terms.</summary>
    /// <param name="box">The box; its coordinates are as many as the positions have.</param>
    /// <param name="kernel">The whole kernel; its long-range part is taken here.</param>
    /// <exception cref="ArgumentException">No term of the kernel is long range, or the box has another dimension.</exception>
    public CanonicalFunction LongRangePotential(CoordinateBox box, NewtonKernel kernel)
    {
        if (box.Dimension != _positions.Length) throw new ArgumentException($"The positions have {_positions.Length} coordinates, the box has {box.Dimension}.", nameof(box));
        var terms = kernel.LongRange(Spacing).Terms;
        if (terms.Count == 0) throw new ArgumentException($"No Gaussian of the kernel reaches a neighbour at distance {Spacing}.", nameof(kernel));
        double[] squares = [.. terms.Select(term => -term.Exponent * term.Exponent)];
        double[] weights = [.. _charges.SelectMany(z => terms.Select(term => z * term.Weight))];
        return new CanonicalFunction(box, Tensor.Wrap(weights, weights.Length), (l, coordinates) =>
        {
            var values = Tensor.Zeros(coordinates.Length, weights.Length); // (n, N·K)
            for (var q = 0; q < coordinates.Length; q++)
            {
                var row = values.RowSpan(q);
                var x = coordinates[q];
                for (var v = 0; v < Count; v++)
                    TensorPrimitives.Multiply(squares, (x - _positions[l][v]) * (x - _positions[l][v]), row.Slice(v * squares.Length, squares.Length));
                TensorPrimitives.Exp(row, row);
            }
            return values;
        });
    }

    /// <summary>
    /// The long-range potential of unit charges on an L × L × L lattice that fills [−1, 1]³, assembled: for each Gaussian the sum over the lattice is a
    /// product of sums over its three axes, so there are as many terms as long-range Gaussians, whatever L.
    /// </summary>
    /// <param name="side">L, at least 1; the spacing is 2/L.</param>
    /// <param name="kernel">The whole kernel.</param>
    public static CanonicalFunction LatticePotential(int side, NewtonKernel kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        var terms = kernel.LongRange(2.0 / side).Terms;
        double[] weights = [.. terms.Select(term => term.Weight)];
        return new CanonicalFunction(CoordinateBox.Cube(), Tensor.Wrap(weights, weights.Length), (_, coordinates) =>
        {
            var values = Tensor.Zeros(coordinates.Length, terms.Count); // (n, K)
            for (var q = 0; q < coordinates.Length; q++)
                for (var k = 0; k < terms.Count; k++)
                    values[q, k] = Enumerable.Range(0, side).Sum(i => Math.Exp(-Math.Pow(terms[k].Exponent * (coordinates[q] - (((2 * i) + 1.0) / side) + 1), 2)));
            return values;
        });
    }
}
