using Praxis.Numerics;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>
/// What each principal direction knows of the training labels, as shares: ‖u_jᵀ S‖²/‖S‖² for the clean part S of the labels and the same for
/// the noise N. Left singular vectors are orthonormal, so shares of directions add up to what all of them hold together.
/// </summary>
/// <param name="Signal">Of the true classes (one-hot rows, centred), by direction.</param>
/// <param name="Noise">Of the noisy labels less their mean within the true class, by direction: what only memory can know.</param>
public sealed record LabelEnergies(double[] Signal, double[] Noise)
{
    /// <summary>Measures the directions of a network's training features.</summary>
    /// <param name="spectrum">Of the training features.</param>
    /// <param name="clean">True classes: (count).</param>
    /// <param name="noisy">The labels that were learned: (count).</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">No label is wrong within its class, so that there is no noise.</exception>
    public static LabelEnergies Of(FeatureSpectrum spectrum, Tensor clean, Tensor noisy, int classes)
    {
        var truth = LabelNoise.OneHot(clean, classes);                                               // (count, classes)
        var given = LabelNoise.OneHot(noisy, classes);
        var counts = truth.Sum(0).Map(count => Math.Max(count, 1)).Reshape(-1, 1);                    // (classes, 1)
        var within = LinearAlgebra.MatMul(truth, given, transposeA: true, transposeB: false) / counts; // row c: mean label of class c
        var noise = given - LinearAlgebra.MatMul(truth, within);
        if (noise.FrobeniusNorm() < 1e-9)
            throw new ArgumentException("Within each true class all labels are the same: there is no noise to find.", nameof(noisy));
        return new LabelEnergies(Shares(spectrum, truth - truth.Mean(0)), Shares(spectrum, noise));
    }

    private static double[] Shares(FeatureSpectrum spectrum, Tensor part)
    {
        double all = part.Square().Sum();
        return (LinearAlgebra.MatMul(spectrum.Left, part, transposeA: true, transposeB: false).Square().Sum(1) / all).ToArray();
    }
}
