using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>The paper's synthetic set-up: normal factors, normal values on a support that is a grid.</summary>
/// <param name="Factors">A_q: (M_q, N).</param>
/// <param name="X">x: (N^I).</param>
/// <param name="Y">y: (∏M_q).</param>
/// <param name="NoiseVariance">σ².</param>
public sealed record GridProblem(IReadOnlyList<Tensor> Factors, Tensor X, Tensor Y, double NoiseVariance)
{
    /// <summary>Draws a problem.</summary>
    /// <param name="measurements">M_q of each mode.</param>
    /// <param name="n">N, columns of every factor.</param>
    /// <param name="k">Non-zeros of each mode's support.</param>
    /// <param name="decibels">Signal-to-noise ratio 10·log₁₀(‖Ax‖²/(∏M_q·σ²)).</param>
    /// <param name="grid">Whether the support is a grid; otherwise as many places anywhere.</param>
    /// <param name="random">Where it comes from.</param>
    public static GridProblem Draw(IReadOnlyList<int> measurements, int n, int k, double decibels, bool grid, RandomStream random)
    {
        Tensor[] factors = [.. measurements.Select((m, q) => random.Fork($"factor {q}").Normal(m, n))];
        var length = (int)Math.Pow(n, measurements.Count);
        var places = new List<int> { 0 };
        for (var q = 0; q < measurements.Count; q++)
        {
            var support = random.Fork($"support {q}").Choose(k, n);
            places = [.. places.SelectMany(_ => support, (place, i) => place * n + i)];
        }
        if (!grid) places = [.. random.Fork("places").Choose(places.Count, length)];
        var x = Tensor.Zeros(length);
        var values = random.Fork("values");
        foreach (var place in places) x[place] = values.NextNormal();
        var clean = ModeProducts.Apply(factors, x.AsSpan());
        var variance = clean.Sum(value => value * value) / clean.Length / Math.Pow(10, decibels / 10);
        var y = Tensor.Wrap(clean, clean.Length) + Math.Sqrt(variance) * random.Fork("noise").Normal(clean.Length);
        return new GridProblem(factors, x, y, variance);
    }

    /// <summary>‖x̂ − x‖²/‖x‖².</summary>
    public double Error(Tensor estimate) => (estimate - X).Square().Sum() / X.Square().Sum();

    /// <summary>|found ∩ true|/|found ∪ true| with as many of the largest entries of x̂ as x has non-zeros; zeros are never found.</summary>
    public double SupportRecovery(Tensor estimate)
    {
        var truth = Enumerable.Range(0, X.Length).Where(j => X[j] != 0).ToHashSet();
        var found = Enumerable.Range(0, X.Length).OrderByDescending(j => Math.Abs(estimate[j])).Take(truth.Count).Where(j => estimate[j] != 0).ToHashSet();
        return (double)found.Count(truth.Contains) / (found.Count + truth.Count(j => !found.Contains(j)));
    }
}
