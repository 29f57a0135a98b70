using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Bench.Rows.Learning;

/// <summary>Small nets, one step of training each, as in peers/learning/small.py.</summary>
internal static class SmallNetRows
{
    private const double Viscosity = 0.01;

    [Row("mlp-step", 3, Peer = Peer.Torch, Does = "MLP 64-128-128-1, batch 256: forward, backward, Adam")]
    public static Work Mlp()
    {
        const int Batch = 256;
        var random = new RandomStream(0);
        var net = new Sequential(
            new Linear(64, 128, random), new Activation(x => x.Relu()),
            new Linear(128, 128, random), new Activation(x => x.Relu()),
            new Linear(128, 1, random));
        TrainingWork.Fill(net, "mlp", TrainingWork.FanIn);
        var x = SharedNumbers.Centred("mlp/x", 1, Batch, 64);
        var y = SharedNumbers.Centred("mlp/y", 1, Batch, 1);
        var optimizer = new Adam(net.Parameters(), 1e-3);
        var touched = new TouchedBytes().Product(Batch, 64, 128).Product(Batch, 128, 128).Product(Batch, 128, 1);
        return TrainingWork.Of(net, () => TrainingWork.Step(optimizer, () => Loss.MeanSquaredError(net.Forward(x), y)), steps: 100, touched);
    }

    [Row("cnn-step", 1.2, Peer = Peer.Torch, Does = "CNN 1-16-32 (3×3, pooling 2×2), 28×28, batch 64: forward, backward, Adam")]
    public static Work Cnn()
    {
        const int Batch = 64;
        var random = new RandomStream(0);
        var net = new Sequential(
            new Conv2d(1, 16, 3, random, padding: 1), new Activation(x => x.Relu()), new Activation(x => Pooling.Max(x, 2)),
            new Conv2d(16, 32, 3, random, padding: 1), new Activation(x => x.Relu()), new Activation(x => Pooling.Max(x, 2)),
            new Activation(x => x.Reshape(x.Shape[0], -1)), new Linear(32 * 7 * 7, 10, random));
        TrainingWork.Fill(net, "cnn", TrainingWork.FanIn);
        var x = SharedNumbers.Centred("cnn/x", 1, Batch, 1, 28, 28);
        var y = SharedNumbers.Whole("cnn/y", 10, Batch);
        var optimizer = new Adam(net.Parameters(), 1e-3);
        var touched = new TouchedBytes()
            .Convolution(Batch * 28 * 28, 16 * 9, Batch * 16 * 28 * 28)
            .Convolution(Batch * 16 * 14 * 14, 16 * 32 * 9, Batch * 32 * 14 * 14)
            .Product(Batch, 32 * 7 * 7, 10);
        return TrainingWork.Of(net, () => TrainingWork.Step(optimizer, () => Loss.CrossEntropy(net.Forward(x), y)), steps: 10, touched);
    }

    [Row("pinn-step", 2, Peer = Peer.Torch, Does = "Burgers' residual of an MLP 2-64-64-64-1, tanh, second derivatives, 1,024 points, Adam")]
    public static Work Pinn()
    {
        // u_t + u u_x = ν u_xx at points (x, t) in [−1, 1) × [0, 1).
        const int Points = 1024;
        var random = new RandomStream(0);
        var net = new Sequential(
            new Linear(2, 64, random), new Activation(x => x.Tanh()),
            new Linear(64, 64, random), new Activation(x => x.Tanh()),
            new Linear(64, 64, random), new Activation(x => x.Tanh()),
            new Linear(64, 1, random));
        TrainingWork.Fill(net, "pinn", TrainingWork.FanIn);
        Variable[] parameters = [.. net.Parameters()];
        var optimizer = new Adam(parameters, 1e-3);
        var x = new Variable(SharedNumbers.Centred("pinn/x", 1, Points, 1), requiresGrad: true);
        var t = new Variable(SharedNumbers.Uniform("pinn/t", DType.F32, Points, 1), requiresGrad: true);
        Variable ones = Tensor.Ones(DType.F32, Points, 1);
        var touched = new TouchedBytes().Product(Points, 2, 64).Product(Points, 64, 64, times: 2, TouchedBytes.SecondDerivative).Product(Points, 64, 1);
        return TrainingWork.Of(net, Step, steps: 10, touched);

        double Step()
        {
            using var scope = TensorScope.Begin();
            var u = net.Forward(Variable.Concatenate(1, x, t));                                    // (points, 1)
            Variable[] first = Gradients.Of(u, [x, t], createGraph: true, seed: ones);
            (var ux, var ut) = (first[0], first[1]);
            var uxx = Gradients.Of(ux, x, createGraph: true, seed: ones);
            var loss = (ut + (u * ux) - (uxx * Viscosity)).Square().Mean();
            Variable[] gradients = Gradients.Of(loss, parameters);
            for (int i = 0; i < parameters.Length; i++)
                parameters[i].Grad = gradients[i].Data;
            optimizer.Step();
            return loss.ToScalar();
        }
    }
}
