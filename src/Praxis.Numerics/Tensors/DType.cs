namespace Praxis.Numerics;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>IEEE 754 single precision (32 bits).</summary>
    F32,

    /// <summary>IEEE 754 double precision (64 bits); the default everywhere.</summary>
    F64,

    /// <summary>Signed 64-bit integers.</summary>
    I64,

    /// <summary>Truth values; they read as 0 and 1.</summary>
    Bool,
}
