using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>f(x) = Σ_m w_m exp(−½(x − c_m)ᵀP(x − c_m)), P = LLᵀ: a Gaussian radial-basis network whose one metric P is learned.</summary>
public sealed class RadialBasisNetwork
{
    private RadialBasisNetwork(Standardization inputs, Standardization outputs, Tensor centres, Tensor factor, Tensor weights) =>
        (Inputs, Outputs, Centres, Factor, Weights, Metric) = (inputs, outputs, centres, factor, weights, new LearnedMetric(factor));

    /// <summary>How inputs are standardised.</summary>
    public Standardization Inputs { get; }

    /// <summary>How outputs are standardised.</summary>
    public Standardization Outputs { get; }

    /// <summary>C: (m, d), in standardised inputs.</summary>
    public Tensor Centres { get; }

    /// <summary>L: (d, d), lower triangular.</summary>
    public Tensor Factor { get; }

    /// <summary>W: (m, outputs), for standardised outputs.</summary>
    public Tensor Weights { get; }

    /// <summary>P and what it says.</summary>
    public LearnedMetric Metric { get; }

    /// <summary>The loss, penalties included, at the end of training.</summary>
    public double Loss { get; private init; }

    /// <summary>Steps of L-BFGS taken.</summary>
    public int Steps { get; private init; }

    /// <summary>
    /// Trains a network: centres by k-means, P from κI with 1/κ the median squared distance of two centres (so that no feature vanishes at
    /// the start), then L-BFGS over L (and C), the weights being solved for at every step.
    /// </summary>
    /// <param name="x">(n, d); standardised here.</param>
    /// <param name="y">(n, outputs): measured values, or codes of classes, one column a class.</param>
    /// <param name="options">Penalties and sizes.</param>
    /// <param name="random">Where k-means begins.</param>
    /// <param name="codes">Whether the outputs are codes of classes.</param>
    /// <param name="cancel">Stops between steps.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, fewer than two rows, or nothing to explain.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in x or y.</exception>
    public static RadialBasisNetwork Fit(Tensor x, Tensor y, NetworkOptions options, RandomStream random, bool codes = false, CancellationToken cancel = default)
    {
        options.Validate();
        if (x.Rank != 2 || y.Rank != 2 || x.Rows != y.Rows) throw new ArgumentException("Inputs (n, d) and outputs (n, outputs) with as many rows are needed.", nameof(y));
        if (x.Rows < 2) throw new ArgumentException($"{x.Rows} row is too few to learn from.", nameof(x));
        x.EnsureFinite("x");
        y.EnsureFinite("y");
        var (inputs, outputs) = (Standardization.Of(x), Standardization.Of(y, together: codes));
        if (outputs.Deviations.MaxAbs() == 0) throw new ArgumentException("The output has one value only; there is nothing to explain.", nameof(y));
        var (standardX, standardY) = (inputs.Apply(x), outputs.Apply(y)); // (n, d), (n, outputs)

        var centres = new Variable(KMeans.Centres(standardX, options.Centres, random), requiresGrad: options.LearnsCentres);
        var factor = new Variable(FirstFactor(centres.Data, inputs), requiresGrad: true);
        var objective = new NetworkObjective(standardX, standardY, options);
        var optimizer = new LBfgs(options.LearnsCentres ? [factor, centres] : [factor], () => objective.Loss(factor, centres));
        var tenBefore = double.PositiveInfinity;
        while (optimizer.Steps < options.Steps)
        {
            cancel.ThrowIfCancellationRequested();
            optimizer.Step();
            if (optimizer.Steps % 10 != 0) continue;
            if (tenBefore - optimizer.Value < options.Tolerance * optimizer.Value) break;
            tenBefore = optimizer.Value;
        }

        var features = NetworkObjective.Features(LinearAlgebra.MatMul(standardX, factor.Data), LinearAlgebra.MatMul(centres.Data, factor.Data)); // (n, m)
        return new RadialBasisNetwork(inputs, outputs, centres.Data, factor.Data, NetworkObjective.Weights(features, standardY, options.WeightPenalty))
        {
            Loss = optimizer.Value,
            Steps = optimizer.Steps,
        };
    }

    /// <summary>Predictions: (rows, outputs).</summary>
    /// <param name="x">(rows, d), in the units of training.</param>
    public Tensor Predict(Tensor x)
    {
        var features = NetworkObjective.Features(LinearAlgebra.MatMul(Standardised(x), Factor), LinearAlgebra.MatMul(Centres, Factor)); // (rows, m)
        return Outputs.Undo(LinearAlgebra.MatMul(features, Weights));
    }

    /// <summary>Inputs as the metric sees them: (rows, d).</summary>
    public Tensor Standardised(Tensor x) => x.Rank == 2 && x.Columns == Factor.Rows ? Inputs.Apply(x)
        : throw new ArgumentException($"The network was trained on {Factor.Rows} inputs a row.", nameof(x));

    // A column that never changes begins at 0 and, having no gradient, stays there: it gets no importance.
    private static Tensor FirstFactor(Tensor centres, Standardization inputs)
    {
        var distances = new List<double>();
        for (var a = 0; a < centres.Rows; a++)
            for (var b = 0; b < a; b++)
                distances.Add((centres.Row(a) - centres.Row(b)).Square().Sum());
        var median = distances.Count > 0 ? Summary.Median(distances) : 0;
        var factor = Tensor.Zeros(centres.Columns, centres.Columns);
        for (var j = 0; j < centres.Columns; j++)
            factor[j, j] = inputs.IsConstant(j) ? 0 : 1 / Math.Sqrt(median > 0 ? median : centres.Columns);
        return factor;
    }
}
