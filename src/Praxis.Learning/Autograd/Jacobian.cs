namespace Praxis.Learning;

/// <summary>Products with Jacobians and Hessians, without forming them.</summary>
public static class Jacobian
{
    /// <summary>
    /// J v, the derivative of f at some inputs along tangents (forward mode). It is found by differentiating the gradient uᵀ J, which is
    /// linear in u, with respect to u; f's operations must support second derivatives, as all of this library do.
    /// </summary>
    /// <param name="function">f.</param>
    /// <param name="inputs">Where.</param>
    /// <param name="tangents">v, in the shapes of the inputs.</param>
    /// <returns>The value and the derivative, both in the value's shape.</returns>
    public static (Variable Value, Variable Derivative) VectorProduct(
        Func<Variable[], Variable> function, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> tangents)
    {
        using var recording = NoGradient.Suspend();
        Variable[] leaves = [.. inputs.Select(input => new Variable(input, requiresGrad: true))];
        var value = function(leaves);
        if (!value.RequiresGrad)
            return (value.Detach(), new Variable(Tensor.Zeros(value.DType, value.Shape)));
        var u = new Variable(Tensor.Zeros(value.DType, value.Shape), requiresGrad: true);
        var rows = Gradients.Of(value, leaves, createGraph: true, seed: u);
        var along = rows.Zip(tangents, (row, tangent) => (row * tangent).Sum()).Aggregate((a, b) => a + b);
        return (value.Detach(), along.RequiresGrad ? Gradients.Of(along, u) : new Variable(Tensor.Zeros(value.DType, value.Shape)));
    }

    /// <summary>H v: the second derivative of a function with one value, times tangents.</summary>
    /// <param name="function">f, whose value has one element.</param>
    /// <param name="inputs">Where.</param>
    /// <param name="tangents">v, in the shapes of the inputs.</param>
    /// <returns>One tensor per input, in its shape.</returns>
    public static Tensor[] HessianVectorProduct(
        Func<Variable[], Variable> function, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> tangents)
    {
        using var recording = NoGradient.Suspend();
        Variable[] leaves = [.. inputs.Select(input => new Variable(input, requiresGrad: true))];
        var first = Gradients.Of(function(leaves), leaves, createGraph: true);
        var along = first.Zip(tangents, (gradient, tangent) => (gradient * tangent).Sum()).Aggregate((a, b) => a + b);
        return along.RequiresGrad
            ? [.. Gradients.Of(along, leaves).Select(product => product.Data)]
            : [.. inputs.Select(input => Tensor.Zeros(input.DType, input.Shape))];
    }
}
