using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>f(p, x) = (y − ⟨p, w⟩ − b)², x = (w, b).</summary>
/// <param name="data">The points with their targets.</param>
public sealed class LinearRegressionProblem(LabelledPoints data) : IScoredProblem
{
    private readonly LabelledPoints _data = data.Checked(needsTargets: true);

    /// <inheritdoc/>
    public int Points => _data.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int>? Classes => null;

    /// <inheritdoc/>
    public string ScoreName => "R²";

    /// <inheritdoc/>
    public Tensor Solve(Coreset coreset, RandomStream random)
    {
        var a = _data.WithOnes(coreset.Points); // (m, d + 1)
        var b = new double[coreset.Points.Length];
        for (var i = 0; i < b.Length; i++)
        {
            var root = Math.Sqrt(coreset.Weights[i]);
            foreach (ref var entry in a.RowSpan(i)) entry *= root;
            b[i] = root * _data.Targets[coreset.Points[i]];
        }
        return LinearAlgebra.LeastSquares(a, Tensor.Wrap(b, b.Length)).Solution;
    }

    /// <inheritdoc/>
    public double[] Costs(Tensor solution)
    {
        var costs = _data.Predict(solution);
        for (var i = 0; i < costs.Length; i++) costs[i] = (_data.Targets[i] - costs[i]) * (_data.Targets[i] - costs[i]);
        return costs;
    }

    /// <inheritdoc/>
    public double Score(Tensor solution, LabelledPoints points)
    {
        var mean = points.Targets.Average();
        var left = points.Predict(solution).Zip(points.Targets).Sum(pair => (pair.Second - pair.First) * (pair.Second - pair.First));
        return 1 - left / points.Targets.Sum(y => (y - mean) * (y - mean));
    }
}
