namespace Praxis.Papers.Compression.Pipeline;

/// <summary>How far the compression of a model is.</summary>
/// <param name="Layer">The map that was finished last.</param>
/// <param name="Finished">How many maps are finished.</param>
/// <param name="Layers">How many there are.</param>
/// <param name="Share">The share of the maps' parameters that is finished, 0 to 1; what time is left is better told from it than from the count.</param>
public sealed record CompressionProgress(LayerReport Layer, int Finished, int Layers, double Share);
