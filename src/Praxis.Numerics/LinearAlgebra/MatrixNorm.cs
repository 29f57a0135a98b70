namespace Praxis.Numerics;

/// <summary>A norm of matrices.</summary>
public enum MatrixNorm
{
    /// <summary>The largest sum of absolute values in a column.</summary>
    One,

    /// <summary>The largest singular value.</summary>
    Two,

    /// <summary>The largest sum of absolute values in a row.</summary>
    Infinity,

    /// <summary>The root of the sum of squares of all entries.</summary>
    Frobenius,
}
