using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// Which matrices may share one truncated SVD: the largest remaining one starts a group, others join while the bound on the group's
/// rank-r error stays within ε.
/// </summary>
public sealed record GreedyGrouping
{
    /// <summary>r, the rank of each group.</summary>
    public required int Rank { get; init; }

    /// <summary>ε, the largest relative Frobenius error of a group, 0 to 1.</summary>
    public required double Tolerance { get; init; }

    /// <summary>How the error of a group is bounded.</summary>
    public GroupEstimator Estimator { get; init; } = GroupEstimator.Incremental;

    /// <summary>In which order matrices are tried.</summary>
    public CandidateOrder Order { get; init; } = CandidateOrder.Residual;

    /// <summary>Goes on after a matrix that does not fit, instead of closing the group: more tests, sometimes larger groups.</summary>
    public bool Exhaustive { get; init; }

    /// <summary>After so many groups of a single matrix in a row all the rest stay single.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Forms the groups.</summary>
    /// <param name="blocks">Matrices with the same number of rows, m × n_k.</param>
    /// <returns>The groups as indices into <paramref name="blocks"/>, each matrix in exactly one.</returns>
    /// <exception cref="ArgumentException">No matrices, different numbers of rows, a matrix without columns, a rank of m or more, a tolerance outside 0 to 1.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in a matrix.</exception>
    public IReadOnlyList<IReadOnlyList<int>> Group(IReadOnlyList<Tensor> blocks)
    {
        Require(blocks);
        double[] norms = [.. blocks.Select(block => block.FrobeniusNorm())];
        var remaining = Enumerable.Range(0, blocks.Count).OrderByDescending(k => norms[k]).ToList(); // stable: ties in the order given
        var groups = new List<IReadOnlyList<int>>();
        var singles = 0;
        while (remaining.Count > 0 && singles < Patience)
        {
            var group = Seed(blocks, remaining);
            var seed = group.Count == 1 ? blocks[group[0]] : Tensor.Concat(1, [.. group.Select(k => blocks[k])]);
            var bound = Estimator.Start(seed, Rank);
            foreach (var candidate in Candidates(seed, blocks, norms, remaining[group.Count..]))
            {
                var larger = bound.With(blocks[candidate]);
                if (larger.SquaredError <= Tolerance * Tolerance)
                {
                    bound = larger;
                    group.Add(candidate);
                }
                else if (!Exhaustive) break;
            }
            remaining.RemoveAll(group.Contains);
            groups.Add(group);
            singles = group.Count == 1 ? singles + 1 : 0;
        }
        groups.AddRange(remaining.Select(k => (IReadOnlyList<int>)[k]));
        return groups;
    }

    /// <summary>The largest matrix, with the next largest as long as all together have at most r columns: their rank-r error is 0.</summary>
    private List<int> Seed(IReadOnlyList<Tensor> blocks, List<int> descending)
    {
        List<int> seed = [descending[0]];
        var columns = blocks[descending[0]].Columns;
        foreach (var next in descending.Skip(1))
        {
            columns += blocks[next].Columns;
            if (columns > Rank) break;
            seed.Add(next);
        }
        return seed;
    }

    private IEnumerable<int> Candidates(Tensor seed, IReadOnlyList<Tensor> blocks, double[] norms, List<int> descending)
    {
        if (Order == CandidateOrder.Norm) return Enumerable.Reverse(descending);
        var basis = ResidualBound.BasisOf(seed); // Q: (m, q)
        // ‖(I − QQᵀ)A‖² = ‖A‖² − ‖QᵀA‖²; the last digits lost by subtracting do not matter for an order.
        return descending.OrderBy(k => norms[k] * norms[k] - Math.Pow(LinearAlgebra.MatMul(basis, blocks[k], true, false).FrobeniusNorm(), 2)).ToList();
    }

    private void Require(IReadOnlyList<Tensor> blocks)
    {
        if (blocks.Count == 0) throw new ArgumentException("There are no matrices to group.", nameof(blocks));
        for (var k = 0; k < blocks.Count; k++)
        {
            if (blocks[k].Rank != 2 || blocks[k].Columns == 0) throw new ArgumentException($"Matrix {k} has the shape ({string.Join(", ", blocks[k].Shape.ToArray())}); it needs rows and columns.", nameof(blocks));
            if (blocks[k].Rows != blocks[0].Rows) throw new ArgumentException($"Matrix {k} has {blocks[k].Rows} rows but matrix 0 has {blocks[0].Rows}; only matrices with the same number of rows can stand side by side.", nameof(blocks));
            blocks[k].EnsureFinite($"Matrix {k}");
        }
        if (Rank < 1 || Rank >= blocks[0].Rows) throw new ArgumentException($"The rank must be at least 1 and below the number of rows, {blocks[0].Rows}; it is {Rank}.", nameof(blocks));
        if (!(Tolerance is >= 0 and <= 1)) throw new ArgumentException($"The tolerance ε must lie between 0 and 1; it is {Tolerance}.", nameof(blocks));
    }
}

/// <summary>In which order matrices are tried for a group.</summary>
public enum CandidateOrder
{
    /// <summary>Smallest Frobenius norm first.</summary>
    Norm,
    /// <summary>Smallest part outside the span of the first matrix first, computed once for each group.</summary>
    Residual,
}
