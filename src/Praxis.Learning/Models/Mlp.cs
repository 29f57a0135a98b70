using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>A multilayer perceptron: linear layers with an activation function between them, named as in PyTorch's Sequential (0, 2, 4, …).</summary>
public sealed class Mlp : Layer
{
    private readonly List<Linear> _layers = [];
    private readonly Func<Variable, Variable> _activation;

    /// <summary>A perceptron with weights uniform in ±1/√inputs.</summary>
    /// <param name="widths">The widths from input to output, at least two: [64, 128, 10] has one hidden layer.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="activation">Between the layers; max(x, 0) if not given.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths.</exception>
    public Mlp(IReadOnlyList<int> widths, RandomStream random, Func<Variable, Variable>? activation = null, DType dtype = DType.F32)
    {
        if (widths.Count < 2)
            throw new ArgumentException("A perceptron needs the widths of its input and its output at least.", nameof(widths));
        _activation = activation ?? (x => x.Relu());
        for (int i = 0; i + 1 < widths.Count; i++)
            _layers.Add(AddChild($"{2 * i}", new Linear(widths[i], widths[i + 1], random.Fork(i), dtype: dtype)));
    }

    /// <summary>The output without activation.</summary>
    /// <param name="x">(…, inputs).</param>
    /// <returns>(…, outputs).</returns>
    public override Variable Forward(Variable x)
    {
        x = _layers[0].Forward(x);
        foreach (var layer in _layers.Skip(1))
            x = layer.Forward(_activation(x));
        return x;
    }
}
