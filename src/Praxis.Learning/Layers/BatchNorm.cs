using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Batch norm over all axes but the channels' (axis 1), for inputs of any rank from 2 on (Ioffe and Szegedy, 2015).</summary>
public sealed class BatchNorm : Layer
{
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly Tensor _runningMean;
    private readonly Tensor _runningVariance;
    private readonly Tensor _batches;

    /// <summary>A layer that begins with weight 1, bias 0, running mean 0 and running variance 1.</summary>
    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">How much of each batch enters the running statistics.</param>
    /// <param name="dtype">F32 or F64.</param>
    public BatchNorm(int channels, double epsilon = 1e-5, double momentum = 0.1, DType dtype = DType.F32)
    {
        (_epsilon, _momentum) = (epsilon, momentum);
        Weight = AddParameter("weight", Tensor.Ones(dtype, channels));
        Bias = AddParameter("bias", Tensor.Zeros(dtype, channels));
        _runningMean = AddBuffer("running_mean", Tensor.Zeros(dtype, channels));
        _runningVariance = AddBuffer("running_var", Tensor.Ones(dtype, channels));
        _batches = AddBuffer("num_batches_tracked", Tensor.Zeros(DType.I64));
    }

    /// <summary>The weight, (channels).</summary>
    public Variable Weight { get; }

    /// <summary>The bias, (channels).</summary>
    public Variable Bias { get; }

    /// <inheritdoc/>
    public override Variable Forward(Variable x)
    {
        if (x.Rank < 2 || x.Shape[1] != Weight.Length)
            throw new ShapeException($"BatchNorm: an input (batch, {Weight.Length}, …) is needed.");
        int[] column = [Weight.Length, .. Enumerable.Repeat(1, x.Rank - 2)];
        int[] axes = [0, .. Enumerable.Range(2, x.Rank - 2)];
        Variable mean = _runningMean.Reshape(column);
        Variable variance = _runningVariance.Reshape(column);
        if (IsTraining)
        {
            mean = x.Mean(axes, keepAxes: true);
            variance = (x - mean).Square().Mean(axes, keepAxes: true);
            Track(mean.Data, variance.Data, x.Length / Weight.Length);
        }

        return ((x - mean) * (variance + _epsilon).Pow(-0.5) * Weight.Reshape(column)) + Bias.Reshape(column);
    }

    private void Track(Tensor mean, Tensor variance, int count)
    {
        if (count < 2)
            throw new ShapeException("BatchNorm: training needs more than one value per channel.");
        _batches.Fill(_batches.ToScalar() + 1);
        Mix(_runningMean, mean.Flatten());
        Mix(_runningVariance, variance.Flatten() * (count / (count - 1.0))); // PyTorch keeps the unbiased one.
    }

    private void Mix(Tensor running, Tensor batch) =>
        running.CopyFrom((running * (1 - _momentum)) + (batch * _momentum));
}
