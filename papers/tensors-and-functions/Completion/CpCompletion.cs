using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>CP tensors fitted to some entries by alternating ridge regressions: min Σ_observed (y − Â)² + λ Σ‖A⁽ˡ⁾‖².</summary>
public static class CpCompletion
{
    /// <summary>Fits a CP tensor.</summary>
    /// <param name="observed">The observed entries; all others are unknown.</param>
    /// <param name="terms">R.</param>
    /// <param name="random">Random numbers for the start.</param>
    /// <param name="options">Ridge and sweeps.</param>
    /// <returns>The fit, with weights 1.</returns>
    /// <exception cref="ArgumentException">There are no entries.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of terms or an option is out of range.</exception>
    public static Completion<CpTensor> Fit(TensorEntries observed, int terms, RandomStream random, CompletionOptions? options = null)
    {
        options ??= new CompletionOptions();
        options.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        if (observed.Count == 0) throw new ArgumentException("There are no observed entries to fit.", nameof(observed));

        var factors = observed.Shape.Select((n, mode) => random.Fork(mode).Normal(n, terms) / Math.Sqrt(terms)).ToArray(); // (n_l, R)
        var regression = new RowRegression(observed);
        List<double> objectives = [];
        while (true)
        {
            for (var mode = 0; mode < factors.Length; mode++)
                factors[mode] = regression.Solve(mode, terms, options.Ridge, 0, (entry, z, _) => Others(factors, observed, mode, entry, z));
            var fit = new CpTensor([.. factors]);
            var (objective, error) = regression.Measure(fit, options.Ridge, factors);
            objectives.Add(objective);
            if (objectives.Count == options.Sweeps || (objectives.Count > 1 && objectives[^2] - objective <= options.Tolerance * objectives[^2]))
                return new Completion<CpTensor>(fit, objectives, error);
        }
    }

    // The product of the rows of all other factors, term by term: (R).
    private static void Others(Tensor[] factors, TensorEntries observed, int mode, int entry, Span<double> z)
    {
        z.Fill(1);
        for (var other = 0; other < factors.Length; other++)
            if (other != mode) TensorPrimitives.Multiply(z, factors[other].AsSpan().Slice(observed.Indices[other][entry] * z.Length, z.Length), z);
    }
}
