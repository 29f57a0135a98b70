namespace Praxis.Papers.Compression.Allocations;

/// <summary>What each way to store a layer is thought to cost the model.</summary>
public interface ILossEstimate
{
    /// <summary>The name under which tables and figures show it.</summary>
    string Name { get; }

    /// <summary>The layer's options in order of their parameters, each larger than the one before; the last is the dense weight.</summary>
    /// <param name="layer">The layer.</param>
    IReadOnlyList<AllocationOption> Options(LayerToCompress layer);
}
