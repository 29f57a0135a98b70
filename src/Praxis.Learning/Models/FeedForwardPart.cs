using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// The gated feed-forward part of one of a language model's blocks, down(silu(gate x) · up x): its three linear maps, and the layer that
/// computes it, which can be replaced by another (a mixture of experts, a narrower one) as often as one likes.
/// </summary>
public sealed class FeedForwardPart
{
    private readonly Action<Layer?> _place;

    /// <summary>A part of a model under construction.</summary>
    /// <param name="name">Its full name in the model.</param>
    /// <param name="gate">From d to the inner width.</param>
    /// <param name="up">From d to the inner width.</param>
    /// <param name="down">From the inner width to d.</param>
    /// <param name="place">Makes a layer the model's child in place of the three maps, or with null brings these back.</param>
    internal FeedForwardPart(string name, LinearMap gate, LinearMap up, LinearMap down, Action<Layer?> place) =>
        (Name, Gate, Up, Down, _place) = (name, gate, up, down, place);

    /// <summary>The full name in the model, such as <c>model.layers.0.mlp</c>.</summary>
    public string Name { get; }

    /// <summary>From d to the inner width, under the activation.</summary>
    public LinearMap Gate { get; }

    /// <summary>From d to the inner width.</summary>
    public LinearMap Up { get; }

    /// <summary>From the inner width to d.</summary>
    public LinearMap Down { get; }

    /// <summary>The layer that computes the part in place of its maps, or null.</summary>
    public Layer? Replacement { get; private set; }

    /// <summary>Whether another layer than the model's own maps computes the part.</summary>
    public bool IsReplaced => Replacement is not null;

    /// <summary>
    /// Lets a layer compute the part from now on; its parameters take the place of those of the three maps among the model's. The maps
    /// themselves can be replaced again after <see cref="Restore"/>.
    /// </summary>
    /// <param name="layer">From (…, d) to (…, d), of the model's type.</param>
    /// <exception cref="LearningException">The layer does not take the part's inputs or gives other outputs; nothing was replaced then.</exception>
    public void Replace(Layer layer)
    {
        RequireFitting(layer);
        Restore();
        layer.Train(Gate.Layer.IsTraining);
        _place(layer);
        Replacement = layer;
    }

    /// <summary>Lets the model's own maps compute the part again.</summary>
    public void Restore()
    {
        if (!IsReplaced)
            return;
        _place(null);
        Replacement = null;
    }

    /// <summary>What the model's own maps make of an input, whatever computes the part now.</summary>
    /// <param name="x">(…, d).</param>
    public Variable Own(Variable x) => Down.Forward(Gate.Forward(x).SiluGate(Up.Forward(x)));

    /// <summary>The part's output.</summary>
    internal Variable Forward(Variable x) => Replacement?.Forward(x) ?? Own(x);

    private void RequireFitting(Layer layer)
    {
        using var unrecorded = NoGradient.Scope();
        var y = layer.Forward(Tensor.Zeros(Gate.Parameter.DType, 2, Gate.Inputs));
        if (y.Rank != 2 || y.Shape[0] != 2 || y.Shape[1] != Down.Outputs || y.DType != Gate.Parameter.DType)
            throw new LearningException($"{Name} maps rows of {Gate.Inputs} numbers of {Gate.Parameter.DType} to rows as long; the {layer.GetType().Name} that should replace it makes {y.DType} of shape {ShapeException.Describe(y.Shape)} of two rows.");
    }
}
