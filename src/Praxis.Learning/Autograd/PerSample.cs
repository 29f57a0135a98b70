using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A gradient for every example of a batch, as differential privacy and the Fisher information need it.</summary>
public static class PerSample
{
    /// <summary>The gradients of each example's loss, found by one backward pass per example.</summary>
    /// <param name="loss">The loss (one element) of the example with a given number.</param>
    /// <param name="count">The number of examples.</param>
    /// <param name="parameters">What is differentiated for.</param>
    /// <returns>For each parameter (count, …) with the parameter's shape behind.</returns>
    public static Tensor[] Gradients(Func<int, Variable> loss, int count, IReadOnlyList<Variable> parameters)
    {
        Tensor[] all = [.. parameters.Select(parameter => Tensor.Zeros(parameter.DType, [count, .. parameter.Shape]))];
        for (int example = 0; example < count; example++)
        {
            var found = Learning.Gradients.Of(loss(example), parameters);
            for (int i = 0; i < all.Length; i++)
                all[i].Select(0, example).CopyFrom(found[i].Data);
        }

        return all;
    }

    /// <summary>The closed form for a linear layer y = x Wᵀ + b: each example's gradient of W is the outer product of its ȳ and x.</summary>
    /// <param name="input">x, (batch, inputs).</param>
    /// <param name="outputGradient">The gradient of the summed loss at y, (batch, outputs).</param>
    /// <returns>(batch, outputs, inputs); the bias has the gradient ȳ itself.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor OfLinear(Tensor input, Tensor outputGradient)
    {
        if (input.Rank != 2 || outputGradient.Rank != 2 || input.Rows != outputGradient.Rows)
            throw ShapeException.Between("OfLinear", input.Shape, outputGradient.Shape, "(batch, inputs) and (batch, outputs) are needed");
        return outputGradient.Reshape(outputGradient.Rows, outputGradient.Columns, 1) * input.Reshape(input.Rows, 1, input.Columns);
    }
}
