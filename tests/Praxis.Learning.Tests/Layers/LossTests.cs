using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class LossTests
{
    private static readonly Variable Prediction = Tensor.FromArray([0.5, -2.0, 3.0]);
    private static readonly Variable Target = Tensor.FromArray([0.0, 1.0, 1.0]);

    [Fact]
    public void Squares_absolutes_and_Huber_are_as_computed_by_hand()
    {
        Assert.Equal((0.25 + 9 + 4) / 3, Loss.MeanSquaredError(Prediction, Target).ToScalar(), 12);
        Assert.Equal((0.5 + 3 + 2) / 3, Loss.L1(Prediction, Target).ToScalar(), 12);
        Assert.Equal((0.125 + 2.5 + 1.5) / 3, Loss.Huber(Prediction, Target).ToScalar(), 12);
    }

    [Fact]
    public void Huber_has_the_clamped_difference_as_gradient()
    {
        var x = new Variable(Prediction.Data, requiresGrad: true);
        (Loss.Huber(x, Target) * 3).Backward();
        double[] gradient = x.Grad!.ToArray();
        Assert.Equal(0.5, gradient[0], 12);
        Assert.Equal(-1, gradient[1], 12);
        Assert.Equal(1, gradient[2], 12);
    }

    [Fact]
    public void Binary_cross_entropy_is_its_definition_and_stays_finite()
    {
        double expected = Prediction.Data.ToArray().Zip(Target.Data.ToArray(), (x, y) =>
        {
            double p = 1 / (1 + Math.Exp(-x));
            return -((y * Math.Log(p)) + ((1 - y) * Math.Log(1 - p)));
        }).Average();
        Assert.Equal(expected, Loss.BinaryCrossEntropyWithLogits(Prediction, Target).ToScalar(), 12);
        Assert.Equal(1000, Loss.BinaryCrossEntropyWithLogits(Tensor.FromArray([-1000.0]), Tensor.FromArray([1.0])).ToScalar(), 9);
    }

    [Fact]
    public void Cross_entropy_is_the_negative_log_likelihood_of_the_log_softmax()
    {
        Variable logits = new RandomStream(1).Normal(4, 3);
        var targets = Tensor.FromArray([2L, 0, 1, 1]);
        Assert.Equal(
            Loss.NegativeLogLikelihood(logits.LogSoftmax(), targets).ToScalar(), Loss.CrossEntropy(logits, targets).ToScalar(), 12);
    }

    [Fact]
    public void Divergence_is_zero_from_itself_and_as_computed_by_hand()
    {
        Variable p = Tensor.FromArray([0.5, 0.5]).Reshape(1, 2).Log();
        Variable q = Tensor.FromArray([0.25, 0.75]).Reshape(1, 2).Log();
        Assert.Equal(0, Loss.KullbackLeibler(p, p).ToScalar(), 12);
        Assert.Equal((0.5 * Math.Log(2)) + (0.5 * Math.Log(2.0 / 3)), Loss.KullbackLeibler(q, p).ToScalar(), 12);
    }
}
