using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>Answers Σ_x ‖x − y‖₁ for any y, privately: the ℓ1 distance is a sum over coordinates, each with a tree of its own and ε/d.</summary>
public sealed class ManhattanSummary
{
    private readonly PublicBox _box;
    private readonly DistanceTree[] _trees;

    private ManhattanSummary(PublicBox box, DistanceTree[] trees) => (_box, _trees) = (box, trees);

    /// <summary>Releases a summary that is ε-differentially private (one point added or removed).</summary>
    /// <param name="points">(n, d); what lies outside the box is moved to its edge.</param>
    /// <param name="box">Public bounds.</param>
    /// <param name="cells">Cells of each tree: a power of two that does not depend on the data.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="noise">The noise.</param>
    public static ManhattanSummary Release(Tensor points, PublicBox box, int cells, double epsilon, INoise noise)
    {
        Privacy.RequireEpsilon(epsilon);
        var clipped = box.Clip(points); // (n, d)
        var trees = new DistanceTree[box.Dimension];
        var positions = new double[points.Rows];
        for (var j = 0; j < trees.Length; j++)
        {
            for (var i = 0; i < positions.Length; i++) positions[i] = (double)box.OnGrid(j, clipped[i, j]) / PublicBox.Steps;
            trees[j] = DistanceTree.Release(positions, cells, epsilon / trees.Length, noise);
        }
        return new ManhattanSummary(box, trees);
    }

    /// <summary>Σ_x ‖x − y‖₁ up to the factor 1 + α and the noise. Outside the box the way to the box counts for every point.</summary>
    /// <param name="query">y: (d).</param>
    /// <param name="accuracy">α.</param>
    public double SumOfDistances(ReadOnlySpan<double> query, double accuracy)
    {
        if (query.Length != _trees.Length) throw new ArgumentException($"The query has {query.Length} coordinates instead of {_trees.Length}.", nameof(query));
        var sum = 0.0;
        for (var j = 0; j < _trees.Length; j++)
        {
            var width = _box.High[j] - _box.Low[j];
            var inside = _box.Clip(j, query[j]);
            sum += width * _trees[j].SumOfDistances((inside - _box.Low[j]) / width, accuracy) + Math.Abs(query[j] - inside) * _trees[j].Count;
        }
        return sum;
    }
}

/// <summary>
/// Answers Σ_x ‖x − y‖₂ for any y, privately: T x = (1/m)·√(π/2)·G x with normal G carries Euclidean into ℓ1 distances up to 1 ± α for m = O(ln(n)/α²).
/// </summary>
public sealed class EuclideanSummary
{
    private const double Reach = 4; // in standard deviations of a coordinate of T x

    private readonly ManhattanSummary _inner;
    private readonly Tensor _map;    // T: (m, d)
    private readonly double[] _centre;

    private EuclideanSummary(ManhattanSummary inner, Tensor map, double[] centre) => (_inner, _map, _centre) = (inner, map, centre);

    /// <summary>Releases a summary that is ε-differentially private.</summary>
    /// <param name="points">(n, d).</param>
    /// <param name="centre">A public centre: (d).</param>
    /// <param name="radius">A public radius; farther points are moved to it.</param>
    /// <param name="dimensions">m.</param>
    /// <param name="cells">Cells of each tree.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="map">Random numbers of T, which may be known to all.</param>
    /// <param name="noise">The noise.</param>
    public static EuclideanSummary Release(Tensor points, IReadOnlyList<double> centre, double radius, int dimensions, int cells, double epsilon, RandomStream map, INoise noise)
    {
        if (!(radius > 0 && double.IsFinite(radius))) throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius must be a public number above 0.");
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (points.Rank != 2 || points.Columns != centre.Count) throw new ArgumentException($"The points must be a matrix of {centre.Count} columns.", nameof(points));
        points.EnsureFinite("points");
        double[] middle = [.. centre];
        var scaled = map.Normal(dimensions, middle.Length) * (Math.Sqrt(Math.PI / 2) / dimensions); // (m, d)
        var shifted = points.Clone();
        for (var i = 0; i < points.Rows; i++)
        {
            var row = shifted.RowSpan(i);
            var squared = 0.0;
            for (var j = 0; j < row.Length; j++)
            {
                row[j] -= middle[j];
                squared += row[j] * row[j];
            }
            var shrink = Math.Min(1, radius / Math.Sqrt(squared));
            if (shrink < 1)
                foreach (ref var entry in row) entry *= shrink;
        }
        var bound = Reach * radius * Math.Sqrt(Math.PI / 2) / dimensions;
        var inner = ManhattanSummary.Release(LinearAlgebra.MatMul(shifted, scaled, false, true), PublicBox.Cube(dimensions, -bound, bound), cells, epsilon, noise); // (n, m)
        return new EuclideanSummary(inner, scaled, middle);
    }

    /// <summary>Σ_x ‖x − y‖₂ up to factors 1 + α and the noise.</summary>
    /// <param name="query">y: (d).</param>
    /// <param name="accuracy">α of the trees.</param>
    public double SumOfDistances(ReadOnlySpan<double> query, double accuracy)
    {
        var shifted = query.ToArray();
        for (var j = 0; j < shifted.Length; j++) shifted[j] -= _centre[j];
        return _inner.SumOfDistances(LinearAlgebra.MatVec(_map, Tensor.Wrap(shifted, shifted.Length)).AsSpan(), accuracy);
    }
}
