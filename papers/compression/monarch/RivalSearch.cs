using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>Searches for a Monarch matrix nearer to a given one than its projection: by small changes, and by gradient descent from random starts.</summary>
public static class RivalSearch
{
    /// <summary>The smallest relative error among random changes of the projection, of sizes from 1e-6 to 0.1.</summary>
    public static double Perturbed(Tensor weight, MonarchWeight projection, int count, RandomStream random)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < count; i++)
        {
            double size = Math.Pow(10, -1 - (5.0 * i / count));
            var draws = random.Fork(i);
            var rival = new MonarchWeight(
                projection.Left + (draws.Fork("left").Normal(projection.Left.Shape) * size),
                projection.Right + (draws.Fork("right").Normal(projection.Right.Shape) * size));
            best = Math.Min(best, WeightErrors.RelativeWeightError(weight, rival.ToDense()));
        }

        return best;
    }

    /// <summary>The relative error that Adam reaches on ‖W − M‖² from random blocks, by the layer's own gradients.</summary>
    public static double Descended(Tensor weight, MonarchBlocks blocks, int steps, RandomStream random)
    {
        (int q, int k, int r) = (blocks.Outputs, blocks.Inputs, blocks.InnerRank);
        var layer = new MonarchWeight(
            random.Fork("left").Normal(q, weight.Rows / q, k * r) * 0.5,
            random.Fork("right").Normal(k, r * q, weight.Columns / k) * 0.5).ToLayer(null, DType.F64);
        var optimizer = new AdamW(layer.Parameters(), 0.1, weightDecay: 0);
        var rate = Schedules.Cosine(0.1, steps, 1e-4);
        var target = weight.To(DType.F64).Transpose().Clone();                       // (inputs, outputs): the layer's outputs for unit inputs
        var units = Tensor.Identity(weight.Columns);
        for (int step = 0; step < steps; step++)
        {
            using var memory = TensorScope.Begin();
            optimizer.LearningRate = rate(step);
            Loss.MeanSquaredError(layer.Forward(units), target).Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        using var still = NoGradient.Scope();
        return WeightErrors.RelativeWeightError(target, layer.Forward(units).Data);
    }
}
