using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>
/// A way to choose n places for a weighted least-squares fit. All have marginals ν and so the same weights, but for plain random places,
/// which have marginals μ and no weights.
/// </summary>
public sealed record Design
{
    private readonly Func<FunctionSpace, int, RandomStream, int[]> _draw;

    private Design(string name, bool weighted, Func<FunctionSpace, int, RandomStream, int[]> draw)
    {
        Name = name;
        Weighted = weighted;
        _draw = draw;
    }

    /// <summary>Independent places from ν: stable with n = O(m log m).</summary>
    public static Design Independent { get; } = new("independent", true, (space, n, random) =>
        [.. Enumerable.Range(0, n).Select(_ => space.Draw(random))]);

    /// <summary>Independent places from μ, without weights: what one does without thinking.</summary>
    public static Design Plain { get; } = new("plain, unweighted", false, (space, n, random) =>
    {
        var cumulative = new double[space.Places];
        var sum = 0.0;
        for (var i = 0; i < cumulative.Length; i++) cumulative[i] = sum += space.Mass(i);
        return [.. Enumerable.Range(0, n).Select(_ =>
        {
            var at = Array.BinarySearch(cumulative, random.NextDouble() * sum);
            return Math.Min(at >= 0 ? at + 1 : ~at, space.Places - 1);
        })];
    });

    /// <summary>
    /// Volume-rescaled sampling: density proportional to det(G) against ν^⊗n, which is a determinantal design of m places and n − m
    /// independent ones. E[G⁻¹] = n/(n − m + 1)·I, and the fit is unbiased.
    /// </summary>
    public static Design Volume { get; } = new("volume-rescaled", true, (space, n, random) =>
        [.. ProjectionDpp.Draw(space, random.Fork("determinantal")), .. Enumerable.Range(0, n - space.Dimension).Select(_ => space.Draw(random))]);

    /// <summary>Independent determinantal designs of m places each, one after the other; the last is cut where n is no multiple of m.</summary>
    public static Design Repeated { get; } = new("repeated determinantal", true, (space, n, random) =>
        [.. Enumerable.Range(0, (n + space.Dimension - 1) / space.Dimension).SelectMany(r => ProjectionDpp.Draw(space, random.Fork(r))).Take(n)]);

    /// <summary>The name in tables and figures.</summary>
    public string Name { get; }

    /// <summary>Whether places carry the weights w = m/‖φ‖².</summary>
    public bool Weighted { get; }

    /// <summary>Draws places.</summary>
    /// <param name="space">The space with its measure.</param>
    /// <param name="count">n, at least the dimension of the space.</param>
    /// <param name="random">Decides which.</param>
    /// <returns>n places; a place may be there twice.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer places than dimensions: the fit would not be determined.</exception>
    public int[] Draw(FunctionSpace space, int count, RandomStream random)
    {
        if (count < space.Dimension)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A space of dimension {space.Dimension} needs at least as many places.");
        return _draw(space, count, random);
    }

    /// <summary>Draws places again and again until the Gram matrix is stable: λ_min(G) ≥ <paramref name="smallestEigenvalue"/>.</summary>
    /// <param name="space">The space with its measure.</param>
    /// <param name="count">n.</param>
    /// <param name="smallestEigenvalue">1 − δ, below 1.</param>
    /// <param name="random">Decides which.</param>
    /// <param name="mostDraws">How often to draw at most.</param>
    /// <returns>The fit on the places, and how many draws it took.</returns>
    /// <exception cref="InvalidOperationException">No draw was stable: take more places.</exception>
    public (WeightedFit Fit, int Draws) DrawStable(FunctionSpace space, int count, double smallestEigenvalue, RandomStream random, int mostDraws = 1000)
    {
        for (var draw = 0; draw < mostDraws; draw++)
        {
            var fit = new WeightedFit(space, Draw(space, count, random.Fork(draw)), Weighted);
            if (fit.SmallestEigenvalue >= smallestEigenvalue) return (fit, draw + 1);
        }
        throw new InvalidOperationException($"None of {mostDraws} designs of {count} places reached λ_min(G) ≥ {smallestEigenvalue} for dimension {space.Dimension}; take more places.");
    }

    /// <summary>This design as a way of picking rows of a matrix: the space is that of its columns, every row has the same mass.</summary>
    public RowSelection Rows() => new(Name, (a, rows, random) =>
    {
        var space = FunctionSpace.Of(a);
        var places = Draw(space, rows, random);
        // 1/n·w(x) stands for the mean over all rows: times their number for the sum.
        return new RowSample(places, [.. places.Select(place => (Weighted ? space.Weight(place) : 1) * a.Rows / rows)]);
    });
}
