using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>A dense part that keeps what it saw and made in the last pass: the teacher of a router.</summary>
internal sealed class ObservedFeedForward(FeedForwardPart part) : Layer
{
    /// <summary>(rows, d).</summary>
    public Tensor Input { get; private set; } = Tensor.Zeros(0, 0);

    /// <summary>(rows, d).</summary>
    public Tensor Output { get; private set; } = Tensor.Zeros(0, 0);

    public override Variable Forward(Variable x)
    {
        var y = part.Own(x);
        (Input, Output) = (Rows(x.Data), Rows(y.Data));
        return y;

        Tensor Rows(Tensor t) => TensorScope.Keep(t.Contiguous()).Reshape(-1, t.Shape[^1]);
    }
}

/// <summary>A dense part with fewer hidden units, the same for all tokens.</summary>
public sealed class NarrowFeedForward : Layer
{
    private readonly Linear _gate;
    private readonly Linear _up;
    private readonly Linear _down;

    /// <summary>Some hidden units of a part, with copies of their weights.</summary>
    /// <param name="part">The part.</param>
    /// <param name="units">Which.</param>
    public NarrowFeedForward(FeedForwardPart part, int[] units)
    {
        _gate = AddChild("gate_proj", new Linear(TensorScope.Keep(part.Gate.Weight.TakeRows(units).Clone()), null));
        _up = AddChild("up_proj", new Linear(TensorScope.Keep(part.Up.Weight.TakeRows(units).Clone()), null));
        _down = AddChild("down_proj", new Linear(TensorScope.Keep(part.Down.Weight.TakeColumns(units).Clone()), null));
    }

    /// <inheritdoc/>
    public override Variable Forward(Variable x) => _down.Forward(_gate.Forward(x).SiluGate(_up.Forward(x)));

    /// <summary>The units that add most to the output of some inputs: mean |activation| times the norm of the unit's column of down, largest first.</summary>
    /// <param name="part">The part.</param>
    /// <param name="input">(rows, d).</param>
    /// <param name="count">How many.</param>
    public static int[] Strongest(FeedForwardPart part, Tensor input, int count)
    {
        using var unrecorded = NoGradient.Scope();
        var x = new Variable(input);
        var activations = part.Gate.Layer.Forward(x).SiluGate(part.Up.Layer.Forward(x)).Data; // (rows, hidden)
        double[] strength = (activations.Abs().Mean(0) * part.Down.Weight.Square().Sum(0).Sqrt()).ToArray();
        return [.. Enumerable.Range(0, strength.Length).OrderByDescending(unit => strength[unit]).Take(count).Order()];
    }
}
