using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Allocations;

/// <summary>How the errors of different layers are made comparable.</summary>
public enum ErrorWeighting
{
    /// <summary>As they are: ‖W − Ŵ‖², or the mean squared error of the layer's output.</summary>
    Absolute,

    /// <summary>As a share of the whole: of ‖W‖², or of the mean square of the output.</summary>
    Relative,

    /// <summary>
    /// Times half the mean squared gradient of the loss at the layer's outputs, which turns an error of the outputs into the increase of the
    /// loss to second order, with gradients taken as independent of the inputs: that mean square is ΣF/(outputs · Σ mean x²) with the Fisher information F.
    /// </summary>
    Gradient,
}

/// <summary>The loss of a layer at each rank by the tail of its spectrum: what truncated SVD leaves out. One decomposition a layer.</summary>
/// <param name="whitened">Whether the error is measured by the second moments of the inputs.</param>
/// <param name="weighting">How layers are made comparable.</param>
public sealed class SpectralLoss(bool whitened = true, ErrorWeighting weighting = ErrorWeighting.Relative) : ILossEstimate
{
    /// <inheritdoc/>
    public string Name => (whitened ? "output error" : "weight error") + weighting switch
    {
        ErrorWeighting.Relative => ", relative",
        ErrorWeighting.Gradient => ", by gradients",
        _ => "",
    };

    /// <inheritdoc/>
    public IReadOnlyList<AllocationOption> Options(LayerToCompress layer)
    {
        double[] energies = LowRankBasis.Energies(layer.ReadWeight(), layer.Statistics, whitened);
        double unit = Unit(layer, energies.Sum());
        var options = new AllocationOption[RankLadder.Steps(layer)];
        var tails = new double[energies.Length + 1];
        for (int k = energies.Length - 1; k >= 0; k--)
            tails[k] = tails[k + 1] + energies[k];
        for (int step = 0; step < options.Length; step++)
            options[step] = new AllocationOption(
                RankLadder.Keep(layer, step),
                RankLadder.Parameters(layer, step),
                RankLadder.Rank(layer, step) is { } rank ? unit * tails[rank] : 0);
        return options;
    }

    private double Unit(LayerToCompress layer, double whole) => weighting switch
    {
        ErrorWeighting.Relative => whole > 0 ? 1 / whole : 0,
        ErrorWeighting.Gradient => GradientUnit(layer),
        _ => 1,
    };

    private double GradientUnit(LayerToCompress layer)
    {
        double inputs = LinearAlgebra.Trace(layer.Statistics.SecondMoments); // Σ mean x²
        double fisher = layer.Statistics.RequireFisher().Sum();
        double perOutput = inputs > 0 ? fisher / (layer.Outputs * inputs) : 0;
        // Without the moments an error of the weight counts as if the inputs were uncorrelated and all of the mean scale.
        return 0.5 * perOutput * (whitened ? 1 : inputs / layer.Inputs);
    }
}
