namespace Praxis.Learning;

/// <summary>Layers one after the other, named 0, 1, ….</summary>
public sealed class Sequential : Layer
{
    private readonly Layer[] _layers;

    /// <summary>Joins layers.</summary>
    public Sequential(params ReadOnlySpan<Layer> layers)
    {
        _layers = layers.ToArray();
        for (int i = 0; i < _layers.Length; i++)
            AddChild(i.ToString(), _layers[i]);
    }

    /// <inheritdoc/>
    public override Variable Forward(Variable x)
    {
        foreach (var layer in _layers)
            x = layer.Forward(x);
        return x;
    }
}
