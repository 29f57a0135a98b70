
namespace Praxis.Learning;

/// <summary>Gradients with respect to chosen variables.</summary>
public static class Gradients
{
    /// <summary>
    /// ∂output/∂input for each input; for an output with more than one element, of the sum of its products with <paramref name="seed"/>.
    /// </summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="inputs">Variables that require gradients: leaves or results on the way to the output.</param>
    /// <param name="createGraph">Whether the gradients can be differentiated again (second derivatives).</param>
    /// <param name="seed">The gradient at the output, in its shape; needed unless the output has one element.</param>
    /// <returns>One gradient per input, in the input's shape; zeros where the output does not depend on the input.</returns>
    /// <exception cref="InvalidOperationException">The output has several elements and no seed is given, or an input requires no gradient.</exception>
    public static Variable[] Of(Variable output, IReadOnlyList<Variable> inputs, bool createGraph = false, Variable? seed = null)
    {
        var nodes = new Node[inputs.Count];
        for (int i = 0; i < nodes.Length; i++)
            nodes[i] = inputs[i].Node ?? throw new InvalidOperationException(
                $"Input {i} requires no gradient; make it with requiresGrad: true, and compute the output from it outside NoGradient.Scope().");
        seed ??= output.UnitSeed();
        output.RequireSeed(seed);
        Dictionary<Node, Variable> found = [];
        if (output.Node is { } start)
        {
            using var scope = createGraph ? NoGradient.Suspend() : NoGradient.Scope();
            found = ReverseMode.Run(start, seed, new HashSet<Node>(nodes), release: false);
            foreach (var gradient in found.Values)
                if (gradient.Data.Lease is { } lease)
                    lease.Holders--;
        }

        return [.. nodes.Select((node, i) => found.TryGetValue(node, out var gradient)
            ? gradient
            : new Variable(Tensor.Zeros(inputs[i].DType, inputs[i].Shape)))];
    }

    /// <summary>∂output/∂input for one input.</summary>
    /// <inheritdoc cref="Of(Variable, IReadOnlyList{Variable}, bool, Variable?)"/>
    public static Variable Of(Variable output, Variable input, bool createGraph = false, Variable? seed = null) =>
        Of(output, [input], createGraph, seed)[0];
}
