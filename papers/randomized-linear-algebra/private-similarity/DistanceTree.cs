namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>
/// One coordinate of a private data set: a binary tree over cells of the unit interval with a noisy count in every node. A point touches one node
/// of each of the L levels, so that noise of scale L/ε in every node makes the whole tree ε-differentially private (one point added or removed).
/// </summary>
public sealed class DistanceTree
{
    private readonly long[][] _counts; // level 0 is the root

    private DistanceTree(long[][] counts) => _counts = counts;

    /// <summary>Cells at the lowest level: a power of two.</summary>
    public int Cells => _counts[^1].Length;

    /// <summary>L.</summary>
    public int Levels => _counts.Length;

    /// <summary>n with noise.</summary>
    public long Count => _counts[0][0];

    /// <summary>Counts points and adds noise.</summary>
    /// <param name="positions">Where the points lie, 0 to 1.</param>
    /// <param name="cells">Cells at the lowest level, a power of two that does not depend on the data.</param>
    /// <param name="epsilon">ε of the whole tree, above 0.</param>
    /// <param name="noise">The noise.</param>
    /// <exception cref="ArgumentException">A position outside 0 to 1, cells that are no power of two, or ε that is not above 0.</exception>
    public static DistanceTree Release(ReadOnlySpan<double> positions, int cells, double epsilon, INoise noise)
    {
        Privacy.RequireEpsilon(epsilon);
        if (cells < 2 || !int.IsPow2(cells)) throw new ArgumentException($"{cells} cells: the number must be a power of two, at least 2.", nameof(cells));
        var levels = int.Log2(cells) + 1;
        var counts = new long[levels][];
        for (var level = 0; level < levels; level++) counts[level] = new long[1 << level];
        foreach (var position in positions)
        {
            if (!(position >= 0 && position <= 1)) throw new ArgumentException($"The position {position} is outside 0 to 1.", nameof(positions));
            counts[^1][Math.Min((int)(position * cells), cells - 1)]++;
        }
        for (var level = levels - 2; level >= 0; level--)
            for (var node = 0; node < counts[level].Length; node++)
                counts[level][node] = counts[level + 1][2 * node] + counts[level + 1][2 * node + 1];
        foreach (var level in counts)
            for (var node = 0; node < level.Length; node++) level[node] += noise.Laplace(levels / epsilon);
        return new DistanceTree(counts);
    }

    /// <summary>Points in cells <paramref name="from"/> up to, not including, <paramref name="to"/>: the sum of at most two nodes a level.</summary>
    public long CountCells(int from, int to)
    {
        var sum = 0L;
        for (var level = Levels - 1; from < to; level--)
        {
            if ((from & 1) == 1) sum += _counts[level][from++];
            if ((to & 1) == 1) sum += _counts[level][--to];
            (from, to) = (from >> 1, to >> 1);
        }
        return sum;
    }

    /// <summary>
    /// Σ_x |x − y|, up to the factor 1 + α and the noise: on either side the points are counted in ranges whose ends grow by 1 + α, and each counts as
    /// far away as its range's far end. The noise of the near ranges counts little, so that all of it is a geometric series: Õ(1/(ε√α)).
    /// </summary>
    /// <param name="y">0 to 1.</param>
    /// <param name="accuracy">α, above 0.</param>
    public double SumOfDistances(double y, double accuracy)
    {
        if (!(accuracy > 0)) throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, "α must be above 0.");
        if (!(y >= 0 && y <= 1)) throw new ArgumentOutOfRangeException(nameof(y), y, "The query must lie within the bounds, 0 to 1.");
        // J = ⌈ln n/ln(1 + α)⌉ with the cells in place of n: nearer than one cell nothing can be told apart.
        var ranges = (int)Math.Ceiling(Math.Log(Cells) / Math.Log(1 + accuracy));
        var sum = 0.0;
        for (var j = 0; j < ranges; j++)
        {
            var (far, near) = (Math.Pow(1 + accuracy, -j), Math.Pow(1 + accuracy, -(j + 1)));
            sum += far * (CountCells(Cell(y + near), Cell(y + far)) + CountCells(Cell(y - far), Cell(y - near)));
        }
        return sum;

        int Cell(double position) => (int)Math.Clamp(Math.Round(position * Cells), 0, Cells);
    }
}

/// <summary>What every release requires.</summary>
internal static class Privacy
{
    public static void RequireEpsilon(double epsilon)
    {
        if (!(epsilon > 0 && double.IsFinite(epsilon))) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε must be a finite number above 0; 0 would allow no answer, and a negative one is no privacy.");
    }
}
