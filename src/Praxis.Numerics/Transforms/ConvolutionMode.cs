namespace Praxis.Numerics;

/// <summary>Which part of a convolution of lengths m and n is wanted.</summary>
public enum ConvolutionMode
{
    /// <summary>All m + n − 1 entries.</summary>
    Full,

    /// <summary>The middle m entries, as many as the first operand has.</summary>
    Same,

    /// <summary>The m − n + 1 entries in which the second operand lies inside the first.</summary>
    Valid,

    /// <summary>Wrapped around with period m, the length of the first operand.</summary>
    Circular,
}
