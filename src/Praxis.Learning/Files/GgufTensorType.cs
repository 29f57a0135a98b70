namespace Praxis.Learning.Files;

/// <summary>How a .gguf file stores a tensor, by the number it gives the type.</summary>
/// <param name="Name">The name in the format's own list.</param>
/// <param name="BlockElements">Elements that are stored together.</param>
/// <param name="BlockBytes">Bytes of one block.</param>
/// <param name="Stored">The same here, or null for a type whose size is known but that is not read.</param>
internal sealed record GgufTensorType(string Name, int BlockElements, int BlockBytes, StoredType? Stored)
{
    /// <summary>The type of a number, or null if it is not known.</summary>
    public static GgufTensorType? Of(uint number) => number switch
    {
        0 => new("F32", 1, 4, StoredType.F32),
        1 => new("F16", 1, 2, StoredType.F16),
        2 => new("Q4_0", 32, 18, StoredType.Q4_0),
        3 => new("Q4_1", 32, 20, null),
        6 => new("Q5_0", 32, 22, null),
        7 => new("Q5_1", 32, 24, null),
        8 => new("Q8_0", 32, 34, StoredType.Q8_0),
        9 => new("Q8_1", 32, 36, null),
        10 => new("Q2_K", 256, 84, null),
        11 => new("Q3_K", 256, 110, null),
        12 => new("Q4_K", 256, 144, null),
        13 => new("Q5_K", 256, 176, null),
        14 => new("Q6_K", 256, 210, null),
        15 => new("Q8_K", 256, 292, null),
        24 => new("I8", 1, 1, StoredType.I8),
        25 => new("I16", 1, 2, StoredType.I16),
        26 => new("I32", 1, 4, StoredType.I32),
        27 => new("I64", 1, 8, StoredType.I64),
        28 => new("F64", 1, 8, StoredType.F64),
        30 => new("BF16", 1, 2, StoredType.BF16),
        _ => null,
    };
}
