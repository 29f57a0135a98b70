namespace Praxis.Learning.Models;

/// <summary>The activation functions that config.json names.</summary>
internal static class Activations
{
    /// <summary>The function of a name.</summary>
    /// <exception cref="LearningException">There is none.</exception>
    public static Func<Variable, Variable> Named(string name) => name switch
    {
        "gelu_new" => x => x.Gelu(tanh: true),
        "gelu" => x => x.Gelu(),
        "relu" => x => x.Relu(),
        _ => throw new LearningException($"There is no activation function '{name}'; use gelu_new, gelu or relu."),
    };
}
