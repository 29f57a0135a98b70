using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class DerivativeTests
{
    [Fact]
    public void A_Jacobian_vector_product_agrees_with_a_central_difference()
    {
        Tensor[] inputs = [new RandomStream(1).Normal(3, 2), new RandomStream(2).Normal(2)];
        Tensor[] tangents = [new RandomStream(3).Normal(3, 2), new RandomStream(4).Normal(2)];
        static Variable Function(Variable[] x) => x[0].Tanh().MatMul(x[1].Exp());
        (var value, var derivative) = Jacobian.VectorProduct(Function, inputs, tangents);
        const double step = 1e-6;
        var ahead = Function([inputs[0] + (tangents[0] * step), inputs[1] + (tangents[1] * step)]).Data;
        var behind = Function([inputs[0] - (tangents[0] * step), inputs[1] - (tangents[1] * step)]).Data;
        Assert.True((derivative.Data - ((ahead - behind) / (2 * step))).MaxAbs() < 1e-8);
        Assert.Equal(Function([inputs[0], inputs[1]]).Data.ToArray(), value.Data.ToArray());
    }

    [Fact]
    public void A_linear_function_is_its_own_derivative()
    {
        var a = new RandomStream(1).Normal(3, 2);
        var v = new RandomStream(2).Normal(2);
        var derivative = Jacobian.VectorProduct(x => ((Variable)a).MatMul(x[0]), [Tensor.Zeros(2)], [v]).Derivative;
        Assert.True((derivative.Data - LinearAlgebra.MatVec(a, v)).MaxAbs() < 1e-14);
    }

    [Fact]
    public void The_Hessian_of_a_quadratic_form_is_its_matrix()
    {
        var a = new RandomStream(1).Normal(3, 3);
        var v = new RandomStream(2).Normal(3);
        var product = Jacobian.HessianVectorProduct(x => x[0].MatMul(a).MatMul(x[0]), [new RandomStream(3).Normal(3)], [v])[0];
        Assert.True((product - LinearAlgebra.MatVec(a + a.Transpose(), v)).MaxAbs() < 1e-13);
    }

    [Fact]
    public void Gradients_per_sample_sum_up_to_the_gradient_of_the_batch_and_agree_with_the_closed_form()
    {
        var layer = new Linear(3, 2, new RandomStream(1), dtype: DType.F64);
        var x = new RandomStream(2).Normal(4, 3);
        var perSample = PerSample.Gradients(
            i => layer.Forward(x.Slice(0, i, 1)).Tanh().Square().Sum(), 4, [layer.Weight, layer.Bias!]);
        var y = layer.Forward(x);
        var loss = y.Tanh().Square().Sum();
        var atOutput = Gradients.Of(loss, y).Data;
        Assert.True((PerSample.OfLinear(x, atOutput) - perSample[0]).MaxAbs() < 1e-14);
        Assert.True((atOutput - perSample[1]).MaxAbs() < 1e-14);
        loss.Backward();
        Assert.True((layer.Weight.Grad! - perSample[0].Sum(0)).MaxAbs() < 1e-14);
    }

    [Fact]
    public void A_checkpoint_changes_no_gradient_and_computes_twice()
    {
        var layer = new Linear(3, 3, new RandomStream(1), dtype: DType.F64);
        var x = new Variable(new RandomStream(2).Normal(2, 3), requiresGrad: true);
        int calls = 0;
        Variable Block(Variable[] inputs)
        {
            calls++;
            return layer.Forward(inputs[0]).Tanh();
        }

        Block([Block([x])]).Square().Sum().Backward();
        var expected = (x.Grad!.ToArray(), layer.Weight.Grad!.ToArray(), layer.Bias!.Grad!.ToArray());
        layer.ZeroGrad();
        x.Grad = null;
        calls = 0;
        var middle = Checkpoint.Run(Block, [x], layer.Parameters());
        Checkpoint.Run(Block, [middle], layer.Parameters()).Square().Sum().Backward();
        Assert.Equal(4, calls);
        Assert.Equal(expected.Item1, x.Grad!.ToArray());
        Assert.Equal(expected.Item2, layer.Weight.Grad.ToArray());
        Assert.Equal(expected.Item3, layer.Bias.Grad.ToArray());
    }

    [Fact]
    public void A_second_derivative_through_a_checkpoint_is_refused()
    {
        var x = new Variable(Tensor.FromArray([2.0]), requiresGrad: true);
        var y = Checkpoint.Run(inputs => inputs[0].Square(), [x]).Sum();
        Assert.Throws<NotSupportedException>(() => Gradients.Of(y, x, createGraph: true));
    }

    [Fact]
    public void The_Laplacian_of_a_network_agrees_with_central_differences()
    {
        // What a physics-informed network needs: ∂²u/∂x² for every point at once.
        var random = new RandomStream(1);
        var network = new Sequential(
            new Linear(1, 8, random.Fork(1), dtype: DType.F64), new Activation(x => x.Tanh()), new Linear(8, 1, random.Fork(2), dtype: DType.F64));
        var x = new Variable(Tensor.Linspace(-1, 1, 5).Reshape(5, 1), requiresGrad: true);
        var first = Gradients.Of(network.Forward(x).Sum(), x, createGraph: true);
        var second = Gradients.Of(first.Sum(), x, createGraph: true);
        const double step = 1e-4;
        var numeric = (network.Forward(x.Data + step).Data - (network.Forward(x.Data).Data * 2) + network.Forward(x.Data - step).Data) / (step * step);
        Assert.True((second.Data - numeric).MaxAbs() < 1e-6);
        second.Square().Mean().Backward();
        Assert.True(network.Parameters().First().Grad!.MaxAbs() > 0);
    }

    [Fact]
    public void The_Fourier_transform_is_undone_by_its_inverse()
    {
        foreach (int n in new[] { 1, 2, 5, 6 })
        {
            var x = new RandomStream(n).Normal(3, n);
            Assert.True((RealFourier.Inverse(RealFourier.Forward(x), n).Data - x).MaxAbs() < 1e-14);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_gradient()
    {
        int threads = Backend.Threads;
        try
        {
            double[][] found = new double[2][];
            for (int run = 0; run < 2; run++)
            {
                Backend.Threads = run + 1;
                var attention = new MultiheadAttention(32, 4, new RandomStream(1), causal: true);
                var x = new Variable(new RandomStream(2).Normal(4, 40, 32).To(DType.F32), requiresGrad: true);
                attention.Forward(x).LayerNorm().Gelu(tanh: true).Square().Sum().Backward();
                found[run] = x.Grad!.ToArray();
            }

            Assert.Equal(found[0], found[1]);
        }
        finally
        {
            Backend.Threads = threads;
        }
    }
}
