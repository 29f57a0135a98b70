namespace Praxis.Learning;

/// <summary>A function without parameters as a layer, for <see cref="Sequential"/>.</summary>
/// <param name="function">Maps the input to the output, with differentiable operations.</param>
public sealed class Activation(Func<Variable, Variable> function) : Layer
{
    /// <inheritdoc/>
    public override Variable Forward(Variable x) => function(x);
}
