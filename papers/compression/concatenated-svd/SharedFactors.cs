using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>One group stored as a rank-r SVD of its matrices side by side: A_k ≈ U·C_k with a shared U.</summary>
public sealed class SharedFactors
{
    private readonly int[] _offsets;

    private SharedFactors(Tensor basis, Tensor coefficients, int[] offsets)
    {
        Basis = basis;
        Coefficients = coefficients;
        _offsets = offsets;
    }

    /// <summary>U: (m, r), orthonormal columns.</summary>
    public Tensor Basis { get; }

    /// <summary>ΣVᵀ of the whole group: (r, Σn_k).</summary>
    public Tensor Coefficients { get; }

    /// <summary>How many numbers are stored: r(m + Σn_k).</summary>
    public long ParameterCount => (long)Basis.Length + Coefficients.Length;

    /// <summary>Factors a group.</summary>
    /// <param name="blocks">Matrices with the same number of rows.</param>
    /// <param name="rank">r, at least 1; cut to what the group has.</param>
    public static SharedFactors Of(IReadOnlyList<Tensor> blocks, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        var svd = LinearAlgebra.Svd(Tensor.Concat(1, [.. blocks]));
        var kept = Math.Min(rank, svd.S.Length);
        var offsets = new int[blocks.Count + 1];
        for (var k = 0; k < blocks.Count; k++) offsets[k + 1] = offsets[k] + blocks[k].Columns;
        return new SharedFactors(
            svd.U.Slice(1, 0, kept).Contiguous(),                                      // (m, r)
            svd.Vt.Slice(0, 0, kept) * svd.S.Slice(0, 0, kept).Reshape(kept, 1), // (r, Σn_k)
            offsets);
    }

    /// <summary>The k-th matrix of the group, as far as rank r keeps it.</summary>
    public Tensor Rebuild(int k) =>
        LinearAlgebra.MatMul(Basis, Coefficients.Slice(1, _offsets[k], _offsets[k + 1] - _offsets[k]).Contiguous());

    /// <summary>
    /// ‖A_k − U C_k‖_F/‖A_k‖_F of each matrix (0 for zeros): the group's error is an average in which one large matrix can hide the loss
    /// of small ones.
    /// </summary>
    public IReadOnlyList<double> ErrorsOf(IReadOnlyList<Tensor> blocks) =>
        [.. blocks.Select((block, k) => block.FrobeniusNorm() is var norm and > 0 ? (block - Rebuild(k)).FrobeniusNorm() / norm : 0)];

    /// <summary>m·Σn_k over what is stored: min(r(m + n_C), m·n_C) for a group of several matrices, m·n for a single one.</summary>
    /// <param name="blocks">All matrices.</param>
    /// <param name="groups">The groups as indices.</param>
    /// <param name="rank">r.</param>
    public static double CompressionRatio(IReadOnlyList<Tensor> blocks, IReadOnlyList<IReadOnlyList<int>> groups, int rank)
    {
        long m = blocks[0].Rows;
        var stored = groups.Sum(group =>
        {
            long columns = group.Sum(k => blocks[k].Columns);
            return group.Count == 1 ? m * columns : Math.Min(rank * (m + columns), m * columns);
        });
        return (double)(m * blocks.Sum(block => (long)block.Columns)) / stored;
    }
}
