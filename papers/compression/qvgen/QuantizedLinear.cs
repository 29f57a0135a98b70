using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.QvGen;

/// <summary>
/// Y = Q(X) Q(W)ᵀ + Q(X) W_Φᵀ + b in training (section 3.2). Weights have a step for each row, activations one for each token that is found as it
/// comes; gradients pass straight through the rounding, inside the range of the grid only.
/// </summary>
public sealed class QuantizedLinear : Layer
{
    private readonly int _highest;
    private readonly ActivationGrid _activations;
    private readonly Variable _logSteps; // (outputs, 1); as logarithms, so that steps stay positive

    /// <summary>A layer from a trained one, whose weight and bias are copied.</summary>
    /// <param name="layer">The trained layer.</param>
    /// <param name="bits">Of weights and activations, 2 to 8.</param>
    /// <param name="learnSteps">Whether the weights' steps are learned (LSQ) or stay.</param>
    public QuantizedLinear(Linear layer, int bits, bool learnSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
        (_highest, _activations) = ((1 << (bits - 1)) - 1, new ActivationGrid(bits));
        Weight = AddParameter("weight", layer.Weight.Data.Clone());
        _logSteps = AddParameter("log_steps", FirstSteps(Weight.Data, _highest).Log());
        _logSteps.RequiresGrad = learnSteps;
        if (layer.Bias is { } bias)
            Bias = AddParameter("bias", bias.Data.Clone());
    }

    /// <summary>W, (outputs, inputs), in full numbers.</summary>
    public Variable Weight { get; }

    /// <summary>b, (outputs), or null.</summary>
    public Variable? Bias { get; }

    /// <summary>The helper; null for plain training.</summary>
    public AuxiliaryModule? Module { get; private set; }

    /// <summary>Adds the helper, which begins as W − Q(W) and so takes the weight's rounding back as far as its rank reaches.</summary>
    /// <param name="rank">Its rank.</param>
    /// <param name="order">Which directions fade first.</param>
    public void AddModule(int rank, DecayOrder order)
    {
        using var unrecorded = NoGradient.Scope();
        Module = new AuxiliaryModule(Weight.Data - Quantized().Data, rank, order);
    }

    /// <summary>Q(W), (outputs, inputs).</summary>
    public Variable Quantized()
    {
        var steps = _logSteps.Exp();
        var level = (Weight / steps).Clamp(-_highest, _highest);
        return (level + (Rounded(level.Data) - level.Data)) * steps;
    }

    /// <summary>The output in training; without a module also that of the low-bit layer.</summary>
    public override Variable Forward(Variable x)
    {
        var weight = Quantized();
        if (Module?.Matrix() is { } helper)
            weight += helper;
        return _activations.RoundStraightThrough(x).Affine(weight.Transpose(), Bias);
    }

    /// <summary>The layer with codes and steps alone, as it is used after training.</summary>
    public Layer LowBit() => new LowBitLinear(Quantized().Data.Clone(), Bias?.Data, _activations);

    // The steps, of 16 tried, with which a row's rounding errs least.
    private static Tensor FirstSteps(Tensor weight, int highest)
    {
        float[] steps = new float[weight.Rows];
        for (int row = 0; row < steps.Length; row++)
        {
            double[] numbers = weight.Row(row).ToArray();
            double largest = Math.Max(numbers.Max(Math.Abs), 1e-8), least = double.PositiveInfinity;
            for (int i = 5; i <= 20; i++)
            {
                double step = largest * i / (20 * highest);
                double error = numbers.Sum(number => Math.Pow(number - (step * Math.Clamp(Math.Round(number / step), -highest, highest)), 2));
                if (error < least)
                    (least, steps[row]) = (error, (float)step);
            }
        }

        return Tensor.Wrap(steps, steps.Length, 1).To(weight.DType);
    }

    private static Tensor Rounded(Tensor levels) => levels.DType == DType.F32 ? Rounded<float>(levels) : Rounded<double>(levels);

    private static Tensor Rounded<T>(Tensor levels)
        where T : unmanaged, IFloatingPoint<T>
    {
        var rounded = levels.Clone();
        TensorPrimitives.Round(rounded.AsSpan<T>(), rounded.AsSpan<T>());
        return rounded;
    }
}

/// <summary>Q(X) Q(W)ᵀ + b, with nothing beside it.</summary>
internal sealed class LowBitLinear : Layer
{
    private readonly ActivationGrid _activations;
    private readonly Tensor _weight;   // (outputs, inputs)
    private readonly Variable? _bias;

    public LowBitLinear(Tensor weight, Tensor? bias, ActivationGrid activations)
    {
        (_weight, _activations) = (AddBuffer("weight", weight), activations);
        _bias = bias is null ? null : new Variable(AddBuffer("bias", bias.Clone()));
    }

    public override Variable Forward(Variable x) => new Variable(_activations.Round(x.Data)).Affine(_weight.Transpose(), _bias);
}
