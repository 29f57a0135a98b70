using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>
/// A weight as its calibration inputs see it, with its principal directions: what ROCKET makes factors of every size from. The paper writes
/// Y = X W with W (inputs, outputs) and XᵀX = LᵀL; here weights are (outputs, inputs), the second moments are M = C Cᵀ with C = Lᵀ lower triangular, and
/// the whitened weight is W C, so that ‖(W − Ŵ) C‖² is the mean squared error of the outputs.
/// </summary>
public sealed class WhitenedBasis
{
    // Where the inputs' moments are not positive definite the paper's code adds 7·10⁻⁶ to the diagonal; here relative to its mean.
    private const double Damping = 7e-6;

    private readonly Tensor _vectors;      // (inputs, full): eigenvectors of (W C)ᵀ W C, leading first
    private readonly Tensor _coefficients; // (outputs, full): W C by them
    private readonly Tensor _stretch;      // (full): the directions' lengths in the space of the weight

    private WhitenedBasis(Tensor weight, Tensor whitening, Tensor whitened)
    {
        (Weight, Whitening, Whitened) = (weight, whitening, whitened);
        var svd = LinearAlgebra.Svd(whitened);
        _vectors = svd.Vt.Transpose().Contiguous();
        _coefficients = svd.U * svd.S;
        _stretch = LinearAlgebra.SolveTriangular(whitening, _vectors, lower: true, transpose: true).Square().Sum(0).Sqrt(); // ‖C⁻ᵀ b‖
    }

    /// <summary>W, (outputs, inputs).</summary>
    public Tensor Weight { get; }

    /// <summary>C with C Cᵀ = M, lower triangular: (inputs, inputs).</summary>
    public Tensor Whitening { get; }

    /// <summary>W C, (outputs, inputs).</summary>
    public Tensor Whitened { get; }

    /// <summary>The basis of a layer.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="statistics">The layer's.</param>
    /// <exception cref="ArgumentException">The weight is no matrix, or does not fit the statistics.</exception>
    /// <exception cref="NonFiniteException">The weight or the moments hold a number that is not finite.</exception>
    public static WhitenedBasis Of(Tensor weight, LayerStatistics statistics)
    {
        var w = LayerInput.Weight(weight, statistics);
        var whitening = LinearAlgebra.CholeskyWithJitter(LayerInput.DampedMoments(statistics, Damping)).L;
        return new WhitenedBasis(w, whitening, LinearAlgebra.MatMul(w, whitening));
    }

    /// <summary>The k leading directions as rows: (atoms, inputs), orthonormal.</summary>
    public Tensor Directions(int atoms) => _vectors.Slice(1, 0, atoms).Transpose();

    /// <summary>W C by the k leading directions: (outputs, atoms).</summary>
    public Tensor Coefficients(int atoms) => _coefficients.Slice(1, 0, atoms);

    /// <summary>‖C⁻ᵀ b‖ of the k leading directions b: (atoms).</summary>
    public Tensor Stretch(int atoms) => _stretch.Slice(0, 0, atoms);

    /// <summary>Atoms of the whitened weight as atoms of the weight: D C⁻¹.</summary>
    /// <param name="dictionary">(atoms, inputs).</param>
    public Tensor Unwhitened(Tensor dictionary) => LinearAlgebra.SolveTriangular(Whitening, dictionary, lower: true, right: true);
}
