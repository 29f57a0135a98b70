namespace Praxis.Learning.Files;

/// <summary>How the elements of a tensor lie in a file; all of them little-endian.</summary>
public enum StoredType
{
    /// <summary>IEEE 754 double precision.</summary>
    F64,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 half precision: 5 bits of exponent, 10 of fraction; the largest number is 65504.</summary>
    F16,

    /// <summary>The upper half of a single: 8 bits of exponent, 7 of fraction.</summary>
    BF16,

    /// <summary>Signed 64-bit integers.</summary>
    I64,

    /// <summary>Signed 32-bit integers.</summary>
    I32,

    /// <summary>Signed 16-bit integers.</summary>
    I16,

    /// <summary>Signed 8-bit integers.</summary>
    I8,

    /// <summary>Unsigned 8-bit integers.</summary>
    U8,

    /// <summary>Truth values, one byte each: 0 or 1.</summary>
    Bool,

    /// <summary>Blocks of 32 elements in a .gguf file: an F16 scale and 32 signed bytes.</summary>
    Q8_0,

    /// <summary>Blocks of 32 elements in a .gguf file: an F16 scale and 32 numbers of four bits, from −8 to 7.</summary>
    Q4_0,
}
