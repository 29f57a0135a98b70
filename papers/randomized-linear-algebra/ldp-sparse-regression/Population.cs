using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

/// <summary>A simulated population of the study: x ~ N(0, Σ), y = ⟨x, θ*⟩ + noise of deviation 0.1, θ* with k entries ±1/√k.</summary>
/// <param name="N">People.</param>
/// <param name="D">Columns.</param>
/// <param name="K">Non-zeros of θ*.</param>
/// <param name="Epsilon">ε of each person; δ is 1/n².</param>
/// <param name="Correlation">Σᵢⱼ = ρ^|i − j|.</param>
internal sealed record Population(double N, int D, int K, double Epsilon, double Correlation = 0)
{
    public const double Noise = 0.1;

    /// <summary>Errors ‖θ̂ − θ*‖₂ and the F1 score of the support of all methods, for one draw of θ*, records and noise.</summary>
    public ProtocolErrors Measure(RandomStream random)
    {
        var theta = Tensor.Zeros(D);
        foreach (var j in random.Fork("support").Choose(K, D)) theta[j] = random.NextSign() / Math.Sqrt(K);
        var covariance = Tensor.Zeros(D, D);
        for (var i = 0; i < D; i++)
            for (var j = 0; j < D; j++) covariance[i, j] = i == j ? 1 : Correlation == 0 ? 0 : Math.Pow(Correlation, Math.Abs(i - j));
        var records = Moments.OfNormalRecords(N, covariance, theta, Noise, random.Fork("records"));

        var targetScale = Math.Sqrt(LinearAlgebra.Dot(theta, LinearAlgebra.MatVec(covariance, theta)) + Noise * Noise);
        var budget = new PrivacyBudget(Epsilon, 1 / (N * N));
        // Σ's least eigenvalue is (1 − ρ)/(1 + ρ) at least; half of that is taken to be known.
        var floor = 0.5 * (1 - Correlation) / (1 + Correlation);
        var protocol = new OneShotProtocol(budget, ClippingBounds.Paper(D, N, 1, targetScale), floor);
        var tight = new OneShotProtocol(budget, ClippingBounds.Tight(D, N, 1, targetScale), floor);
        var oneShot = protocol.Run(records, random.Fork("one shot"));
        var withPublic = protocol.Run(records, random.Fork("public"), covariance);
        var rounds = (int)Math.Ceiling(Math.Log(N));
        var iterative = new IterativeProtocol
        {
            Epsilon = Epsilon,
            Kept = Math.Min(D, 2 * K),
            Rounds = rounds,
            StepSize = (1 - Correlation) / (1 + Correlation), // 1/λ_max of Σ, or a little less
            GradientNorm = IterativeProtocol.PaperGradientNorm(D, K, N),
        }.Run(t => Moments.OfNormalRecords(Math.Floor(N / rounds), covariance, theta, Noise, random.Fork("rounds").Fork(t)), random.Fork("iterative"), D);
        // The rounding of the moments bounds what this baseline can reach: about 10⁻⁷.
        var lasso = new GramLasso(records.Second, records.Cross, Math.Max(0, records.TargetSquare), new LassoOptions { Tolerance = 1e-14, MostSweeps = 500 })
            .Fit(Noise * Math.Sqrt(2 * Math.Log(D) / N)).Coefficients;
        return new ProtocolErrors
        {
            OneShot = Error(oneShot.Theta),
            WithoutThreshold = Error(oneShot.WithoutThreshold),
            Tight = Error(tight.Run(records, random.Fork("tight")).Theta),
            Public = Error(withPublic.Theta),
            Iterative = Error(iterative),
            Central = Error(protocol.Run(records, random.Fork("central"), central: true).Theta),
            Lasso = Error(lasso),
            OneShotF1 = F1(oneShot.Theta),
            PublicF1 = F1(withPublic.Theta),
            IterativeF1 = F1(iterative),
            Raised = oneShot.Raised ? 1 : 0,
        };

        double Error(Tensor estimate) => LinearAlgebra.Norm(estimate - theta);

        double F1(Tensor estimate)
        {
            var both = Enumerable.Range(0, D).Count(j => theta[j] != 0 && estimate[j] != 0);
            return 2.0 * both / (K + estimate.ToArray().Count(value => value != 0));
        }
    }

    /// <summary>Means over several draws.</summary>
    public ProtocolErrors Mean(int draws, RandomStream random) => ProtocolErrors.Mean([.. Enumerable.Range(0, draws).Select(i => Measure(random.Fork(i)))]);
}

/// <summary>‖θ̂ − θ*‖₂ of all methods, or means of it.</summary>
internal sealed record ProtocolErrors
{
    /// <summary>One-shot protocol with the paper's radius.</summary>
    public double OneShot { get; init; }

    /// <summary>The same without the soft threshold.</summary>
    public double WithoutThreshold { get; init; }

    /// <summary>One-shot protocol with the shorter radius.</summary>
    public double Tight { get; init; }

    /// <summary>One-shot protocol with public second moments.</summary>
    public double Public { get; init; }

    /// <summary>LDP-IHT.</summary>
    public double Iterative { get; init; }

    /// <summary>The one-shot protocol's noise added once by a trusted curator.</summary>
    public double Central { get; init; }

    /// <summary>Lasso without privacy.</summary>
    public double Lasso { get; init; }

    /// <summary>F1 score of the one-shot support.</summary>
    public double OneShotF1 { get; init; }

    /// <summary>F1 score of the support with public second moments.</summary>
    public double PublicF1 { get; init; }

    /// <summary>F1 score of LDP-IHT's support, which keeps 2k entries.</summary>
    public double IterativeF1 { get; init; }

    /// <summary>Share of draws in which eigenvalues had to be raised.</summary>
    public double Raised { get; init; }

    /// <summary>The mean of each.</summary>
    public static ProtocolErrors Mean(IReadOnlyCollection<ProtocolErrors> all) => new()
    {
        OneShot = all.Average(e => e.OneShot),
        WithoutThreshold = all.Average(e => e.WithoutThreshold),
        Tight = all.Average(e => e.Tight),
        Public = all.Average(e => e.Public),
        Iterative = all.Average(e => e.Iterative),
        Central = all.Average(e => e.Central),
        Lasso = all.Average(e => e.Lasso),
        OneShotF1 = all.Average(e => e.OneShotF1),
        PublicF1 = all.Average(e => e.PublicF1),
        IterativeF1 = all.Average(e => e.IterativeF1),
        Raised = all.Average(e => e.Raised),
    };
}
