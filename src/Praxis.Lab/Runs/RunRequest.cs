namespace Praxis.Lab;

/// <summary>What is to be run: a paper's study at a scale with seeds.</summary>
/// <param name="Slug">The paper.</param>
/// <param name="Scale">How much work the study may do.</param>
/// <param name="Seeds">The seeds: at least one, none twice. A verdict on a stochastic check needs five.</param>
/// <exception cref="ArgumentException">No slug, no seeds, too many seeds, or a seed that is there twice.</exception>
public sealed record RunRequest(string Slug, Scale Scale, IReadOnlyList<long> Seeds)
{
    /// <summary>More seeds than this are refused: nobody waits for them.</summary>
    public const int MostSeeds = 10_000;

    /// <summary>The paper.</summary>
    public string Slug { get; init; } = Slug is { Length: > 0 } ? Slug : throw new ArgumentException("A run needs the slug of a paper.", nameof(Slug));

    /// <summary>The seeds.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = RequireDistinct(Seeds);

    private static IReadOnlyList<long> RequireDistinct(IReadOnlyList<long> seeds)
    {
        if (seeds.Count == 0) throw new ArgumentException("A run needs at least one seed.", nameof(seeds));
        if (seeds.Count > MostSeeds) throw new ArgumentException($"A run has at most {MostSeeds:N0} seeds, not {seeds.Count:N0}.", nameof(seeds));
        var seen = new HashSet<long>();
        foreach (var seed in seeds)
            if (!seen.Add(seed)) throw new ArgumentException($"The seed {seed} is there twice; every seed counts as one independent draw.", nameof(seeds));
        return [.. seeds];
    }
}
