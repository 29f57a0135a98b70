using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>C1: noise of the distance summaries on uniform points of the unit cube.</summary>
internal sealed class DistanceErrors
{
    private const double Accuracy = 0.1;
    private const int Queries = 50;
    private const int AskedBySplitting = 200;

    private readonly StudyContext _context;
    private readonly CancellationToken _cancel;
    private readonly List<(string Varied, double Value, double[] Noise)> _measured = [];
    private readonly List<double> _factors = [];

    public DistanceErrors(StudyContext context, CancellationToken cancel)
    {
        (_context, _cancel) = (context, cancel);
        var most = context.Pick(smoke: 1_000, small: 10_000, full: 100_000);
        foreach (var n in context.Pick<int[]>([100, 300, 1_000], [300, 1_000, 3_000, 10_000], [1_000, 10_000, 100_000])) Manhattan("n", n, n, 2, 1);
        foreach (var epsilon in context.Pick<double[]>([0.1, 1], [0.1, 1, 10], [0.1, 0.3, 1, 3, 10])) Manhattan("ε", epsilon, most / 10, 2, epsilon);
        foreach (var d in context.Pick<int[]>([1, 4], [1, 2, 4, 8], [1, 2, 8, 32])) Manhattan("d", d, most / 10, d, 1);
        foreach (var accuracy in context.Pick<double[]>([0.8, 0.4], [0.8, 0.4, 0.2], [0.8, 0.4, 0.2, 0.1])) Euclidean(accuracy);
    }

    public void Observe(FindingsBuilder found)
    {
        foreach (var (check, varied) in new[] { ("l1-points", "n"), ("l1-epsilon", "ε"), ("l1-dimension", "d"), ("l2-accuracy", "α") })
        {
            var points = _measured.Where(entry => entry.Varied == varied).ToList();
            foreach (var (s, seed) in _context.Seeds.Index())
                found.Observe("C1", check, $"{varied} from {points[0].Value} to {points[^1].Value}", seed,
                    Summary.LogSlope([.. points.Select(entry => entry.Value)], [.. points.Select(entry => entry.Noise[s])]));
        }
        found.Observe("C1", "l1-factor", $"α = {Accuracy}, worst over settings, seeds and queries", 0, _factors.Max());
    }

    public Figure Figure() => new()
    {
        Title = "Noise in a sum of distances",
        Description = "Four panels, logarithmic axes: the root mean square of the noise in Σ‖x − y‖ against the number of points n, against ε, against the dimension d, and for Euclidean distances against α. Dots are medians over seeds with quartiles; dashed lines have the claimed slope: none, −1, 1.5 and −1.5.",
        Columns = 2,
        Panels = [Panel("n", "points n", 0), Panel("ε", "ε", -1), Panel("d", "dimension d", 1.5), Panel("α", "accuracy α (ℓ2, m = 4/α²)", -1.5)],
    };

    public FindingsTable Table() => new(
        $"Noise in Σ‖x − y‖₁ (root mean square, median over seeds) beside Laplace noise for each of {AskedBySplitting} queries with ε split among them",
        ["varied", "value", "tree", "one answer at a time"],
        [.. _measured.Where(entry => entry.Varied != "α").Select(entry =>
        {
            var (d, epsilon) = (entry.Varied == "d" ? entry.Value : 2, entry.Varied == "ε" ? entry.Value : 1);
            return (IReadOnlyList<string>)
            [
                entry.Varied, Numbers.Short(entry.Value), Numbers.Short(Summary.Median(entry.Noise)),
                Numbers.Short(Math.Sqrt(2) * AskedBySplitting * d / epsilon), // sensitivity d, standard deviation √2 of Laplace noise
            ];
        })]);

