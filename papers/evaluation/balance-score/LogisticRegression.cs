using Praxis.Numerics;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>A model that gives the log-odds of "yes" for a row of features.</summary>
internal interface ILogitModel
{
    /// <summary>The log-odds for one row of features: (d).</summary>
    double Logit(ReadOnlySpan<double> features);
}

/// <summary>Logistic regression with an L2 penalty on the slopes, fitted by Newton's method with step halving.</summary>
internal sealed class LogisticRegression : ILogitModel
{
    private const int MostSteps = 50;

    private readonly double[] _weights; // (d + 1), the intercept last

    private LogisticRegression(double[] weights) => _weights = weights;

    /// <summary>Minimises Σ log-loss + penalty/2·‖slopes‖².</summary>
    /// <param name="rows">Standardised features: (n, d).</param>
    /// <param name="outcomes">(n).</param>
    /// <param name="penalty">Above 0, so that separable classes have a finite solution.</param>
    public static LogisticRegression Fit(double[][] rows, bool[] outcomes, double penalty)
    {
        var size = rows[0].Length + 1;
        var model = new LogisticRegression(new double[size]);
        var loss = model.Objective(rows, outcomes, penalty);
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, hessian) = model.Derivatives(rows, outcomes, penalty);
            var direction = LinearAlgebra.Solve(Tensor.Wrap(hessian, size, size), Tensor.Wrap(gradient, size));
            LogisticRegression next;
            double nextLoss;
            var scale = 2.0;
            do
            {
                scale /= 2;
                next = new LogisticRegression([.. model._weights.Select((w, j) => w - scale * direction[j])]);
                nextLoss = next.Objective(rows, outcomes, penalty);
            }
            while (nextLoss > loss && scale > 1e-6);
            var gained = loss - nextLoss;
            if (gained > 0) (model, loss) = (next, nextLoss);
            if (gained <= 1e-10 * (1 + loss)) break;
        }
        return model;
    }

    /// <inheritdoc/>
    public double Logit(ReadOnlySpan<double> features)
    {
        var sum = _weights[^1];
        for (var j = 0; j < features.Length; j++) sum += _weights[j] * features[j];
        return sum;
    }

    private double Objective(double[][] rows, bool[] outcomes, double penalty)
    {
        var sum = 0.0;
        for (var j = 0; j < _weights.Length - 1; j++) sum += penalty / 2 * _weights[j] * _weights[j];
        for (var i = 0; i < rows.Length; i++)
        {
            var z = outcomes[i] ? Logit(rows[i]) : -Logit(rows[i]);
            sum += z > 0 ? Math.Log(1 + Math.Exp(-z)) : Math.Log(1 + Math.Exp(z)) - z;
        }
        return sum;
    }

    private (double[] Gradient, double[] Hessian) Derivatives(double[][] rows, bool[] outcomes, double penalty)
    {
        var size = _weights.Length;
        var (gradient, hessian) = (new double[size], new double[size * size]);
        for (var j = 0; j < size - 1; j++) (gradient[j], hessian[j * size + j]) = (penalty * _weights[j], penalty);
        var x = new double[size];
        x[^1] = 1;
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(x, 0);
            var p = Sigmoid.Of(Logit(rows[i]));
            var (residual, curvature) = (p - (outcomes[i] ? 1 : 0), p * (1 - p));
            for (var j = 0; j < size; j++)
            {
                gradient[j] += residual * x[j];
                var row = hessian.AsSpan(j * size, size);
                var factor = curvature * x[j];
                for (var l = 0; l < size; l++) row[l] += factor * x[l];
            }
        }
        // Newton's matrix must be regular even when every outcome is the same.
        hessian[^1] += 1e-9;
        return (gradient, hessian);
    }
}

/// <summary>1/(1 + e^−z).</summary>
internal static class Sigmoid
{
    public static double Of(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));
}
