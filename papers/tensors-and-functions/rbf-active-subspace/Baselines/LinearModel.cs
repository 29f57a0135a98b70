using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

/// <summary>Ridge regression, or for classes multinomial logistic regression; the ridge is chosen on a held-out quarter.</summary>
internal static class LinearModel
{
    private static readonly double[] Ridges = [1e-4, 1e-3, 1e-2, 1e-1];

    /// <summary>Trains.</summary>
    /// <returns>Predictions (rows, outputs) for rows (rows, d).</returns>
    public static Func<Tensor, Tensor> Fit(Tensor x, Tensor y, bool codes, RandomStream random)
    {
        List<Func<Tensor, Tensor, Func<Tensor, Tensor>>> candidates =
            [.. Ridges.Select(ridge => (Func<Tensor, Tensor, Func<Tensor, Tensor>>)((xs, ys) => codes ? Logistic(xs, ys, ridge) : Ridge(xs, ys, ridge)))];
        return HeldOutQuarter.Choose(candidates, (predict, rows) => predict(rows), x, y, random).Model;
    }

    private static Func<Tensor, Tensor> Ridge(Tensor x, Tensor y, double ridge)
    {
        var (inputs, outputs) = (Standardization.Of(x), Standardization.Of(y));
        var weights = NetworkObjective.Weights(inputs.Apply(x), outputs.Apply(y), ridge); // (d, outputs)
        return rows => outputs.Undo(LinearAlgebra.MatMul(inputs.Apply(rows), weights));
    }

    private static Func<Tensor, Tensor> Logistic(Tensor x, Tensor y, double ridge)
    {
        var inputs = Standardization.Of(x);
        var z = inputs.Apply(x);                                                             // (n, d)
        var classes = y.ArgMax(1);                                                           // (n)
        var weights = new Variable(Tensor.Zeros(x.Columns, y.Columns), requiresGrad: true);
        var bias = new Variable(Tensor.Zeros(y.Columns), requiresGrad: true);
        var optimizer = new LBfgs([weights, bias], () => Loss.CrossEntropy(new Variable(z).MatMul(weights) + bias, classes) + weights.Square().Sum() * ridge);
        for (var before = double.PositiveInfinity; optimizer.Steps < 100; before = optimizer.Value)
        {
            optimizer.Step();
            if (before - optimizer.Value < 1e-5 * optimizer.Value) break;
        }
        return rows => (LinearAlgebra.MatMul(inputs.Apply(rows), weights.Data) + bias.Data).Softmax();
    }
}
