using Praxis.Numerics;

namespace Praxis.Learning.Tests;

/// <summary>
/// Four steps on Σ a x²/2 + x⁴/4 beside values recorded from a program in numpy that follows the formulas of PyTorch's documentation.
/// </summary>
public class OptimizerTests
{
    [Fact]
    public void Sgd_follows_the_gradient() =>
        AfterFourSteps(p => new Sgd(p, 0.05), 0.6915794471423202, -0.03023220299135747, 1.1403421639384885);

    [Fact]
    public void Sgd_keeps_momentum_and_decays_weights() =>
        AfterFourSteps(p => new Sgd(p, 0.05, momentum: 0.9, weightDecay: 0.1), 0.26541740607822706, 0.41953378198516816, -0.13949777423228216);

    [Fact]
    public void Sgd_looks_ahead_with_Nesterov() =>
        AfterFourSteps(p => new Sgd(p, 0.05, momentum: 0.9, nesterov: true), 0.20523002278031385, 0.09805651885537028, -0.0748559765762204);

    [Fact]
    public void Adam_adds_weight_decay_to_the_gradient() =>
        AfterFourSteps(p => new Adam(p, 0.1, weightDecay: 0.1), 0.6088960424600803, -0.11340396146372424, 1.6058692421669274);

    [Fact]
    public void AdamW_decays_weights_apart_from_the_gradient() =>
        AfterFourSteps(p => new AdamW(p, 0.1, weightDecay: 0.1), 0.5770406969654427, -0.10072706963544664, 1.5349203329767944);

    [Fact]
    public void Adagrad_divides_by_all_gradients_so_far() =>
        AfterFourSteps(p => new Adagrad(p, 0.1, weightDecay: 0.1), 0.7480878324687708, -0.25453680304133736, 1.7414663530253958);

    [Fact]
    public void Lamb_steps_by_the_length_of_the_parameter() =>
        AfterFourSteps(p => new Lamb(p, 0.1, weightDecay: 0.1), 0.5442561877584382, -0.07137498136527194, 1.4982229428668419);

    [Fact]
    public void Adam_treats_every_element_alike_however_many_there_are()
    {
        // 100,003 equal elements: blocks, vectors and the rest behind them must agree with one element alone.
        var many = new Variable(Tensor.Full(2.0, DType.F32, 100_003), requiresGrad: true);
        var one = new Variable(Tensor.Full(2.0, DType.F32, 1), requiresGrad: true);
        foreach (var x in new[] { many, one })
        {
            var optimizer = new AdamW([x], 0.1);
            for (int step = 0; step < 3; step++)
            {
                optimizer.ZeroGrad();
                x.Square().Sum().Backward();
                optimizer.Step();
            }
        }

        Assert.Equal(one.Data[0], many.Data.Min(), 6);
        Assert.Equal(one.Data[0], many.Data.Max(), 6);
    }

    [Fact]
    public void LBfgs_finds_the_minimum_of_Rosenbrocks_valley()
    {
        var x = new Variable(Tensor.FromArray([-1.2, 1.0]), requiresGrad: true);
        var optimizer = new LBfgs([x], () =>
        {
            (var a, var b) = (x.Select(0, 0), x.Select(0, 1));
            return ((b - a.Square()).Square() * 100) + (1 - a).Square();
        });
        double before = double.PositiveInfinity;
        for (int step = 0; step < 60; step++)
        {
            optimizer.Step();
            Assert.True(optimizer.Value <= before);
            before = optimizer.Value;
        }

        Assert.Equal(1, x.Data[0], 6);
        Assert.Equal(1, x.Data[1], 6);
    }

    [Fact]
    public void A_frozen_parameter_stays()
    {
        var x = new Variable(Tensor.FromArray([1.0]), requiresGrad: true) { Grad = Tensor.Ones(1) };
        x.RequiresGrad = false;
        new Sgd([x], 1).Step();
        Assert.Equal(1, x.Data[0]);
    }

    [Fact]
    public void Clipping_by_norm_scales_all_gradients_together()
    {
        var x = new Variable(Tensor.Zeros(1), requiresGrad: true) { Grad = Tensor.FromArray([3.0]) };
        var y = new Variable(Tensor.Zeros(1), requiresGrad: true) { Grad = Tensor.FromArray([4.0]) };
        Assert.Equal(5, GradientClipping.ByNorm([x, y], 1), 12);
        Assert.Equal(0.6, x.Grad[0], 6);
        Assert.Equal(0.8, y.Grad[0], 6);
        Assert.Equal(1, GradientClipping.ByNorm([x, y], 2), 6);
        Assert.Equal(0.6, x.Grad[0], 6);
    }

    [Fact]
    public void Clipping_by_value_bounds_every_element()
    {
        var x = new Variable(Tensor.Zeros(3), requiresGrad: true) { Grad = Tensor.FromArray([3.0, -4.0, 0.5]) };
        GradientClipping.ByValue([x], 1);
        Assert.Equal([1, -1, 0.5], x.Grad.ToArray());
    }

    [Fact]
    public void Schedules_pass_through_their_corners()
    {
        var cosine = Schedules.LinearWarmup(4, Schedules.Cosine(1, 10, lowest: 0.2));
        Assert.Equal(0.25, cosine(0), 12);
        Assert.Equal(1, cosine(3), 12);
        Assert.Equal(1, cosine(4), 12);
        Assert.Equal(0.6, cosine(9), 12);
        Assert.Equal(0.2, cosine(14), 12);
        Assert.Equal(0.2, cosine(99), 12);
        var steps = Schedules.Step(1, 3, factor: 0.5);
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.25], Enumerable.Range(0, 7).Select(steps));
    }

    private static void AfterFourSteps(Func<Variable[], Optimizer> make, params double[] expected)
    {
        foreach (var dtype in new[] { DType.F64, DType.F32 })
        {
            var a = Tensor.FromArray([1.0, 10.0, 0.1]).To(dtype);
            var x = new Variable(Tensor.FromArray([1.0, -0.5, 2.0]).To(dtype), requiresGrad: true);
            var optimizer = make([x]);
            for (int step = 0; step < 4; step++)
            {
                optimizer.ZeroGrad();
                ((x.Square() * a * 0.5) + (x.Pow(4) * 0.25)).Sum().Backward();
                optimizer.Step();
            }

            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], x.Data[i], dtype == DType.F64 ? 1e-12 : 3e-6);
        }
    }
}
