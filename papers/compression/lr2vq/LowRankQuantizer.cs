using Praxis.Numerics;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>
/// Vector quantisation of low-rank representations: the sub-vectors of a weight are projected on their d̃ leading directions
/// (rows of B, orthonormal, without centring), and k-means clusters them there. The two errors add up,
/// ‖W − Ŵ‖² = E<sub>lr</sub>(d̃) + E<sub>cl</sub>(d̃), since what is left out is orthogonal to B.
/// </summary>
public sealed class LowRankQuantizer
{
    private readonly Tensor _vectors;     // (N, m)
    private readonly Tensor _directions;  // (m, m), columns descending
    private readonly double[] _energies;  // (m), descending
    private readonly int _outputs;

    /// <summary>Prepares a weight.</summary>
    /// <param name="weight">(outputs, inputs), finite.</param>
    /// <param name="length">m, which divides the inputs.</param>
    /// <exception cref="ArgumentException">m does not divide them.</exception>
    public LowRankQuantizer(Tensor weight, int length)
    {
        _outputs = weight.Rows;
        _vectors = SubVectors.Of(weight, length);
        var gram = LinearAlgebra.MatMul(_vectors, _vectors, transposeA: true, transposeB: false); // (m, m)
        var eigen = LinearAlgebra.SymmetricEigen((gram + gram.Transpose()) * 0.5);                // ascending
        int[] descending = [.. Enumerable.Range(0, length).Select(j => length - 1 - j)];
        _directions = eigen.Vectors.TakeColumns(descending);
        _energies = [.. descending.Select(j => Math.Max(0, eigen.Values[j]))];
    }

    /// <summary>Numbers of coordinates worth trying for sub-vectors of a length, ascending: powers of two, the numbers half-way between them, and the length.</summary>
    /// <param name="length">m.</param>
    public static IReadOnlyList<int> Candidates(int length) =>
        [.. Enumerable.Range(1, length).Where(d => d == length || int.IsPow2(d) || (d % 3 == 0 && d > 3 && int.IsPow2(d / 3)))];

    /// <summary>m.</summary>
    public int Length => _vectors.Columns;

    /// <summary>The number of sub-vectors.</summary>
    public int Count => _vectors.Rows;

    /// <summary>‖W‖².</summary>
    public double Energy => _energies.Sum();

    /// <summary>E<sub>lr</sub>(d̃): the squared error of d̃ coordinates before any clustering.</summary>
    public double LowRankError(int coordinates) => _energies.Skip(coordinates).Sum();

    /// <summary>The coordinates of the sub-vectors, (N, d̃).</summary>
    /// <exception cref="ArgumentOutOfRangeException">d̃ is not from 1 to m.</exception>
    public Tensor Representation(int coordinates) => LinearAlgebra.MatMul(_vectors, Directions(coordinates));

    /// <summary>Clusters d̃ coordinates with k codewords.</summary>
    /// <param name="coordinates">d̃, from 1 to m.</param>
    /// <param name="codewords">k.</param>
    /// <param name="random">The starts of k-means.</param>
    /// <param name="starts">How many; the best counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">d̃ is not from 1 to m.</exception>
    public QuantizedRepresentation Quantize(int coordinates, int codewords, RandomStream random, int starts = 1)
    {
        var clustering = KMeans.Fit(Representation(coordinates), codewords, random, starts: starts);
        long[] codes = [.. clustering.Codes.Select(code => (long)code)];
        // With all coordinates the map is a rotation, which goes into the codebook: plain vector quantisation.
        bool plain = coordinates == Length;
        var basis = Directions(coordinates).Transpose().Contiguous();                                                    // (d̃, m)
        var form = new LowRankCodebookWeight(
            plain ? LinearAlgebra.MatMul(clustering.Centroids, basis) : clustering.Centroids,
            plain ? Tensor.Identity(Length) : basis,
            Tensor.Wrap(codes, _outputs, codes.Length / _outputs));
        return new QuantizedRepresentation(form, LowRankError(coordinates), clustering.SquaredError);
    }

    /// <summary>
    /// The number of coordinates before any fine-tuning: the smallest of the candidates whose low-rank error is at most its clustering error;
    /// the largest if none is.
    /// </summary>
    /// <param name="quantized">By candidates, ascending.</param>
    public static int BalancedCoordinates(IReadOnlyList<QuantizedRepresentation> quantized) =>
        (quantized.FirstOrDefault(candidate => candidate.LowRankError <= candidate.ClusteringError) ?? quantized[^1]).Weight.Basis.Rows;

    private Tensor Directions(int coordinates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(coordinates, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(coordinates, Length);
        return _directions.Slice(1, 0, coordinates).Contiguous(); // (m, d̃)
    }
}

/// <summary>A quantised weight with the two parts of its squared error.</summary>
/// <param name="Weight">The form.</param>
/// <param name="LowRankError">E<sub>lr</sub>: what the left-out coordinates held.</param>
/// <param name="ClusteringError">E<sub>cl</sub>: the distances to the codewords.</param>
public sealed record QuantizedRepresentation(LowRankCodebookWeight Weight, double LowRankError, double ClusteringError)
{
    /// <summary>‖W − Ŵ‖².</summary>
    public double Error => LowRankError + ClusteringError;
}
