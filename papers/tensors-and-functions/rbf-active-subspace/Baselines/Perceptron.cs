using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

/// <summary>A perceptron with one hidden layer of 64, trained by AdamW; weight decay and the number of passes are chosen on a held-out quarter.</summary>
internal sealed class Perceptron
{
    private const int Hidden = 64, Batch = 64, PassesBetweenLooks = 4;
    private static readonly double[] WeightDecays = [0.01, 1];

    private readonly Mlp _network;
    private readonly Standardization _inputs, _outputs;
    private readonly bool _codes;

    private Perceptron(Tensor x, Tensor y, bool codes, RandomStream random)
    {
        (_inputs, _outputs, _codes) = (Standardization.Of(x), Standardization.Of(y), codes);
        _network = new Mlp([x.Columns, Hidden, y.Columns], random, v => v.Silu());
    }

    /// <summary>Trains on all rows with the settings that did best on a held-out quarter.</summary>
    public static Perceptron Fit(Tensor x, Tensor y, bool codes, int passes, RandomStream random)
    {
        var (_, decay, best) = FitHeldOut(x, y, codes, passes, random);
        var perceptron = new Perceptron(x, y, codes, random.Fork("weights"));
        perceptron.Train(x, y, decay, best, random.Fork("batches"), (_, _) => { });
        return perceptron;
    }

    /// <summary>Trains on three quarters of the rows and keeps the passes with the least squared error on the last quarter.</summary>
    public static (Perceptron Trained, double WeightDecay, int Passes) FitHeldOut(Tensor x, Tensor y, bool codes, int passes, RandomStream random)
    {
        var (rest, quarter) = HeldOutQuarter.Split(x.Rows, random);
        var (xRest, yRest, xQuarter, yQuarter) = (x.TakeRows(rest), y.TakeRows(rest), x.TakeRows(quarter), y.TakeRows(quarter));
        (Perceptron Trained, double WeightDecay, int Passes, double Error, IReadOnlyDictionary<string, Tensor> State)? best = null;
        foreach (var decay in WeightDecays)
        {
            var perceptron = new Perceptron(xRest, yRest, codes, random.Fork("weights"));
            perceptron.Train(xRest, yRest, decay, passes, random.Fork("batches"), (pass, last) =>
            {
                if (pass % PassesBetweenLooks != 0 && !last) return;
                var error = (perceptron.Predict(xQuarter) - yQuarter).Square().Sum();
                if (best is null || error < best.Value.Error)
                    best = (perceptron, decay, pass, error, perceptron._network.StateDictionary().ToDictionary(part => part.Key, part => part.Value.Clone()));
            });
        }
        var (trained, chosenDecay, chosenPasses, _, state) = best!.Value;
        trained._network.LoadStateDictionary(state);
        return (trained, chosenDecay, chosenPasses);
    }

    /// <summary>Predictions, or probabilities of classes: (rows, outputs).</summary>
    public Tensor Predict(Tensor x)
    {
        using var still = NoGradient.Scope();
        var output = _network.Forward(_inputs.Apply(x).To(DType.F32)).Data.To(DType.F64);
        return _codes ? output.Softmax() : _outputs.Undo(output);
    }

    /// <summary>Gradients of the first output with respect to standardised inputs: (rows, d).</summary>
    public Tensor InputGradients(Tensor x)
    {
        var rows = new Variable(_inputs.Apply(x).To(DType.F32), requiresGrad: true);
        return Gradients.Of(_network.Forward(rows).Select(1, 0).Sum(), rows).Data.To(DType.F64);
    }

    private void Train(Tensor x, Tensor y, double decay, int passes, RandomStream random, Action<int, bool> afterPass)
    {
        var (inputs, targets) = (_inputs.Apply(x).To(DType.F32), (_codes ? y : _outputs.Apply(y)).To(DType.F32)); // (n, d), (n, outputs)
        var optimizer = new AdamW(_network.Parameters(), learningRate: 5e-3, weightDecay: decay);
        var classes = _codes ? y.ArgMax(1) : null; // (n)
        for (var pass = 1; pass <= passes; pass++)
        {
            optimizer.LearningRate = 5e-3 * (1 - (pass - 1.0) / passes);
            var order = random.Fork(pass).Permutation(x.Rows);
            for (var at = 0; at < order.Length; at += Batch)
            {
                using var scope = TensorScope.Begin();
                var rows = order[at..Math.Min(at + Batch, order.Length)];
                var output = _network.Forward(inputs.TakeRows(rows)); // (batch, outputs)
                var loss = _codes ? Loss.CrossEntropy(output, classes!.Take(0, rows)) : Loss.MeanSquaredError(output, targets.TakeRows(rows));
                _network.ZeroGrad();
                loss.Backward();
                optimizer.Step();
            }
            afterPass(pass, pass == passes);
        }
    }
}
