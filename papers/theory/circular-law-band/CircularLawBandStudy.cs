using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Theory.CircularLawBand;

/// <summary>
/// Spectra of random matrices with four doubly stochastic profiles at growing n, each beside a full matrix of the same size and law.
/// An asymptotic theorem cannot be tested at one n: the trend is judged, and how far each profile is from the full matrix.
/// </summary>
[Paper("circular-law-band")]
public sealed class CircularLawBandStudy : IStudy
{
    private sealed record Setting(string Profile, double Gamma, bool Signs)
    {
        public string Name => $"{Profile}, γ = {Gamma}{(Signs ? ", ±1 entries" : "")}";
    }

    // The direct sum has at most one block at γ = 0.95 and these n, which is a full matrix; ±1 entries need γ > 8/9.
    private static readonly Setting[] Settings =
    [
        new("periodic band", 0.85, false), new("block band", 0.85, false), new("direct sum", 0.85, false), new("permutations", 0.85, false),
        new("periodic band", 0.95, false), new("block band", 0.95, false), new("permutations", 0.95, false),
        new("periodic band", 0.95, true), new("permutations", 0.95, true),
    ];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        CheckTrend(context, found, cancel);
        CheckProducts(context, found, cancel);
        CheckEigenvectors(context, found, cancel);
        CheckSingularValues(context, found, cancel);
        ShowLimits(context, found, cancel);
        found.Add(CircularLawFigures.Clouds(context, context.Pick(smoke: 100, small: 400, full: 600)));
        found.Remark("The theorem asks for γ > 5/6 with Gaussian and γ > 8/9 with sub-Gaussian entries; 0.85 lies just above the one, 0.95 above both. Eigenvalues beyond |z| = 1 by about 1/√n and a line of about √(2n/π) real eigenvalues are normal for real matrices.");
        return Task.FromResult(found.Build());
    }

    private static VarianceProfile Profile(string name, int n, double gamma, RandomStream random) => name switch
    {
        "full" => VarianceProfile.Full(n),
        "periodic band" => VarianceProfile.PeriodicBand(n, Math.Pow(n, gamma)),
        "block band" => VarianceProfile.BlockBand(n, Math.Pow(n, gamma)),
        "direct sum" => VarianceProfile.DirectSum(n, Math.Pow(n, gamma)),
        _ => VarianceProfile.Permutations(n, Math.Pow(n, gamma), random),
    };

    /// <summary>C1: D falls with n, and stays within twice that of a full matrix.</summary>
    private static void CheckTrend(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sizes = context.Pick<int[]>([40, 80], [100, 200, 400], [150, 300, 600]);
        Setting[] all = [new("full", 1, false), new("full", 1, true), .. Settings];
        var distances = new Dictionary<Setting, double[][]>(); // [seed][size]
        foreach (var setting in all)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"eigenvalues, {setting.Name}", 0.6 * distances.Count / all.Length);
            distances[setting] = context.Once($"eigenvalues, {setting.Name}", () => context.Seeds
                .Select(seed => sizes.Select(n =>
                {
                    cancel.ThrowIfCancellationRequested();
                    var random = context.Random(seed, $"{setting.Name}, n = {n}");
                    var matrix = Profile(setting.Profile, n, setting.Gamma, random.Fork("profile")).Sample(random.Fork("entries"), setting.Signs);
                    return CircularLaw.RadialDistance(LinearAlgebra.Eigenvalues(matrix));
                }).ToArray()).ToArray());
        }

        double[] n = [.. sizes.Select(size => (double)size)];
        foreach (var setting in Settings)
        {
            var full = distances[all[setting.Signs ? 1 : 0]];
            for (var s = 0; s < context.Seeds.Count; s++)
            {
                found.Observe("C1", "decrease", setting.Name, context.Seeds[s], Summary.LogSlope(n, distances[setting][s]));
                for (var k = 0; k < sizes.Length; k++)
                    found.ObservePair("C1", "against-ginibre", $"{setting.Name}, n = {sizes[k]}", context.Seeds[s], distances[setting][s][k], full[s][k]);
            }
        }
        // A band of fixed width, outside the theorem, for contrast.
        var narrow = sizes.Select(size => context.Seeds.Average(seed =>
        {
            cancel.ThrowIfCancellationRequested();
            return CircularLaw.RadialDistance(LinearAlgebra.Eigenvalues(VarianceProfile.PeriodicBand(size, 1).Sample(context.Random(seed, $"diagonal, n = {size}"))));
        })).ToArray();
        found.Add(CircularLawFigures.Trend(n, [.. all.Where(s => !s.Signs).Select(s => (s.Name, sizes.Select((_, k) => distances[s].Average(d => d[k])).ToArray())), ("diagonal (bandwidth 1), outside the theorem", narrow)]));
        found.Remark($"C1 stops at n = {sizes[^1]} with {context.Seeds.Count} matrices per setting. Bandwidth 1 (a diagonal matrix) keeps D at {Numbers.Short(narrow[^1])}: without a growing band the law fails, as it must. What happens between is not claimed and was not searched.");
    }

    /// <summary>C2: products of m independent band matrices.</summary>
    private static void CheckProducts(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sizes = context.Pick<int[]>([30, 60], [75, 150, 300], [100, 200, 400]);
        foreach (var m in (int[])[2, 3, 5])
        {
            context.Report($"products of {m}", 0.6 + 0.02 * m);
            var measured = context.Once($"products of {m}", () => context.Seeds.Select(seed =>
            {
                cancel.ThrowIfCancellationRequested();
                return new Pair([.. sizes.Select(n => Distance("periodic band", n))], Distance("full", sizes[^1]));

                double Distance(string profile, int n)
                {
                    var random = context.Random(seed, $"product of {m}, {profile}, n = {n}");
                    var shape = Profile(profile, n, 0.9, random);
                    var product = shape.Sample(random.Fork(0));
                    for (var k = 1; k < m; k++) product = LinearAlgebra.MatMul(product, shape.Sample(random.Fork(k)));
                    return CircularLaw.ProductDistance(LinearAlgebra.Eigenvalues(product), m);
                }
            }).ToArray());
            foreach (var (seed, pair) in context.Seeds.Zip(measured))
            {
                found.Observe("C2", "decrease", $"m = {m}", seed, Summary.LogSlope([.. sizes.Select(n => (double)n)], pair.Method));
                found.ObservePair("C2", "against-ginibre", $"m = {m}, n = {sizes[^1]}", seed, pair.Method[^1], pair.Baseline);
            }
        }
    }

    private sealed record Pair(double[] Method, double Baseline);

    /// <summary>C3: the most localised eigenvector spreads over more and more coordinates.</summary>
    private static void CheckEigenvectors(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sizes = context.Pick<int[]>([40, 80], [75, 150, 300], [100, 200, 400]);
        double[] gammas = [0.3, 0.5, 0.7, 0.85, 0.95];
        var shares = new List<(double Gamma, double[] Share)>();
        foreach (var gamma in gammas)
        {
            context.Report($"eigenvectors, γ = {gamma}", 0.75 + 0.1 * gamma);
            var participation = context.Once($"eigenvectors, γ = {gamma}", () => context.Seeds.Select(seed => sizes.Select(n =>
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(seed, $"eigenvectors, γ = {gamma}, n = {n}");
                return CircularLaw.SmallestParticipation(LinearAlgebra.Eigen(Profile("periodic band", n, gamma, random).Sample(random)).Vectors!);
            }).ToArray()).ToArray());
            shares.Add((gamma, [.. sizes.Select((n, k) => participation.Average(p => p[k]) / n)]));
            if (gamma < 5.0 / 6) continue;
            foreach (var (seed, values) in context.Seeds.Zip(participation))
                found.Observe("C3", "growth", $"periodic band, γ = {gamma}", seed, Summary.LogSlope([.. sizes.Select(n => (double)n)], values));
        }
        found.Add(CircularLawFigures.Participation(shares, sizes));
    }

    /// <summary>C4: intermediate singular values of X − z.</summary>
    private static void CheckSingularValues(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 80, small: 300, full: 400);
        string[] profiles = ["full", "periodic band", "block band", "direct sum", "permutations"];
        var staircase = new List<(string Name, double[] Values)>();
        foreach (var z in (double[])[0.5, 1])
        {
            context.Report($"singular values, z = {z}", 0.85 + 0.05 * z);
            var constants = context.Once($"singular values, z = {z}", () => context.Seeds.Select(seed => profiles.Select(profile =>
            {
                cancel.ThrowIfCancellationRequested();
                return CircularLaw.LinearBoundConstant(Shifted(context.Random(seed, $"singular values, {profile}"), profile, z));
            }).ToArray()).ToArray());
            foreach (var (seed, values) in context.Seeds.Zip(constants))
                for (var p = 1; p < profiles.Length; p++)
                    found.ObservePair("C4", "against-ginibre", $"{profiles[p]}, z = {z}", seed, values[p], values[0]);
        }
        foreach (var profile in profiles) staircase.Add((profile, Shifted(context.Random(context.Seeds[0], $"singular values, {profile}"), profile, 0.5).ToArray()));
        found.Add(CircularLawFigures.Staircase(staircase));

        Tensor Shifted(RandomStream random, string profile, double z)
        {
            var matrix = Profile(profile, n, 0.85, random.Fork("profile")).Sample(random.Fork("entries"));
            for (var i = 0; i < matrix.Rows; i++) matrix[i, i] -= z;
            return LinearAlgebra.SingularValues(matrix);
        }
    }

    /// <summary>The limits of the proof beside what is measured: logarithmic potential and resolvent trace.</summary>
    private static void ShowLimits(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 80, small: 300, full: 600);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var z in (double[])[0.3, 0.8, 1.2])
            foreach (var eta in (double[])[0.05, 0.2, 1])
            {
                cancel.ThrowIfCancellationRequested();
                double potential = 0, trace = 0;
                foreach (var seed in context.Seeds.Take(5))
                {
                    var matrix = VarianceProfile.PeriodicBand(n, Math.Pow(n, 0.85)).Sample(context.Random(seed, $"limits, z = {z}"));
                    for (var i = 0; i < n; i++) matrix[i, i] -= z;
                    var s = LinearAlgebra.SingularValues(matrix);
                    potential += s.ToArray().Average(Math.Log) / 5;
                    trace += CircularLaw.ResolventTrace(s, eta) / 5;
                }
                rows.Add([$"{z}", $"{eta}", $"{trace:0.0000}", $"{CircularLaw.ResolventTrace(z, eta):0.0000}", $"{potential:0.0000}", $"{CircularLaw.LogPotential(z):0.0000}"]);
            }
        found.Add(new FindingsTable(
            $"Periodic band, n = {n}, γ = 0.85, five matrices: quantities of the proof beside their limits",
            ["z", "η", "resolvent trace", "its limit", "log potential", "its limit"], rows));
    }
}
