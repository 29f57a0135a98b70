using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// The leading output directions of a weight W, by which every best approximation of lower rank is a projection: with the second moments M of
/// the inputs, the Ŵ of rank r that makes the mean of ‖(W − Ŵ) x‖² = tr (W − Ŵ) M (W − Ŵ)ᵀ smallest is U Uᵀ W, where U holds the r leading
/// left singular vectors of W L for any L with L Lᵀ = M. (Eckart and Young give U Uᵀ W L, and what stands before L needs no L⁻¹: inputs that are always
/// zero, and fewer calibration rows than inputs, do no harm.) Without moments it is truncated SVD.
/// </summary>
/// <remarks>
/// U comes from the symmetric eigenproblem of the smaller side (W M Wᵀ or Lᵀ WᵀW L), which takes a fraction of the time of a singular value
/// decomposition; the squared error is exact to rounding relative to the largest energy.
/// </remarks>
public sealed class LowRankBasis
{
    private readonly Tensor _weight; // (outputs, inputs), F64
    private readonly Tensor _basis;  // (outputs, rank)

    private LowRankBasis(Tensor weight, Tensor basis) => (_weight, _basis) = (weight, basis);

    /// <summary>How many directions are held.</summary>
    public int Rank => _basis.Columns;

    /// <summary>The leading directions.</summary>
    /// <param name="weight">W, (outputs, inputs), finite.</param>
    /// <param name="moments">M, (inputs, inputs), symmetric and positive semidefinite; null: the identity.</param>
    /// <param name="rank">How many, from 1 to min(outputs, inputs).</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is 0 or above the full rank.</exception>
    /// <exception cref="ArithmeticException">The moments are not positive semidefinite.</exception>
    public static LowRankBasis Of(Tensor weight, Tensor? moments, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Math.Min(weight.Rows, weight.Columns));
        var w = weight.To(DType.F64).Contiguous();
        if (weight.Rows <= weight.Columns)
            return new LowRankBasis(w, Leading(LinearAlgebra.SymmetricEigen(OutputGram(w, moments)).Vectors, rank));
        var whitened = Whitened(w, moments);                                                    // (outputs, inputs)
        var right = Leading(LinearAlgebra.SymmetricEigen(Gram(whitened)).Vectors, rank);       // (inputs, rank)
        // W L V spans the leading left singular vectors; QR makes it orthonormal even where singular values vanish.
        return new LowRankBasis(w, LinearAlgebra.Qr(LinearAlgebra.MatMul(whitened, right)).Q);
    }

    /// <summary>The squared singular values of W, or of W L, descending: min(outputs, inputs) of them.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="statistics">The layer's; their second moments are M.</param>
    /// <param name="whitened">Whether to take W L instead of W.</param>
    /// <exception cref="ArgumentException">The weight does not fit the statistics.</exception>
    /// <exception cref="NonFiniteException">The weight or the moments hold a number that is not finite; the message names the layer.</exception>
    public static double[] Energies(Tensor weight, LayerStatistics statistics, bool whitened)
    {
        var w = LayerInput.Weight(weight, statistics);
        var moments = whitened ? LayerInput.Moments(statistics) : null;
        var gram = w.Rows <= w.Columns ? OutputGram(w, moments) : Gram(Whitened(w, moments));
        double[] values = LinearAlgebra.SymmetricEigenvalues(gram).ToArray(); // ascending
        Array.Reverse(values);
        for (int k = 0; k < values.Length; k++)
            values[k] = Math.Max(0, values[k]); // rounding may leave a small negative one
        return values;
    }

    /// <summary>The best approximation by the first so many directions: Ŵ = left · right, the singular values split evenly between the two.</summary>
    /// <param name="rank">From 1 to <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is none of these.</exception>
    public LowRankWeight Truncate(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Rank);
        var left = _basis.Slice(1, 0, rank).Clone();                                                      // (outputs, rank)
        var right = LinearAlgebra.MatMul(left, _weight, transposeA: true, transposeB: false);  // (rank, inputs)
        for (int k = 0; k < rank; k++)
        {
            double root = Math.Sqrt(right.Row(k).FrobeniusNorm());
            for (int i = 0; i < left.Rows; i++)
                left[i, k] *= root;
            foreach (ref double value in right.RowSpan(k))
                value = root > 0 ? value / root : 0;
        }

        return new LowRankWeight(left, right);
    }

    // W M Wᵀ
    private static Tensor OutputGram(Tensor w, Tensor? moments) => Symmetric(LinearAlgebra.MatMul(
        moments is null ? w : LinearAlgebra.MatMul(w, moments), w, transposeA: false, transposeB: true));

    private static Tensor Gram(Tensor tall) => Symmetric(LinearAlgebra.MatMul(tall, tall, transposeA: true, transposeB: false));

    private static Tensor Whitened(Tensor w, Tensor? moments) =>
        moments is null ? w : LinearAlgebra.MatMul(w, LinearAlgebra.CholeskyWithJitter(moments).L);

    private static Tensor Symmetric(Tensor a) => (a + a.Transpose()) * 0.5;

    // Eigenvalues ascend: the last vectors lead.
    private static Tensor Leading(Tensor vectors, int count) =>
        vectors.TakeColumns([.. Enumerable.Range(1, count).Select(k => vectors.Columns - k)]);
}
