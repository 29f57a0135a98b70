namespace Praxis.Learning.Models;

/// <summary>A repeated part of a language model, whose linear maps can be listed and replaced.</summary>
/// <param name="name">The block's full name in the model.</param>
internal abstract class ModelBlock(string name) : Module
{
    private readonly List<LinearMap> _maps = [];

    /// <summary>The linear maps in the order in which they were made.</summary>
    public IReadOnlyList<LinearMap> Maps => _maps;

    /// <summary>The block's full name in the model.</summary>
    protected string Name => name;

    /// <summary>Makes a layer with W (outputs, inputs) a replaceable child.</summary>
    protected LinearMap AddMap(string part, Linear layer) => AddMap(part, layer, layer.Weight, layer.Bias, inputsFirst: false);

    /// <summary>Makes a layer a replaceable child.</summary>
    protected LinearMap AddMap(string part, Layer layer, Variable weight, Variable? bias, bool inputsFirst)
    {
        AddChild(part, layer);
        var map = new LinearMap($"{name}.{part}", layer, weight, bias, inputsFirst, other => ReplaceChild(part, other));
        _maps.Add(map);
        return map;
    }
}
