using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>A perceptron whose maps can have any form: layers with max(x, 0) between them.</summary>
public sealed class Perceptron : Layer
{
    private readonly Layer[] _layers;

    /// <summary>A perceptron of layers.</summary>
    public Perceptron(IEnumerable<Layer> layers) => _layers = [.. layers.Select((layer, i) => AddChild($"{i}", layer))];

    /// <inheritdoc/>
    public override Variable Forward(Variable x)
    {
        for (int i = 0; i < _layers.Length; i++)
            x = _layers[i].Forward(i == 0 ? x : x.Relu());
        return x;
    }

    /// <summary>What the maps see of some inputs, and the Fisher information of their weights, one squared gradient for each example.</summary>
    /// <param name="inputs">The examples.</param>
    public LayerStatistics[] Statistics(LabelledInputs inputs)
    {
        using var memory = TensorScope.Begin();
        var x = new Variable(inputs.Inputs);
        List<Tensor> seen = []; // x of each layer, (examples, inputs)
        List<Variable> outputs = [];
        foreach (var layer in _layers)
        {
            if (outputs.Count > 0)
                x = outputs[^1].Relu();
            seen.Add(x.Data);
            outputs.Add(layer.Forward(x));
        }

        // Row d of ∂(Σ losses)/∂y is the gradient δ of example d's loss alone, and its gradient of W is δ xᵀ.
        var loss = Loss.CrossEntropy(outputs[^1], inputs.Labels) * inputs.Count;
        var gradients = Gradients.Of(loss, outputs);
        using var kept = TensorScope.Suspend();
        return [.. seen.Select((layerInput, l) => LayerStatistics.OfInputs($"{l}", layerInput) with
        {
            Fisher = LinearAlgebra.MatMul(
                gradients[l].Data.To(DType.F64).Square(),                                        // (examples, outputs)
                layerInput.To(DType.F64).Square(), transposeA: true, transposeB: false) / inputs.Count, // (outputs, inputs)
        })];
    }
}

/// <summary>Weight and bias of one map of a trained perceptron.</summary>
/// <param name="Weight">(outputs, inputs).</param>
/// <param name="Bias">(outputs).</param>
internal sealed record PerceptronMap(Tensor Weight, Tensor Bias)
{
    /// <summary>The maps of a perceptron in order.</summary>
    public static PerceptronMap[] Of(Mlp network) => [.. network.NamedParameters().Chunk(2).Select(pair => new PerceptronMap(pair[0].Parameter.Data, pair[1].Parameter.Data))];

    /// <summary>A perceptron with copies of these maps' numbers, some of the maps in another form.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="forms">Forms of the first maps; the others stay dense.</param>
    public static Perceptron Network(IReadOnlyList<PerceptronMap> maps, params IReadOnlyList<CompressedWeight> forms) =>
        new(maps.Select((map, l) => (l < forms.Count ? forms[l] : new DenseWeight(map.Weight)).ToLayer(map.Bias, DType.F32)));
}
