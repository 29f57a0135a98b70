using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>f(p, x) = min_c ‖p − c‖² over the k centres of x: (k, d).</summary>
public sealed class KMeansProblem : IScoredProblem
{
    private const int MostSteps = 30;

    private readonly LabelledPoints _data;
    private readonly int _clusters;
    private readonly int _restarts;
    private readonly double[] _squaredNorms; // ‖p_i‖²: (n)

    /// <summary>A clustering problem.</summary>
    /// <param name="data">The points; targets are not looked at.</param>
    /// <param name="clusters">k, 1 to n.</param>
    /// <param name="restarts">How many starts the solver takes the best of.</param>
    /// <exception cref="ArgumentException">k outside 1 to n, or no restarts.</exception>
    public KMeansProblem(LabelledPoints data, int clusters, int restarts = 5)
    {
        _data = data.Checked(needsTargets: false);
        if (clusters < 1 || clusters > data.Count) throw new ArgumentOutOfRangeException(nameof(clusters), clusters, $"{data.Count} points can have 1 to {data.Count} centres.");
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        _clusters = clusters;
        _restarts = restarts;
        _squaredNorms = SquaredNorms(data.Features);
    }

    /// <inheritdoc/>
    public int Points => _data.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int>? Classes => null;

    /// <inheritdoc/>
    public string ScoreName => "mean squared distance";

    /// <summary>Weighted k-means++ and Lloyd's steps, the best of several starts.</summary>
    public Tensor Solve(Coreset coreset, RandomStream random)
    {
        var points = _data.Features.TakeRows(coreset.Points).Contiguous(); // (m, d)
        var (best, bestCost) = (Tensor.Zeros(_clusters, points.Columns), double.PositiveInfinity);
        for (var start = 0; start < _restarts; start++)
        {
            var centres = Seed(points, coreset.Weights, random); // (k, d)
            var cost = double.PositiveInfinity;
            for (var step = 0; step < MostSteps; step++)
            {
                var (next, costHere) = Step(points, coreset.Weights, centres);
                if (costHere >= cost * (1 - 1e-9)) break;
                if (costHere < bestCost) (best, bestCost) = (centres, costHere);
                (centres, cost) = (next, costHere);
            }
        }
        return best;
    }

    /// <inheritdoc/>
    public double[] Costs(Tensor solution) => Nearest(_data.Features, _squaredNorms, solution).SquaredDistance;

    /// <inheritdoc/>
    public double Score(Tensor solution, LabelledPoints points) =>
        Nearest(points.Features, SquaredNorms(points.Features), solution).SquaredDistance.Average();

    /// <summary>Lloyd's steps on all points from given centres: no worse than them.</summary>
    internal Tensor Polish(Tensor centres)
    {
        var everything = Coreset.Everything(Points);
        var cost = double.PositiveInfinity;
        for (var step = 0; step < 10 * MostSteps; step++)
        {
            var (next, costHere) = Step(_data.Features, everything.Weights, centres);
            if (costHere >= cost * (1 - 1e-12)) break;
            (centres, cost) = (next, costHere);
        }
        return centres;
    }

    /// <summary>D² seeding: each centre is a point, drawn in proportion to weight times squared distance to the centres so far.</summary>
    internal Tensor Seed(Tensor points, double[] weights, RandomStream random)
    {
        var chosen = new int[_clusters];
        double[] mass = [.. weights];
        double[] nearest = [.. Enumerable.Repeat(double.PositiveInfinity, weights.Length)];
        for (var c = 0; c < _clusters; c++)
        {
            // All points on a centre: any point will do.
            chosen[c] = mass.Sum() > 0 ? Draw(mass, random) : random.Next(mass.Length);
            var centre = points.RowSpan(chosen[c]);
            for (var i = 0; i < mass.Length; i++)
            {
                var distance = TensorPrimitives.Distance<double>(points.RowSpan(i), centre);
                nearest[i] = Math.Min(nearest[i], distance * distance);
                mass[i] = weights[i] * nearest[i];
            }
        }
        return points.TakeRows(chosen).Contiguous();
    }

    private static int Draw(double[] mass, RandomStream random)
    {
        var left = random.NextDouble() * mass.Sum();
        var last = 0;
        for (var i = 0; i < mass.Length; i++)
        {
            if (mass[i] <= 0) continue;
            last = i;
            left -= mass[i];
            if (left < 0) break;
        }
        return last;
    }

    /// <summary>The means of the clusters, and the cost of the centres they came from. A centre without points stays where it is.</summary>
    private static (Tensor Means, double Cost) Step(Tensor points, double[] weights, Tensor centres)
    {
        var (assigned, distances) = Nearest(points, SquaredNorms(points), centres);
        var (k, d) = (centres.Rows, centres.Columns);
        var (sums, mass, cost) = (Tensor.Zeros(k, d), new double[k], 0.0);
        for (var i = 0; i < assigned.Length; i++)
        {
            var sum = sums.RowSpan(assigned[i]);
            TensorPrimitives.MultiplyAdd(points.RowSpan(i), weights[i], sum, sum);
            mass[assigned[i]] += weights[i];
            cost += weights[i] * distances[i];
        }
        for (var c = 0; c < k; c++)
        {
            var sum = sums.RowSpan(c);
            if (mass[c] > 0) TensorPrimitives.Divide(sum, mass[c], sum);
            else centres.RowSpan(c).CopyTo(sum);
        }
        return (sums, cost);
    }

    private static (int[] Assigned, double[] SquaredDistance) Nearest(Tensor points, double[] squaredNorms, Tensor centres)
    {
        if (centres.Rank != 2 || centres.Columns != points.Columns) throw new ArgumentException($"The centres must be a matrix of {points.Columns} columns.", nameof(centres));
        var products = LinearAlgebra.MatMul(points, centres, transposeA: false, transposeB: true); // (n, k)
        var norms = SquaredNorms(centres);
        var (assigned, distances) = (new int[points.Rows], new double[points.Rows]);
        var all = products.AsSpan();
        for (var i = 0; i < assigned.Length; i++)
        {
            // ‖p − c‖² = ‖p‖² − 2⟨p, c⟩ + ‖c‖²
            var row = all.Slice(i * norms.Length, norms.Length);
            var least = double.PositiveInfinity;
            for (var c = 0; c < row.Length; c++)
            {
                var distance = norms[c] - 2 * row[c];
                if (distance < least) (least, assigned[i]) = (distance, c);
            }
            distances[i] = Math.Max(0, squaredNorms[i] + least);
        }
        return (assigned, distances);
    }

    private static double[] SquaredNorms(Tensor points)
    {
        var norms = new double[points.Rows];
        for (var i = 0; i < norms.Length; i++) norms[i] = TensorPrimitives.SumOfSquares<double>(points.RowSpan(i));
        return norms;
    }
}
