namespace Praxis.Papers.Compression.Allocations;

/// <summary>One way to store a layer: what it takes, and what it is thought to cost the model.</summary>
/// <param name="Keep">The share of the dense weight's parameters that a compressor is given.</param>
/// <param name="Parameters">The parameters that the layer then takes.</param>
/// <param name="Loss">The estimated loss; what is added up over the layers.</param>
public sealed record AllocationOption(double Keep, long Parameters, double Loss);
