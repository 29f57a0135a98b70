using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>
/// Sparse Bayesian learning of y = (A₁ ⊗ … ⊗ A_I)x + noise with variances that are a Kronecker product, by expectation
/// maximisation: <see cref="Posterior"/> is the E-step, <see cref="KroneckerUpdate"/> the choice of M-step.
/// </summary>
public static class KroneckerSparseBayes
{
    /// <summary>Recovers x.</summary>
    /// <param name="factors">A_q: (M_q, N_q), at least one.</param>
    /// <param name="y">(∏M_q), last mode fastest.</param>
    /// <param name="options">Update, noise, pruning, stopping.</param>
    /// <param name="start">γ_q to begin with, positive; ones when null.</param>
    /// <param name="watch">Called with each iteration's number from 0, its E-step, and the γ_q (of the columns not pruned) of that E-step.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, or options that make no sense.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in a factor or in y.</exception>
    public static KroneckerEstimate Recover(
        IReadOnlyList<Tensor> factors, Tensor y, KroneckerSblOptions options, IReadOnlyList<double[]>? start = null, Action<int, Posterior, IReadOnlyList<double[]>>? watch = null)
    {
        Require(factors, y, options, start);
        var all = factors.Select(factor => factor.To(DType.F64).Contiguous()).ToList();
        var data = y.To(DType.F64).ToArray();
        double[][] gammas = start is null ? [.. all.Select(factor => Ones(factor.Columns))] : [.. start.Select(gamma => (double[])gamma.Clone())];
        MStep.Normalise(gammas);
        int[][] active = [.. all.Select(factor => Enumerable.Range(0, factor.Columns).ToArray())];
        var shrunk = all;
        var noise = options.NoiseVariance ?? 0.1 * data.Sum(value => value * value) / data.Length;
        var floor = 1e-12 * data.Sum(value => value * value) / data.Length;
        var iterations = 0;
        while (true)
        {
            var posterior = Posterior.Of(shrunk, gammas, data, noise);
            watch?.Invoke(iterations, posterior, gammas);
            if (options.NoiseVariance is null)
            {
                var fitted = ModeProducts.Apply(shrunk, posterior.Mean);
                var misfit = data.Zip(fitted, (a, b) => (a - b) * (a - b)).Sum();
                noise = Math.Max((misfit + noise * posterior.Determined) / data.Length, floor);
            }
            double[][] before = [.. gammas.Select(gamma => (double[])gamma.Clone())];
            MStep.Update(options.Update, posterior.SecondMoments, gammas);
            iterations++;
            var change = MStep.RelativeChange(gammas, before);
            if (change < options.Tolerance || iterations >= options.MostIterations)
                return Estimate(all, active, gammas, shrunk, data, noise, iterations, change < options.Tolerance);
            if (options.Pruning > 0 && Prune(gammas, active, options.Pruning)) shrunk = [.. all.Zip(active, (factor, kept) => factor.TakeColumns(kept))];
        }
    }

    private static KroneckerEstimate Estimate(
        IReadOnlyList<Tensor> all, int[][] active, double[][] gammas, IReadOnlyList<Tensor> shrunk, double[] data, double noise, int iterations, bool converged)
    {
        var mean = Posterior.Of(shrunk, gammas, data, noise).Mean;
        int[] sizes = [.. all.Select(factor => factor.Columns)];
        var x = new double[sizes.Aggregate(1, (product, n) => product * n)];
        int[] places = [0];
        for (var q = 0; q < sizes.Length; q++) places = [.. places.SelectMany(_ => active[q], (place, i) => place * sizes[q] + i)];
        for (var j = 0; j < places.Length; j++) x[places[j]] = mean[j];
        double[][] whole = [.. sizes.Select(n => new double[n])];
        for (var q = 0; q < sizes.Length; q++)
            foreach (var (i, column) in active[q].Index()) whole[q][column] = gammas[q][i];
        return new KroneckerEstimate(Tensor.Wrap(x, x.Length), whole, noise, iterations, converged);
    }

