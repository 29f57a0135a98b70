using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

/// <summary>
/// The one-shot protocol: every person sends x̃x̃ᵀ + Eᵢ and ỹx̃ + eᵢ with Gaussian noise, half of the budget each; the server
/// averages them to Σ̂ and b̂ and answers in closed form θ̂ = S_λ(Σ̂⁻¹b̂), the elementary estimator with a soft threshold.
/// </summary>
/// <remarks>
/// Of n messages the server uses only the mean, and the mean of n independent Gaussians is one Gaussian of variance 1/n: so it is
/// drawn here, which is the protocol itself in distribution.
/// </remarks>
public sealed class OneShotProtocol
{
    private readonly PrivacyBudget _budget;
    private readonly ClippingBounds _bounds;

    /// <summary>Fixes what is public.</summary>
    /// <param name="budget">Each person's budget.</param>
    /// <param name="bounds">Bounds to which records are clipped.</param>
    /// <param name="eigenvalueFloor">A public lower bound of the least eigenvalue of Σ; smaller ones of the noisy Σ̂ are raised to it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound or floor that is not positive.</exception>
    public OneShotProtocol(PrivacyBudget budget, ClippingBounds bounds, double eigenvalueFloor = 0.05)
    {
        RequirePositive(bounds.RowNorm, nameof(bounds));
        RequirePositive(bounds.Target, nameof(bounds));
        RequirePositive(eigenvalueFloor, nameof(eigenvalueFloor));
        (_budget, _bounds, EigenvalueFloor) = (budget, bounds, eigenvalueFloor);
    }

    /// <summary>The public floor of Σ̂'s eigenvalues.</summary>
    public double EigenvalueFloor { get; }

    /// <summary>The noise of each entry of one person's x̃x̃ᵀ: sensitivity √2·r², because ‖xxᵀ − x′x′ᵀ‖_F ≤ √2·r².</summary>
    public double SecondNoise => _budget.NoiseFor(Math.Sqrt(2) * _bounds.RowNorm * _bounds.RowNorm, 0.5);

    /// <summary>The noise of each entry of one person's ỹx̃: sensitivity 2rτ.</summary>
    /// <param name="wholeBudget">Whether it gets the whole budget, because the second moments are public.</param>
    public double CrossNoise(bool wholeBudget) => _budget.NoiseFor(2 * _bounds.RowNorm * _bounds.Target, wholeBudget ? 1 : 0.5);

    /// <summary>Runs the protocol.</summary>
    /// <param name="records">The moments of the clipped records.</param>
    /// <param name="random">The noise. In a study a fixed seed; people's devices need a secure generator.</param>
    /// <param name="publicSecond">Second moments of public unlabelled records, (d, d); then only ỹx̃ is sent.</param>
    /// <param name="central">Whether a trusted curator adds the noise once instead of every person: noise/n instead of noise/√n.</param>
    /// <exception cref="ArgumentException">Public second moments of another shape.</exception>
    public PrivateEstimate Run(Moments records, RandomStream random, Tensor? publicSecond = null, bool central = false)
    {
        var d = records.Cross.Length;
        if (publicSecond is not null && (publicSecond.Rank != 2 || publicSecond.Rows != d || publicSecond.Columns != d))
            throw new ArgumentException($"The public second moments must be {d} × {d}.", nameof(publicSecond));
        var shrink = central ? records.People : Math.Sqrt(records.People);
        var crossNoise = CrossNoise(publicSecond is not null) / shrink;
        var secondNoise = publicSecond is null ? SecondNoise / shrink : 0;

        var cross = records.Cross + crossNoise * random.Fork("cross").Normal(d);                                          // b̂ (d)
        var noisy = publicSecond ?? records.Second + secondNoise * SymmetricNormal(d, random.Fork("second"));              // Σ̂ (d, d)
        var eigen = LinearAlgebra.SymmetricEigen((noisy + noisy.Transpose()) / 2);
        var least = eigen.Values.Min();
        var inverse = LinearAlgebra.MatMul(eigen.Vectors / eigen.Values.Clamp(EigenvalueFloor, double.MaxValue), eigen.Vectors, transposeA: false, transposeB: true); // Σ̂⁻¹
        var plain = LinearAlgebra.MatVec(inverse, cross);                                                                   // Σ̂⁻¹b̂
        // Σ̂⁻¹b̂ − θ ≈ Σ̂⁻¹(e − Eθ), whose entries have at most this deviation for ‖θ‖ ≤ 1: public quantities only.
        var level = Math.Sqrt(crossNoise * crossNoise + secondNoise * secondNoise);
        var penalty = Math.Sqrt(2 * Math.Log(d)) * level * Summary.Median(inverse.Square().Sum(1).Sqrt().ToArray());
        return new PrivateEstimate(plain.Map(value => Lasso.SoftThreshold(value, penalty)), plain, penalty, least, least < EigenvalueFloor);
    }

    private static Tensor SymmetricNormal(int d, RandomStream random)
    {
        var noise = Tensor.Zeros(d, d);
        for (var i = 0; i < d; i++)
            for (var j = i; j < d; j++) noise[i, j] = noise[j, i] = random.NextNormal();
        return noise;
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, "Public bounds must be positive numbers.");
    }
}

/// <summary>What the server of the one-shot protocol answers.</summary>
/// <param name="Theta">θ̂ = S_λ(Σ̂⁻¹b̂): (d).</param>
/// <param name="WithoutThreshold">Σ̂⁻¹b̂: (d).</param>
/// <param name="Penalty">λ.</param>
/// <param name="LeastEigenvalue">The least eigenvalue of the noisy Σ̂, before it was raised.</param>
/// <param name="Raised">Whether eigenvalues were raised to the floor: the privacy noise has drowned the second moments.</param>
public sealed record PrivateEstimate(Tensor Theta, Tensor WithoutThreshold, double Penalty, double LeastEigenvalue, bool Raised);
