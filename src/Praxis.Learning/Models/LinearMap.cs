using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// One of a language model's linear maps, y = W x + b: its name and weight, and the layer that computes it, which can be replaced by
/// another (a low-rank one, a quantised one) as often as one likes.
/// </summary>
public sealed class LinearMap
{
    private readonly Layer _original;
    private readonly bool _inputsFirst;
    private readonly Action<Layer> _place;

    /// <summary>A map of a model under construction.</summary>
    /// <param name="name">Its full name in the model.</param>
    /// <param name="layer">The layer that computes it.</param>
    /// <param name="weight">The layer's weight.</param>
    /// <param name="bias">The layer's bias, or null.</param>
    /// <param name="inputsFirst">Whether the weight is (inputs, outputs).</param>
    /// <param name="place">Makes another layer the model's child under the same name.</param>
    internal LinearMap(string name, Layer layer, Variable weight, Variable? bias, bool inputsFirst, Action<Layer> place)
    {
        (Name, Layer, Parameter, _inputsFirst, _place) = (name, layer, weight, inputsFirst, place);
        (_original, BiasParameter) = (layer, bias);
    }

    /// <summary>The full name in the model: its parameters are <c>name.weight</c> and <c>name.bias</c>.</summary>
    public string Name { get; }

    /// <summary>The number of outputs.</summary>
    public int Outputs => Parameter.Shape[_inputsFirst ? 1 : 0];

    /// <summary>The number of inputs.</summary>
    public int Inputs => Parameter.Shape[_inputsFirst ? 0 : 1];

    /// <summary>The model's own W, (outputs, inputs), whatever the layout of its files: a view of <see cref="Parameter"/>.</summary>
    public Tensor Weight => AsWeight(Parameter.Data);

    /// <summary>The model's own b, (outputs), or null.</summary>
    public Tensor? Bias => BiasParameter?.Data;

    /// <summary>The model's own weight as it is stored, by which gradients are found; <see cref="AsWeight"/> turns them.</summary>
    public Variable Parameter { get; }

    /// <summary>The model's own bias, or null.</summary>
    public Variable? BiasParameter { get; }

    /// <summary>The layer that computes the map now.</summary>
    public Layer Layer { get; private set; }

    /// <summary>Whether another layer than the model's own computes the map.</summary>
    public bool IsReplaced => !ReferenceEquals(Layer, _original);

    /// <summary>A tensor in the layout of <see cref="Parameter"/>, such as its gradient, as a view of shape (outputs, inputs).</summary>
    public Tensor AsWeight(Tensor stored) => _inputsFirst ? stored.Transpose() : stored;

    /// <summary>Lets another layer compute the map from now on; its parameters take the place of the weight and bias among the model's.</summary>
    /// <param name="layer">From (…, inputs) to (…, outputs), of the model's type; a bias is the layer's own business.</param>
    /// <exception cref="LearningException">The layer does not take the map's inputs or gives other outputs; nothing was replaced then.</exception>
    public void Replace(Layer layer)
    {
        RequireFitting(layer);
        layer.Train(Layer.IsTraining);
        _place(layer);
        Layer = layer;
    }

    /// <summary>Puts the model's own layer back.</summary>
    public void Restore()
    {
        if (!IsReplaced)
            return;
        _original.Train(Layer.IsTraining);
        _place(_original);
        Layer = _original;
    }

    /// <summary>Puts the model's own layer back with another weight, so that the model can be saved in its usual form.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <exception cref="ShapeException">The weight has another shape.</exception>
    public void Restore(Tensor weight)
    {
        if (!weight.Shape.SequenceEqual(Weight.Shape))
            throw ShapeException.Between($"The weight of {Name}", Weight.Shape, weight.Shape, "a new weight has the old one's shape");
        Weight.CopyFrom(weight.To(Parameter.DType));
        Restore();
    }

    /// <summary>The map's outputs.</summary>
    internal Variable Forward(Variable x) => Layer.Forward(x);

    private void RequireFitting(Layer layer)
    {
        using var unrecorded = NoGradient.Scope();
        Variable y;
        try
        {
            y = layer.Forward(Tensor.Zeros(Parameter.DType, 1, Inputs));
        }
        catch (Exception e) when (e is ShapeException or LearningException or ArgumentException)
        {
            throw new LearningException($"{Name} maps {Inputs} inputs of {Parameter.DType} to {Outputs} outputs; the {layer.GetType().Name} that should replace it says: {e.Message}", e);
        }

        if (y.Rank != 2 || y.Shape[0] != 1 || y.Shape[1] != Outputs || y.DType != Parameter.DType)
            throw new LearningException($"{Name} maps {Inputs} inputs of {Parameter.DType} to {Outputs} outputs; the {layer.GetType().Name} that should replace it makes {y.DType} of shape {ShapeException.Describe(y.Shape)} of one row.");
    }
}
