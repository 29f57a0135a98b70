namespace Praxis.Papers.Compression;

/// <summary>What a budget counts.</summary>
public enum BudgetUnit
{
    /// <summary>Stored numbers (<see cref="CompressedWeight.Parameters"/>).</summary>
    Parameters,

    /// <summary>Bits on disk (<see cref="CompressedWeight.Bits"/>).</summary>
    Bits,

    /// <summary>Operations for one input row (<see cref="CompressedWeight.FlopsPerRow"/>).</summary>
    Flops,
}
