namespace Praxis.Numerics;

/// <summary>Refuses sizes that a file claims before any memory is taken for them.</summary>
internal static class MemoryBound
{
    /// <summary>What a small file may unfold to when the caller does not say otherwise: 1 GiB.</summary>
    public const long Unfolded = 1L << 30;

    /// <summary>The bytes one element takes in a tensor.</summary>
    public static int ElementBytes(DType dtype) => dtype switch
    {
        DType.F64 or DType.I64 => 8,
        DType.F32 => 4,
        _ => 1,
    };

    /// <summary>Checks that a tensor of so many elements can be held in one array and in this machine's memory.</summary>
    public static void Check(string file, string place, Int128 elements, DType dtype, string cure)
    {
        if (elements > Array.MaxLength)
            throw new MatrixFileException(file, place, $"{elements} elements are more than one tensor holds ({Array.MaxLength})", cure);
        CheckBytes(file, place, elements * ElementBytes(dtype), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, cure);
    }

    /// <summary>Checks a number of bytes against a limit.</summary>
    public static void CheckBytes(string file, string place, Int128 bytes, long limit, string cure)
    {
        if (bytes > limit)
            throw new MatrixFileException(file, place, $"{bytes} bytes of memory would be needed and {limit} are allowed", cure);
    }
}
