namespace Praxis.Papers.Compression.Allocations;

/// <summary>What a layer's singular values are divided by before those of all layers are compared.</summary>
public enum SpectrumScale
{
    /// <summary>Nothing: layers with large weights (or large inputs) keep more.</summary>
    None,

    /// <summary>The layer's largest singular value.</summary>
    Largest,

    /// <summary>The layer's Frobenius norm.</summary>
    Norm,
}