    private Panel Panel(string varied, string label, double slope)
    {
        var points = _measured.Where(entry => entry.Varied == varied).ToList();
        double[] x = [.. points.Select(entry => entry.Value)];
        double[] At(double share) => [.. points.Select(entry => Summary.Quantile(entry.Noise, share))];
        var middle = At(0.5);
        return new Panel
        {
            X = new Axis(label, AxisScale.Log),
            Y = new Axis("noise, root mean square", AxisScale.Log),
            Marks =
            [
                new Line(x, middle, At(0.25), At(0.75), Points: true) { Name = "measured" },
                new Line(x, [.. x.Select(value => middle[0] * Math.Pow(value / x[0], slope))], Dashed: true) { Name = $"slope {Numbers.Short(slope)}" },
            ],
        };
    }

    private void Manhattan(string varied, double value, int n, int d, double epsilon)
    {
        _context.Report($"sums of ℓ1 distances, {varied} = {value}", 0.05 + 0.02 * _measured.Count);
        var results = _context.Once($"l1, {varied} = {value}", () => _context.Seeds.Select(seed =>
        {
            _cancel.ThrowIfCancellationRequested();
            var random = _context.Random(seed, $"l1, {varied} = {value}");
            var (points, queries) = (random.Fork("points").Uniform(n, d), random.Fork("queries").Uniform(Queries, d));
            var cells = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)n);
            var box = PublicBox.Cube(d, 0, 1);
            var noisy = ManhattanSummary.Release(points, box, cells, epsilon, new SeededNoise(random.Fork("noise")));
            var plain = ManhattanSummary.Release(points, box, cells, epsilon, new NoNoise());
            double[] without = [.. Enumerable.Range(0, Queries).Select(q => plain.SumOfDistances(queries.RowSpan(q), Accuracy))];
            var noise = PrivateSimilarityStudy.RootMeanSquare(Enumerable.Range(0, Queries).Select(q => noisy.SumOfDistances(queries.RowSpan(q), Accuracy) - without[q]));
            var factor = Enumerable.Range(0, Queries).Max(q => Math.Abs(without[q] / Exact(points, queries.RowSpan(q)) - 1) / Accuracy);
            return new[] { noise, factor };
        }).ToArray());
        _measured.Add((varied, value, [.. results.Select(result => result[0])]));
        _factors.Add(results.Max(result => result[1]));
    }

    private void Euclidean(double accuracy)
    {
        const int d = 8;
        var n = _context.Pick(smoke: 200, small: 1_000, full: 4_000);
        _context.Report($"sums of ℓ2 distances, α = {accuracy}", 0.05 + 0.02 * _measured.Count);
        _measured.Add(("α", accuracy, _context.Once($"l2, α = {accuracy}", () => _context.Seeds.Select(seed =>
        {
            _cancel.ThrowIfCancellationRequested();
            var random = _context.Random(seed, $"l2, α = {accuracy}");
            var (points, queries) = (random.Fork("points").Uniform(n, d), random.Fork("queries").Uniform(Queries, d));
            var m = (int)Math.Ceiling(4 / (accuracy * accuracy));
            var cells = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)n);
            EuclideanSummary Release(INoise noise) =>
                EuclideanSummary.Release(points, [.. Enumerable.Repeat(0.5, d)], 0.5 * Math.Sqrt(d), m, cells, 1, random.Fork("map"), noise);
            var (noisy, plain) = (Release(new SeededNoise(random.Fork("noise"))), Release(new NoNoise()));
            return PrivateSimilarityStudy.RootMeanSquare(Enumerable.Range(0, Queries).Select(q =>
                noisy.SumOfDistances(queries.RowSpan(q), accuracy) - plain.SumOfDistances(queries.RowSpan(q), accuracy)));
        }).ToArray())));
    }

    private static double Exact(Tensor points, ReadOnlySpan<double> query)
    {
        var sum = 0.0;
        for (var i = 0; i < points.Rows; i++)
        {
            var row = points.RowSpan(i);
            for (var j = 0; j < row.Length; j++) sum += Math.Abs(row[j] - query[j]);
        }
        return sum;
    }
}
