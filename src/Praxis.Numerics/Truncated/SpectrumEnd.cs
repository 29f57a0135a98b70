namespace Praxis.Numerics;

/// <summary>Which eigenvalues of a symmetric matrix are wanted.</summary>
public enum SpectrumEnd
{
    /// <summary>The largest, counting signs.</summary>
    Largest,

    /// <summary>The smallest, counting signs.</summary>
    Smallest,

    /// <summary>Half from each end; of an odd number the larger half from the top.</summary>
    Both,

    /// <summary>The largest absolute values.</summary>
    LargestMagnitude,
}
