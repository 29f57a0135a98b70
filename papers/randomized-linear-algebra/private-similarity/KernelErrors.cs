using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>Errors and times of kernel averages at one projected dimension.</summary>
/// <param name="Projected">m, or d without projection.</param>
/// <param name="Error">Root mean square error of the private average against the exact one, by seed.</param>
/// <param name="Seconds">Time of one query, by seed.</param>
internal sealed record KernelSetting(int Projected, double[] Error, double[] Seconds);

/// <summary>C2: private kernel averages on digits enlarged to 784 pixels.</summary>
internal static class KernelErrors
{
    private const int Features = 400;
    private const int Side = 28;
    private const int Chosen = 64;
    private const double Epsilon = 1;
    private const double Bandwidth = 8; // near the typical distance of two digits of 784 pixels

    public static IReadOnlyList<KernelSetting> Measure(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var all = Enlarged(PrivateSimilarityStudy.Digits(context).Points); // (1797, 784)
        var asked = context.Pick(smoke: 100, small: 300, full: 300);
        var d = all.Columns;
        int[] projections = context.Pick<int[]>([Chosen, d], [16, Chosen, d], [8, 16, 32, Chosen, 128, 256, d]);
        var settings = new List<KernelSetting>();
        var exact = context.Seeds.Select(seed =>
        {
            cancel.ThrowIfCancellationRequested();
            var (points, queries) = Split(context, all, asked, seed);
            return KernelSummary.Exact(points, queries, SimilarityKernel.Gaussian, Bandwidth);
        }).ToArray();
        foreach (var m in projections)
        {
            context.Report($"kernel averages, m = {m}", 0.5 + 0.03 * settings.Count);
            var (errors, seconds) = (new double[context.Seeds.Count], new double[context.Seeds.Count]);
            foreach (var (s, seed) in context.Seeds.Index())
            {
                cancel.ThrowIfCancellationRequested();
                var (points, queries) = Split(context, all, asked, seed);
                var random = context.Random(seed, $"kernel, m = {m}");
                var features = KernelFeatures.Draw(d, SimilarityKernel.Gaussian, Bandwidth, Features, m < d ? m : null, random.Fork("features"));
                var summary = KernelSummary.Release(points, features, Epsilon, new SeededNoise(random.Fork("noise")));
                double[] answers = [];
                seconds[s] = PrivateSimilarityStudy.Seconds(5, () => answers = summary.Averages(queries)) / asked;
                errors[s] = PrivateSimilarityStudy.RootMeanSquare(answers.Zip(exact[s], (answer, truth) => answer - truth));
            }
            settings.Add(new KernelSetting(m, errors, seconds));
        }
        var (with, without) = (settings.Single(setting => setting.Projected == Chosen), settings[^1]);
        foreach (var (s, seed) in context.Seeds.Index())
        {
            var setting = $"784 dimensions, {Features} features, ε = {Epsilon}, m = {Chosen}";
            found.ObservePair("C2", "projected-error", setting, seed, with.Error[s], without.Error[s]);
            found.ObservePair("C2", "query-time", setting, seed, with.Seconds[s], without.Seconds[s]);
        }
        Points(context, found, all, cancel);
        return settings;
    }

    public static Figure Figure(IReadOnlyList<KernelSetting> settings)
    {
        double[] m = [.. settings.Select(setting => (double)setting.Projected)];
        return new Figure
        {
            Title = "Private kernel averages: error and time against the projected dimension (784 pixels, ε = 1)",
            Description = "Two panels over the projected dimension m on logarithmic axes; the last point is without projection. Left, the root mean square error of the private average similarity; right, microseconds for a query. The error settles well before the time does.",
            Panels =
            [
                new Panel { X = new Axis("projected dimension m", AxisScale.Log), Y = new Axis("error, root mean square", Low: 0), Marks = [new Line(m, [.. settings.Select(setting => Summary.Median(setting.Error))], [.. settings.Select(setting => Summary.Quantile(setting.Error, 0.25))], [.. settings.Select(setting => Summary.Quantile(setting.Error, 0.75))], Points: true)] },
                new Panel { X = new Axis("projected dimension m", AxisScale.Log), Y = new Axis("microseconds a query", Low: 0), Marks = [new Line(m, [.. settings.Select(setting => 1e6 * Summary.Median(setting.Seconds))], Points: true)] },
            ],
        };
    }

    /// <summary>How the noise of an average falls with the number of points.</summary>
    private static void Points(StudyContext context, FindingsBuilder found, Tensor all, CancellationToken cancel)
    {
        int[] sizes = [100, 200, 400, 800, 1_600];
        foreach (var seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            var random = context.Random(seed, "number of points");
            var order = random.Fork("order").Permutation(all.Rows);
            var queries = all.TakeRows(order.AsSpan(0, 100)).Contiguous();
            var features = KernelFeatures.Draw(all.Columns, SimilarityKernel.Gaussian, Bandwidth, Features, Chosen, random.Fork("features"));
            double[] noise = [.. sizes.Select(n =>
            {
                var points = all.TakeRows(order.AsSpan(order.Length - n, n)).Contiguous();
                var plain = KernelSummary.Release(points, features, Epsilon, new NoNoise()).Averages(queries);
                var noisy = KernelSummary.Release(points, features, Epsilon, new SeededNoise(random.Fork($"noise, {n}"))).Averages(queries);
                return PrivateSimilarityStudy.RootMeanSquare(noisy.Zip(plain, (a, b) => a - b));
            })];
            found.Observe("C2", "points", "n = 100 to 1,600, m = 64", seed, Summary.LogSlope([.. sizes.Select(n => (double)n)], noise));
        }
    }

    private static (Tensor Points, Tensor Queries) Split(StudyContext context, Tensor all, int asked, long seed)
    {
        var order = context.Random(seed, "kernel split").Permutation(all.Rows);
        return (all.TakeRows(order.AsSpan(asked)).Contiguous(), all.TakeRows(order.AsSpan(0, asked)).Contiguous());
    }

    /// <summary>8 × 8 pixels to 28 × 28 by linear interpolation between pixel centres.</summary>
    private static Tensor Enlarged(Tensor digits)
    {
        const int small = 8;
        var map = Tensor.Zeros(small * small, Side * Side); // (64, 784)
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var (fromY, fromX) = (y * (small - 1.0) / (Side - 1), x * (small - 1.0) / (Side - 1));
                var (top, left) = (Math.Min((int)fromY, small - 2), Math.Min((int)fromX, small - 2));
                var (down, right) = (fromY - top, fromX - left);
                map[top * small + left, y * Side + x] = (1 - down) * (1 - right);
                map[top * small + left + 1, y * Side + x] = (1 - down) * right;
                map[(top + 1) * small + left, y * Side + x] = down * (1 - right);
                map[(top + 1) * small + left + 1, y * Side + x] = down * right;
            }
        return LinearAlgebra.MatMul(digits, map);
    }
}
