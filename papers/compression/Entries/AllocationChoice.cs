using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Entries;

/// <summary>The ways to share out a budget that a reader can choose by name: the hall's, and that of any method.</summary>
public static class AllocationChoice
{
    private static readonly (string Name, string Says, Func<IBudgetAllocation> Make)[] Own =
    [
        ("uniform", "the same share for every layer", () => new UniformAllocation()),
        ("energy", "equal relative errors of the layers' outputs", () => new EqualErrorAllocation()),
        ("threshold", "singular values above one threshold for all layers", () => new SingularValueThreshold(scale: SpectrumScale.Norm)),
        ("sensitivity", "the least sum of the layers' relative output errors", () => new KnapsackAllocation(new SpectralLoss())),
    ];

    /// <summary>The hall's own, with what they do.</summary>
    public static IReadOnlyList<(string Name, string Says)> Names => [.. Own.Select(choice => (choice.Name, choice.Says))];

    /// <summary>The allocation of a name, or of the method with this key; null if there is none.</summary>
    /// <param name="name">Such as <c>uniform</c> or <c>fwsvd</c>.</param>
    /// <param name="keep">The share that is kept.</param>
    public static IBudgetAllocation? Of(string name, double keep) =>
        Own.FirstOrDefault(choice => choice.Name == name).Make is { } make ? make() : CompressionEntries.Of(name)?.Allocation(keep);
}
