using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class VariableTests
{
    [Fact]
    public void Gradients_sum_up_over_several_backward_passes()
    {
        var x = new Variable(Tensor.FromArray([1.0, 2.0]), requiresGrad: true);
        x.Square().Sum().Backward();
        x.Square().Sum().Backward();
        Assert.Equal([4.0, 8.0], x.Grad!.ToArray());
    }

    [Fact]
    public void Operands_of_a_sum_do_not_share_their_gradient_tensor()
    {
        var x = new Variable(Tensor.FromArray([1.0]), requiresGrad: true);
        var y = new Variable(Tensor.FromArray([1.0]), requiresGrad: true);
        (x + y).Sum().Backward();
        x.Grad![0] = 5;
        Assert.Equal(1, y.Grad![0]);
    }

    [Fact]
    public void A_released_graph_says_so()
    {
        var x = new Variable(Tensor.FromArray([1.0]), requiresGrad: true);
        var y = x.Square().Sum();
        y.Backward();
        var error = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Contains("retainGraph", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retained_graph_can_be_followed_again()
    {
        var x = new Variable(Tensor.FromArray([3.0]), requiresGrad: true);
        var y = x.Square().Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal(12, x.Grad![0]);
    }

    [Fact]
    public void A_detached_variable_passes_no_gradient()
    {
        var x = new Variable(Tensor.FromArray([3.0]), requiresGrad: true);
        (x * x.Detach()).Sum().Backward();
        Assert.Equal(3, x.Grad![0]);
    }

    [Fact]
    public void Nothing_is_recorded_inside_a_scope_without_gradients()
    {
        var x = new Variable(Tensor.FromArray([3.0]), requiresGrad: true);
        using (NoGradient.Scope())
        {
            using (NoGradient.Scope())
                Assert.False(x.Square().RequiresGrad);
            Assert.False(x.Square().RequiresGrad);
        }

        Assert.True(x.Square().RequiresGrad);
    }

    [Fact]
    public void Results_of_constants_require_no_gradient()
    {
        Variable x = Tensor.FromArray([3.0]);
        Assert.False((x * x + x.Exp()).RequiresGrad);
        Assert.Throws<InvalidOperationException>(() => x.Sum().Backward());
    }

    [Fact]
    public void An_input_that_is_not_used_has_gradient_zero()
    {
        var x = new Variable(Tensor.FromArray([3.0]), requiresGrad: true);
        var unused = new Variable(Tensor.Ones(2, 2), requiresGrad: true);
        var gradient = Gradients.Of(x.Sum(), unused);
        Assert.Equal([2, 2], gradient.Shape.ToArray());
        Assert.Equal(0, gradient.Data.MaxAbs());
    }

    [Fact]
    public void The_gradient_at_a_result_on_the_way_is_found()
    {
        var x = new Variable(Tensor.FromArray([3.0]), requiresGrad: true);
        var square = x.Square();
        Assert.Equal(18, Gradients.Of(square.Square().Sum(), square).ToScalar()); // d(s²)/ds = 2 s
    }

    [Fact]
    public void A_third_derivative_is_found()
    {
        var x = new Variable(Tensor.Scalar(2), requiresGrad: true);
        var first = Gradients.Of(x.Pow(4), x, createGraph: true);
        var second = Gradients.Of(first, x, createGraph: true);
        Assert.Equal(48, Gradients.Of(second, x).ToScalar(), 9);
    }

    [Fact]
    public void Ten_thousand_steps_in_a_row_are_followed_without_deep_recursion()
    {
        var x = new Variable(Tensor.Scalar(1), requiresGrad: true);
        var y = x;
        for (int i = 0; i < 10_000; i++)
            y += x;
        y.Backward();
        Assert.Equal(10_001, x.Grad!.ToScalar());
    }

    [Fact]
    public void Equal_largest_elements_share_the_gradient()
    {
        var x = new Variable(Tensor.FromArray([2.0, 5.0, 5.0]), requiresGrad: true);
        x.Max(0).Backward();
        Assert.Equal([0, 0.5, 0.5], x.Grad!.ToArray());
    }

    [Fact]
    public void The_norm_of_zero_has_gradient_zero()
    {
        var x = new Variable(Tensor.Zeros(3), requiresGrad: true);
        var norm = x.Norm();
        Assert.Equal(0, norm.ToScalar());
        norm.Backward();
        Assert.Equal([0.0, 0, 0], x.Grad!.ToArray());
    }

    [Fact]
    public void Several_outputs_need_a_seed()
    {
        var x = new Variable(Tensor.Ones(2), requiresGrad: true);
        Assert.Throws<InvalidOperationException>(() => x.Square().Backward());
        Assert.Throws<ShapeException>(() => x.Square().Backward(Tensor.Ones(3)));
        x.Square().Backward(Tensor.FromArray([1.0, 10.0]));
        Assert.Equal([2.0, 20.0], x.Grad!.ToArray());
    }

    [Fact]
    public void Whole_numbers_take_no_gradient() =>
        Assert.Throws<ArgumentException>(() => new Variable(Tensor.FromArray([1L]), requiresGrad: true));

    [Fact]
    public void Types_do_not_mix()
    {
        Variable narrow = Tensor.Ones(DType.F32, 2);
        Variable wide = Tensor.Ones(2);
        Assert.Throws<ArgumentException>(() => narrow + wide);
        Assert.Equal(DType.F64, (narrow.To(DType.F64) + wide).DType);
    }

    [Theory]
    [InlineData(800.0)]
    [InlineData(-800.0)]
    public void Far_out_logits_stay_finite(double x)
    {
        var variable = new Variable(Tensor.FromArray([x, 0]), requiresGrad: true);
        var all = variable.Softplus().Sum() + variable.LogSigmoid().Sum() + variable.LogSumExp() + variable.Gelu(tanh: true).Sum();
        all.Backward();
        Assert.True(double.IsFinite(all.ToScalar()));
        variable.Grad!.EnsureFinite("gradient");
    }

    [Fact]
    public void Indices_outside_the_axis_are_named()
    {
        Variable x = Tensor.Ones(3, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.IndexSelect(0, Tensor.FromArray([3L])));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.CrossEntropy(Tensor.FromArray([0L, 1L, 2L])));
    }
}