    private static bool Prune(double[][] gammas, int[][] active, double share)
    {
        var pruned = false;
        for (var q = 0; q < gammas.Length; q++)
        {
            var least = share * gammas[q].Max();
            int[] kept = [.. Enumerable.Range(0, gammas[q].Length).Where(i => gammas[q][i] >= least)];
            if (kept.Length == gammas[q].Length) continue;
            (gammas[q], active[q], pruned) = ([.. kept.Select(i => gammas[q][i])], [.. kept.Select(i => active[q][i])], true);
        }
        return pruned;
    }

    private static double[] Ones(int n) => [.. Enumerable.Repeat(1.0, n)];

    private static void Require(IReadOnlyList<Tensor> factors, Tensor y, KroneckerSblOptions options, IReadOnlyList<double[]>? start)
    {
        if (factors.Count == 0) throw new ArgumentException("At least one factor is needed.", nameof(factors));
        long rows = 1;
        foreach (var (q, factor) in factors.Index())
        {
            if (factor.Rank != 2 || factor.Length == 0) throw new ArgumentException($"Factor {q + 1} must be a matrix with rows and columns; its shape is ({string.Join(", ", factor.Shape.ToArray())}).", nameof(factors));
            factor.EnsureFinite($"factor {q + 1}");
            rows *= factor.Rows;
        }
        if (y.Length != rows) throw new ArgumentException($"y has {y.Length} entries, but the factors have {string.Join(" × ", factors.Select(f => f.Rows))} = {rows} rows.", nameof(y));
        y.EnsureFinite("y");
        if (y.MaxAbs() == 0) throw new ArgumentException("y is zero throughout; there is nothing to recover.", nameof(y));
        if (options.NoiseVariance is { } noise && !(noise > 0 && double.IsFinite(noise))) throw new ArgumentException($"The noise variance is {noise}; it must be a positive number, or null to be learnt.", nameof(options));
        if (!(options.Tolerance >= 0) || options.MostIterations < 1 || options.Pruning is not (>= 0 and < 1)) throw new ArgumentException("The tolerance must not be negative, iterations at least 1, and pruning from 0 to below 1.", nameof(options));
        if (start is null) return;
        if (start.Count != factors.Count || start.Where((gamma, q) => gamma.Length != factors[q].Columns || gamma.Any(value => !(value > 0))).Any())
            throw new ArgumentException("The start must have one vector of positive entries for each factor, one entry for each column.", nameof(start));
    }
}

/// <summary>How sparse Bayesian learning runs.</summary>
public sealed record KroneckerSblOptions
{
    /// <summary>The M-step.</summary>
    public KroneckerUpdate Update { get; init; } = KroneckerUpdate.Svd;

    /// <summary>σ²; learnt from the data when null.</summary>
    public double? NoiseVariance { get; init; }

    /// <summary>Entries of a factor below this share of its largest are pruned for good; 0 for never. 1e-2 for the alternating variant, 1e-3 for SVD.</summary>
    public double Pruning { get; init; } = 1e-3;

    /// <summary>Stops when ‖γ − γ_old‖ is below this share of ‖γ_old‖.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Most iterations.</summary>
    public int MostIterations { get; init; } = 150;

    /// <summary>The options of the study for a variant: the pruning that goes with it.</summary>
    public static KroneckerSblOptions For(KroneckerUpdate update, double noiseVariance) =>
        new() { Update = update, NoiseVariance = noiseVariance, Pruning = update == KroneckerUpdate.Svd ? 1e-3 : 1e-2 };
}

/// <summary>What was recovered.</summary>
/// <param name="X">x̂ = μ: (∏N_q), last mode fastest.</param>
/// <param name="Gammas">γ_q: (N_q), zero where pruned.</param>
/// <param name="NoiseVariance">σ², given or learnt.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="Converged">Whether γ stopped changing before the iterations ran out.</param>
public sealed record KroneckerEstimate(Tensor X, IReadOnlyList<double[]> Gammas, double NoiseVariance, int Iterations, bool Converged);
