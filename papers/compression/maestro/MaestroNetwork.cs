using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>A perceptron of factored layers with max(x, 0) between them, which can be cut to lower ranks at any moment.</summary>
public sealed class MaestroNetwork : Layer
{
    private readonly List<LodLinear> _layers = [];

    /// <summary>Layers one after the other.</summary>
    /// <param name="layers">From input to output.</param>
    public MaestroNetwork(IReadOnlyList<LodLinear> layers)
    {
        foreach (var layer in layers)
            _layers.Add(AddChild($"{_layers.Count}", layer));
    }

    /// <summary>A perceptron with given weights, decomposed.</summary>
    /// <param name="network">With max(x, 0) between its layers.</param>
    public MaestroNetwork(Mlp network)
        : this([.. network.NamedChildren().Select(child => (Linear)child.Child).Select(layer => new LodLinear(layer.Weight.Data, layer.Bias?.Data))])
    {
    }

    /// <summary>A perceptron that computes what a new <see cref="Mlp"/> of these widths does.</summary>
    /// <param name="widths">From input to output.</param>
    /// <param name="random">Where the first values come from.</param>
    public MaestroNetwork(IReadOnlyList<int> widths, RandomStream random)
        : this(new Mlp(widths, random))
    {
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<LodLinear> Layers => _layers;

    /// <summary>Each layer's active rank.</summary>
    public int[] Ranks => [.. _layers.Select(layer => layer.Rank)];

    /// <summary>Each layer's full rank.</summary>
    public int[] FullRanks => [.. _layers.Select(layer => layer.FullRank)];

    /// <summary>Multiplications with additions of a forward pass of one input, all layers factored at their active ranks.</summary>
    public long MultiplyAdds => _layers.Sum(layer => layer.MultiplyAdds(layer.Rank));

    /// <inheritdoc/>
    public override Variable Forward(Variable x) => Forward(x, Ranks);

    /// <summary>The scores at other ranks.</summary>
    /// <param name="x">(batch, inputs).</param>
    /// <param name="ranks">One for each layer, at most its active rank.</param>
    /// <returns>(batch, outputs).</returns>
    public Variable Forward(Variable x, IReadOnlyList<int> ranks)
    {
        for (int i = 0; i < _layers.Count; i++)
        {
            x = _layers[i].Forward(x, ranks[i]);
            if (i + 1 < _layers.Count)
                x = x.Relu();
        }

        return x;
    }

    /// <summary>The network cut to ranks for good; the copy shares nothing with this one.</summary>
    /// <param name="ranks">One for each layer, at most its active rank.</param>
    public MaestroNetwork Truncated(IReadOnlyList<int> ranks) => new([.. _layers.Select((layer, i) => layer.Truncated(ranks[i]))]);

    /// <summary>Stored numbers of the weights at ranks, a layer that factors do not make smaller counting as dense.</summary>
    /// <param name="ranks">One for each layer.</param>
    public long WeightParameters(IReadOnlyList<int> ranks) => _layers.Select((layer, i) => layer.Parameters(ranks[i])).Sum();
}
