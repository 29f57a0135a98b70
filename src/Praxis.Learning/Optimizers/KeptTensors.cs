namespace Praxis.Learning;

/// <summary>What an optimizer keeps from step to step.</summary>
/// <param name="Name">What it is, such as "first" for a mean of gradients.</param>
/// <param name="Tensors">One for each parameter, in the parameter's shape and type; replaced when a state is loaded.</param>
/// <param name="MayBeMissing">Whether a parameter that was not yet stepped has none.</param>
internal readonly record struct KeptTensors(string Name, Tensor?[] Tensors, bool MayBeMissing = false);
