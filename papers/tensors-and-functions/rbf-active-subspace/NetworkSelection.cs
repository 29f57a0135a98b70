using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>A network whose penalty on the metric was chosen by held-out rows.</summary>
/// <param name="Network">The network, trained on all rows.</param>
/// <param name="MetricPenalty">The chosen λ_u.</param>
public sealed record NetworkSelection(RadialBasisNetwork Network, double MetricPenalty)
{
    /// <summary>The penalties λ_u that are tried when the caller names none.</summary>
    public static IReadOnlyList<double> DefaultPenalties { get; } = [1e-3, 1e-2, 1e-1];

    /// <summary>Chooses λ_u and trains.</summary>
    /// <param name="x">(n, d).</param>
    /// <param name="y">(n, outputs).</param>
    /// <param name="options">All but λ_u.</param>
    /// <param name="penalties">λ_u to try; one is simply taken.</param>
    /// <param name="random">Which rows are held out, and where k-means begins.</param>
    /// <param name="codes">Whether the outputs are codes of classes.</param>
    /// <param name="cancel">Stops between steps.</param>
    public static NetworkSelection Fit(
        Tensor x, Tensor y, NetworkOptions options, IReadOnlyList<double> penalties, RandomStream random, bool codes = false, CancellationToken cancel = default)
    {
        List<Func<Tensor, Tensor, RadialBasisNetwork>> candidates =
            [.. penalties.Select(penalty => (Func<Tensor, Tensor, RadialBasisNetwork>)((xs, ys) =>
                RadialBasisNetwork.Fit(xs, ys, options with { MetricPenalty = penalty }, random.Fork("k-means"), codes, cancel)))];
        var (chosen, network) = HeldOutQuarter.Choose(candidates, (trained, rows) => trained.Predict(rows), x, y, random);
        return new NetworkSelection(network, penalties[chosen]);
    }
}
