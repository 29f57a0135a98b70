using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>f(p, x) = C·ln(1 + e^{−y z}) + ½‖w‖²/n with z = ⟨p, w⟩ + b: the regulariser is spread evenly over the n points.</summary>
/// <param name="data">The points with targets −1 and 1.</param>
/// <param name="penalty">C, above 0.</param>
public sealed class LogisticRegressionProblem(LabelledPoints data, double penalty = 1) : IScoredProblem
{
    private const int MostSteps = 100;

    private readonly LabelledPoints _data = data.Checked(needsTargets: true);
    private readonly int[] _classes = data.TwoClasses();

    /// <inheritdoc/>
    public int Points => _data.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Classes => _classes;

    /// <inheritdoc/>
    public string ScoreName => "accuracy";

    /// <summary>Newton's method with backtracking on λ/2·‖w‖² + C·Σ v_i·ln(1 + e^{−y_i z_i}), λ = Σv/n.</summary>
    public Tensor Solve(Coreset coreset, RandomStream random)
    {
        var a = _data.WithOnes(coreset.Points); // (m, d + 1)
        var (m, d) = (a.Rows, a.Columns - 1);
        double[] y = [.. coreset.Points.Select(i => _data.Targets[i])];
        double[] v = [.. coreset.Weights.Select(weight => penalty * weight)];
        var ridge = coreset.Weights.Sum() / Points;
        var x = Tensor.Zeros(d + 1);
        var z = new double[m];
        var value = Value(x, z);
        var (slopes, scaled) = (Tensor.Zeros(m), Tensor.Zeros(m, d + 1));
        for (var step = 0; step < MostSteps; step++)
        {
            // ∂/∂z ln(1 + e^{−yz}) = −y·σ(−yz), ∂²/∂z² = σ(yz)·σ(−yz)
            for (var i = 0; i < m; i++)
            {
                var below = Sigmoid(-y[i] * z[i]);
                slopes[i] = -v[i] * y[i] * below;
                var curvature = v[i] * below * (1 - below);
                var from = a.RowSpan(i);
                var to = scaled.RowSpan(i);
                for (var j = 0; j <= d; j++) to[j] = curvature * from[j];
            }
            var gradient = LinearAlgebra.MatVec(a.Transpose(), slopes);                           // (d + 1)
            var hessian = LinearAlgebra.MatMul(a, scaled, transposeA: true, transposeB: false); // (d + 1, d + 1)
            for (var j = 0; j < d; j++)
            {
                gradient[j] += ridge * x[j];
                hessian[j, j] += ridge;
            }
            hessian[d, d] += 1e-10 * (1 + hessian[d, d]); // b is not regularised; on separated points its curvature can vanish
            var direction = LinearAlgebra.Solve(hessian, gradient);
            var decrement = LinearAlgebra.Dot(gradient, direction);
            if (!(decrement > 1e-11 * (1 + value))) break;

            var length = 1.0;
            var next = x - direction;
            var (nextZ, nextValue) = (new double[m], 0.0);
            while (true)
            {
                nextValue = Value(next, nextZ);
                if (nextValue <= value - 1e-4 * length * decrement || length < 1e-9) break;
                length /= 2;
                next = x - direction * length;
            }
            if (nextValue >= value) break;
            (x, z, value) = (next, nextZ, nextValue);
        }
        return x;

        double Value(Tensor at, double[] margins)
        {
            LinearAlgebra.MatVec(a, at).AsSpan().CopyTo(margins);
            var sum = 0.0;
            for (var i = 0; i < m; i++) sum += v[i] * LogOnePlusExp(-y[i] * margins[i]);
            for (var j = 0; j < d; j++) sum += 0.5 * ridge * at[j] * at[j];
            return sum;
        }
    }

    /// <inheritdoc/>
    public double[] Costs(Tensor solution)
    {
        var costs = _data.Predict(solution);
        var regulariser = 0.0;
        for (var j = 0; j < solution.Length - 1; j++) regulariser += 0.5 * solution[j] * solution[j] / Points;
        for (var i = 0; i < costs.Length; i++) costs[i] = penalty * LogOnePlusExp(-_data.Targets[i] * costs[i]) + regulariser;
        return costs;
    }

    /// <inheritdoc/>
    public double Score(Tensor solution, LabelledPoints points) => points.Accuracy(solution);

    private static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    private static double LogOnePlusExp(double z) => Math.Max(z, 0) + double.LogP1(Math.Exp(-Math.Abs(z)));
}
