namespace Praxis.Learning.Models;

/// <summary>Gives a weight of a model under construction.</summary>
/// <param name="name">Its full name.</param>
/// <param name="shape">Its shape.</param>
/// <returns>The weight in this shape, of the model's type.</returns>
public delegate Tensor WeightReading(string name, ReadOnlySpan<int> shape);
