using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>A tensor in canonical form, A = Σ_s ξ_s·a⁽¹⁾_s ⊗ a⁽²⁾_s ⊗ a⁽³⁾_s, s = 1 … R.</summary>
public sealed class CanonicalTensor
{
    private const int TermsPerBlock = 2048;

    /// <summary>Joins weights and factors.</summary>
    /// <param name="weights">ξ: (R).</param>
    /// <param name="factors">The side matrices A⁽ˡ⁾: (m_l, R).</param>
    /// <exception cref="ShapeException">A side matrix has not R columns.</exception>
    public CanonicalTensor(Tensor weights, IReadOnlyList<Tensor> factors)
    {
        foreach (var factor in factors)
            if (factor.Columns != weights.Length) throw new ShapeException($"A side matrix has {factor.Columns} columns; {weights.Length}, one for each weight, are needed.");
        Weights = weights;
        Factors = factors;
    }

    /// <summary>ξ: (R).</summary>
    public Tensor Weights { get; }

    /// <summary>A⁽ˡ⁾: (m_l, R).</summary>
    public IReadOnlyList<Tensor> Factors { get; }

    /// <summary>R, the number of terms.</summary>
    public int Terms => Weights.Length;

    /// <summary>The full tensor, for small ones: Σ over the terms without forming anything else of that size.</summary>
    public Tensor Rebuild() => Accumulate([.. Factors]).Reshape([.. Factors.Select(factor => factor.Rows)]);

    /// <summary>
    /// The reduced higher-order SVD (Khoromskij and Khoromskaia 2009): bases from the SVD of the weighted side matrices, the tensor projected on
    /// them. The full tensor is never formed; O(m²R) per mode and O(r³R) for the core.
    /// </summary>
    /// <remarks>
    /// With unit columns â and weights w_s = |ξ_s|·Π‖a_s‖, Σ_s w_s·‖(I − P)â_s‖ ≤ (Σw)^½·(Σ w_s‖(I − P)â_s‖²)^½ by Cauchy–Schwarz: the discarded singular
    /// values of Â·diag(√w) bound the projection error. Charges of both signs make ‖A‖ far smaller than Σw, so these ranks are too large;
    /// <see cref="TuckerTensor.Compress"/> afterwards finds the ranks of the tensor itself.
    /// </remarks>
    /// <param name="tolerance">The relative Frobenius error allowed, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    /// <exception cref="NonFiniteException">A side matrix has NaN or infinite entries.</exception>
    public TuckerTensor Reduce(double tolerance)
    {
        if (tolerance is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must lie between 0 and 1.");
        double[][] norms = [.. Factors.Select(ColumnNorms)];                                             // (R) for each mode
        double[] w = [.. Enumerable.Range(0, Terms).Select(s => norms.Aggregate(Math.Abs(Weights[s]), (product, mode) => product * mode[s]))];
        var total = w.Sum();
        var bases = new (Tensor U, Tensor S)[Factors.Count];
        for (var mode = 0; mode < bases.Length; mode++)
        {
            double[] scale = [.. w.Zip(norms[mode], (weight, norm) => norm > 0 ? Math.Sqrt(weight) / norm : 0)];
            bases[mode] = LeftSingularVectors.OfTransposed((Factors[mode] * Tensor.Wrap(scale, Terms)).Transpose());
        }

        // A few leading directions hold a lower bound of ‖A‖, which turns the relative tolerance into an absolute one.
        var norm = Project(bases, [.. bases.Select(basis => Math.Min(12, basis.S.Length))]).Core.FrobeniusNorm();
        while (true)
        {
            var allowed = tolerance * norm / (Factors.Count * Math.Sqrt(total));
            int[] ranks = [.. bases.Select(basis => HigherOrderSvd.RankFor(basis.S, allowed))];
            if (norm > 0 || total == 0) return Project(bases, ranks);
            norm = tolerance * total; // terms that cancel almost entirely: small against them is all that can be asked
        }
    }

    private TuckerTensor Project((Tensor U, Tensor S)[] bases, int[] ranks)
    {
        Tensor[] factors = [.. bases.Select((basis, mode) => basis.U.Slice(1, 0, ranks[mode]).Contiguous())];                              // (m_l, r_l)
        Tensor[] projected = [.. factors.Zip(Factors, (v, a) => LinearAlgebra.MatMul(v, a, transposeA: true, transposeB: false))]; // VᵀA: (r_l, R)
        return new TuckerTensor(Accumulate(projected).Reshape(ranks), factors);
    }

    // Σ_s ξ_s·a⁽¹⁾_s ⊗ … ⊗ a⁽ᵈ⁾_s as (n₁⋯n_{d−1}, n_d): column-wise Kronecker product of all but the last matrix, times the last.
    private Tensor Accumulate(Tensor[] matrices)
    {
        Tensor? sum = null;
        for (var start = 0; start < Terms; start += TermsPerBlock)
        {
            var size = Math.Min(TermsPerBlock, Terms - start);
            var product = Weights.Slice(0, start, size).Reshape(1, size).Contiguous();                  // (1, block)
            foreach (var matrix in matrices[..^1]) product = KhatriRao(product, matrix.Slice(1, start, size).Contiguous());
            var part = LinearAlgebra.MatMul(product, matrices[^1].Slice(1, start, size).Contiguous(), transposeA: false, transposeB: true);
            if (sum is null) sum = part;
            else sum.AddScaled(part);
        }
        return sum ?? throw new ShapeException("A canonical tensor needs at least one term.");
    }

    // (p, s), (q, s) → (pq, s)
    private static Tensor KhatriRao(Tensor left, Tensor right)
    {
        var product = Tensor.Zeros(left.Rows * right.Rows, left.Columns);
        for (var i = 0; i < left.Rows; i++)
            for (var j = 0; j < right.Rows; j++)
                TensorPrimitives.Multiply(left.RowSpan(i), right.RowSpan(j), product.RowSpan((i * right.Rows) + j));
        return product;
    }

    private static double[] ColumnNorms(Tensor matrix) => matrix.EnsureFinite("a side matrix").Square().Sum(0).Sqrt().ToArray();
}
