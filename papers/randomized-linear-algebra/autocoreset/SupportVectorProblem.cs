using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>
/// The linear support vector machine: f(p, x) = C·max(0, 1 − y z) + ½‖(w, b)‖²/n with z = ⟨p, w⟩ + b. The intercept is regularised
/// with the rest (it belongs to a constant feature), so that the dual has box constraints only.
/// </summary>
/// <param name="data">The points with targets −1 and 1.</param>
/// <param name="penalty">C, above 0.</param>
/// <param name="tolerance">The duality gap, relative to the value, at which the solver stops.</param>
/// <param name="mostEpochs">Passes over the points after which it stops in any case.</param>
public sealed class SupportVectorProblem(LabelledPoints data, double penalty = 1, double tolerance = 1e-3, int mostEpochs = 1000) : IScoredProblem
{
    private readonly LabelledPoints _data = data.Checked(needsTargets: true);
    private readonly int[] _classes = data.TwoClasses();

    /// <inheritdoc/>
    public int Points => _data.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Classes => _classes;

    /// <inheritdoc/>
    public string ScoreName => "accuracy";

    /// <summary>
    /// Dual coordinate descent (Hsieh et al. 2008): with U_i = C·v_i/λ, λ = Σv/n, maximise Σα − ½‖Σ α_i y_i a_i‖² over 0 ≤ α_i ≤ U_i,
    /// one coordinate at a time in random order.
    /// </summary>
    public Tensor Solve(Coreset coreset, RandomStream random)
    {
        var a = _data.WithOnes(coreset.Points); // (m, d + 1)
        var (m, width) = (a.Rows, a.Columns);
        var values = a.AsSpan().ToArray();
        double[] y = [.. coreset.Points.Select(i => _data.Targets[i])];
        var ridge = coreset.Weights.Sum() / Points;
        double[] upper = [.. coreset.Weights.Select(weight => penalty * weight / ridge)];
        var norms = new double[m];
        for (var i = 0; i < m; i++) norms[i] = TensorPrimitives.SumOfSquares<double>(values.AsSpan(i * width, width));
        var (alpha, w) = (new double[m], new double[width]);
        var order = random.Permutation(m);
        for (var epoch = 1; epoch <= mostEpochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                var row = values.AsSpan(i * width, width);
                var gradient = y[i] * TensorPrimitives.Dot<double>(row, w) - 1;
                var next = Math.Clamp(alpha[i] - gradient / norms[i], 0, upper[i]);
                if (next == alpha[i]) continue;
                TensorPrimitives.MultiplyAdd(row, (next - alpha[i]) * y[i], w, w);
                alpha[i] = next;
            }
            if (epoch % 10 == 0 && Gap() is var (gap, value) && gap <= tolerance * value) break;
        }
        return Tensor.Wrap(w, width);

        (double Gap, double Value) Gap()
        {
            var half = 0.5 * TensorPrimitives.SumOfSquares<double>(w);
            var (primal, dual) = (half, -half);
            for (var i = 0; i < m; i++)
            {
                primal += upper[i] * Math.Max(0, 1 - y[i] * TensorPrimitives.Dot<double>(values.AsSpan(i * width, width), w));
                dual += alpha[i];
            }
            return (primal - dual, primal);
        }
    }

    /// <inheritdoc/>
    public double[] Costs(Tensor solution)
    {
        var costs = _data.Predict(solution);
        var regulariser = 0.5 * Math.Pow(solution.FrobeniusNorm(), 2) / Points;
        for (var i = 0; i < costs.Length; i++) costs[i] = penalty * Math.Max(0, 1 - _data.Targets[i] * costs[i]) + regulariser;
        return costs;
    }

    /// <inheritdoc/>
    public double Score(Tensor solution, LabelledPoints points) => points.Accuracy(solution);
}
