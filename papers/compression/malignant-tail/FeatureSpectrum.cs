using Praxis.Numerics;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>The principal directions of a network's features: Φ − 1 φ̄ᵀ = U Σ Qᵀ, cut at the numerical rank.</summary>
/// <param name="Mean">φ̄, the mean of the training features: (features).</param>
/// <param name="Left">U: (count, rank).</param>
/// <param name="SingularValues">The diagonal of Σ, descending: (rank).</param>
/// <param name="Directions">Q, principal directions as columns: (features, rank).</param>
public sealed record FeatureSpectrum(Tensor Mean, Tensor Left, Tensor SingularValues, Tensor Directions)
{
    /// <summary>A direction whose singular value is below this share of the largest is rounding of 32-bit features.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>The number of directions; dead units and constant features have none.</summary>
    public int Rank => SingularValues.Length;

    /// <summary>exp(−Σ p ln p) with p the share of a direction in the variance: how many directions there are in effect.</summary>
    public double EffectiveRank
    {
        get
        {
            var variances = SingularValues.Square();
            double all = variances.Sum();
            return Math.Exp(-variances.ToArray().Select(variance => variance / all).Sum(share => share > 0 ? share * Math.Log(share) : 0));
        }
    }

    /// <summary>The spectrum of features.</summary>
    /// <param name="features">Φ, training inputs only: (count, features), two rows at least.</param>
    /// <exception cref="ArgumentException">No matrix of two rows at least, or all rows are the same.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public static FeatureSpectrum Of(Tensor features)
    {
        if (features.Rank != 2 || features.Rows < 2)
            throw new ArgumentException("Principal directions need a matrix of features with two rows at least.", nameof(features));
        features.EnsureFinite("features");
        var wide = features.To(DType.F64);
        var mean = wide.Mean(0);                           // (features)
        var svd = LinearAlgebra.Svd(wide - mean);          // U (count, m), Vᵀ (m, features)
        double floor = Tolerance * Math.Max(svd.S[0], wide.MaxAbs() * 1e-6);
        int rank = svd.S.ToArray().Count(value => value > floor);
        return rank > 0
            ? new FeatureSpectrum(
                mean,
                svd.U.Slice(1, 0, rank).Contiguous(),
                svd.S.Slice(0, 0, rank).Contiguous(),
                svd.Vt.Slice(0, 0, rank).Transpose().Contiguous())
            : throw new ArgumentException("All rows of the features are the same; there is no direction to keep.", nameof(features));
    }

    /// <summary>Features in principal coordinates, centred by the training mean: (φ − φ̄) Q.</summary>
    /// <param name="features">(count, features), of any inputs.</param>
    /// <returns>(count, rank).</returns>
    public Tensor Coordinates(Tensor features) => LinearAlgebra.MatMul(features.To(DType.F64) - Mean, Directions);
}
