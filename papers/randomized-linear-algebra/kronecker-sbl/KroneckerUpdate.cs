using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>How the Kronecker-structured variances are updated.</summary>
public enum KroneckerUpdate
{
    /// <summary>AM-KroSBL: the closed forms of the modes in turn until they no longer change.</summary>
    Alternating,
    /// <summary>SVD-KroSBL: the unstructured update γ = d, approximated by a tensor of rank one.</summary>
    Svd,
    /// <summary>The earlier KroSBL: each closed form once in each iteration.</summary>
    SinglePass,
}

/// <summary>The M-step: minimises Σⱼ (ln γⱼ + dⱼ/γⱼ) over γ = γ₁ ⊗ … ⊗ γ_I, or approximates its unstructured solution d.</summary>
internal static class MStep
{
    private const double Floor = 1e-300;
    private const double InnerTolerance = 1e-5;
    private const int MostPasses = 200;

    /// <summary>Updates the factors in place; all but the last get length 1.</summary>
    /// <param name="update">Which update.</param>
    /// <param name="second">d: (∏N_q).</param>
    /// <param name="gammas">γ_q: (N_q).</param>
    /// <returns>How often every mode was updated.</returns>
    public static int Update(KroneckerUpdate update, double[] second, double[][] gammas)
    {
        if (update == KroneckerUpdate.Svd)
        {
            RankOne(second, gammas);
            Normalise(gammas);
            return 1;
        }
        Normalise(gammas);
        for (var pass = 1; ; pass++)
        {
            double[][] before = [.. gammas.Select(gamma => (double[])gamma.Clone())];
            for (var q = 0; q < gammas.Length; q++) UpdateMode(q, second, gammas);
            Normalise(gammas);
            if (update == KroneckerUpdate.SinglePass || pass == MostPasses || RelativeChange(gammas, before) < InnerTolerance) return pass;
        }
    }

    /// <summary>‖⊗γ − ⊗γ′‖/‖⊗γ′‖, from the factors alone.</summary>
    public static double RelativeChange(double[][] gammas, double[][] before)
    {
        var (now, then, both) = (1.0, 1.0, 1.0);
        for (var q = 0; q < gammas.Length; q++)
        {
            now *= gammas[q].Sum(value => value * value);
            then *= before[q].Sum(value => value * value);
            both *= gammas[q].Zip(before[q], (a, b) => a * b).Sum();
        }
        return then > 0 ? Math.Sqrt(Math.Max(0, now + then - 2 * both) / then) : 0;
    }

    /// <summary>All factors but the last to length 1, the scale into the last.</summary>
    public static void Normalise(double[][] gammas)
    {
        for (var q = 0; q < gammas.Length - 1; q++)
        {
            var norm = Math.Sqrt(gammas[q].Sum(value => value * value));
            if (!(norm > 0)) continue;
            for (var i = 0; i < gammas[q].Length; i++) gammas[q][i] /= norm;
            for (var i = 0; i < gammas[^1].Length; i++) gammas[^1][i] *= norm;
        }
    }

    // γ_q[i] = the mean over the slice i of d/(product of the other factors).
    private static void UpdateMode(int q, double[] second, double[][] gammas)
    {
        Tensor[] rows = [.. gammas.Select((gamma, p) => p == q
            ? Tensor.Identity(gamma.Length)
            : Tensor.Wrap([.. gamma.Select(value => 1 / Math.Max(value, Floor))], 1, gamma.Length))];
        var sums = ModeProducts.Apply(rows, second); // (N_q)
        var slice = second.Length / gammas[q].Length;
        for (var i = 0; i < sums.Length; i++) gammas[q][i] = Math.Max(sums[i] / slice, Floor);
    }

    // Peels one mode after the other off by the leading singular triple; Perron's vectors have one sign, so absolute values are taken.
    private static void RankOne(double[] second, double[][] gammas)
    {
        var rest = second;
        for (var q = 0; q < gammas.Length - 1; q++)
        {
            var n = gammas[q].Length;
            var svd = LinearAlgebra.Svd(Tensor.Wrap(rest, n, rest.Length / n));
            for (var i = 0; i < n; i++) gammas[q][i] = Math.Max(Math.Abs(svd.U[i, 0]), Floor);
            rest = [.. svd.Vt.Row(0).ToArray().Select(value => Math.Max(svd.S[0] * Math.Abs(value), Floor))];
        }
        rest.CopyTo(gammas[^1], 0);
    }
}
