using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>Eigenvalues against the symbol, the symbol against the degree, and orders of convergence on solutions that are known.</summary>
[Paper("bspline-riesz")]
public sealed class BsplineRieszStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        Eigenvalues(context, found, cancel);
        Decay(found);
        Convergence(context, found, cancel);
        found.Remark("A distribution leaves a few eigenvalues free: those above the symbol come from the rows at the ends, stay few as n grows, and weigh in the distance only as 1/n.");
        found.Remark("Nothing here is random. Entries far behind a B-spline's support are integrated, since the sum of truncated powers there is a small difference of large numbers.");
        return Task.FromResult(found.Build());
    }

    private static void Eigenvalues(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sizes = context.Pick<int[]>(smoke: [16, 32], small: [32, 64, 128], full: [32, 64, 128, 256]), degrees = [2, 3, 4, 5, 6];
        double[] alphas = [1.2, 1.5, 1.8];
        var rows = new List<IReadOnlyList<string>>();
        var panels = new List<Panel>();
        foreach (var alpha in alphas)
            foreach (var p in degrees)
            {
                var symbol = new RieszSymbol(p, alpha);
                var distances = new List<double>();
                double imaginary = 0, condition = 0;
                var outliers = 0;
                foreach (var n in sizes)
                {
                    cancel.ThrowIfCancellationRequested();
                    context.Report($"eigenvalues, α = {alpha}, p = {p}, n = {n}", 0.6 * (rows.Count + 1) / (alphas.Length * degrees.Length));
                    var matrix = new RieszCollocation(alpha, p, n).Scaled;
                    var values = LinearAlgebra.Eigenvalues(matrix);
                    double[] real = [.. values.Select(value => value.Real).Order()], theta = [.. Enumerable.Range(1, real.Length).Select(j => j * Math.PI / (real.Length + 1))];
                    double[] samples = [.. theta.Select(symbol.At)], sorted = [.. samples.Order()];
                    distances.Add(real.Zip(sorted, (a, b) => Math.Abs(a - b)).Sum() / sorted.Sum());
                    imaginary = values.Max(value => Math.Abs(value.Imaginary)) / values.Max(value => value.Magnitude);
                    condition = LinearAlgebra.Condition(matrix);
                    outliers = real.Count(value => value > 1.05 * sorted[^1]);
                    if (alpha == 1.5 && n == 64 && p <= 5) panels.Add(EigenvaluePanel(p, theta, samples, real));
                    if (n == sizes[^1]) CentralRow(found, matrix, symbol, $"α = {alpha}, p = {p}, n = {n}");
                }
                for (var i = 1; i < sizes.Length; i++) found.Observe("C1", "distance-falls", $"α = {alpha}, p = {p}, n = {sizes[i - 1]} to {sizes[i]}", 0, distances[i] / distances[i - 1]);
                double[] near = [.. Enumerable.Range(0, 11).Select(i => 1e-3 * Math.Pow(10, i / 10.0))];
                found.Observe("C1", "order-of-zero", $"α = {alpha}, p = {p}", 0, Math.Abs(Summary.LogSlope(near, [.. near.Select(symbol.At)]) - alpha));
                rows.Add([$"{alpha}", $"{p}", .. distances.Select(Numbers.Short), $"{outliers}", Numbers.Short(imaginary), Numbers.Short(condition)]);
            }
        if (panels.Count > 0)
            found.Add(new Figure
            {
                Title = "Sorted eigenvalues and the symbol, α = 1.5, n = 64",
                Description = "A panel for each degree: the symbol as a line, the sorted real parts of the eigenvalues as points. They lie on the line except for a few outliers above its maximum, which are drawn where it is reached; the higher the degree, the lower the symbol at π.",
                Panels = panels,
            });
        found.Add(new FindingsTable($"Distance of eigenvalues from the symbol (relative L1), and the matrix with n = {sizes[^1]}",
            ["α", "p", .. sizes.Select(n => $"n = {n}"), "eigenvalues above 1.05·max f", "largest imaginary part ÷ largest modulus", "condition"], rows));

        static Panel EigenvaluePanel(int p, double[] theta, double[] samples, double[] real)
        {
            // The symbol falls again before π for higher degrees; eigenvalues are shown where the symbol takes their rank.
            int[] order = [.. Enumerable.Range(0, samples.Length).OrderBy(i => samples[i])];
            double[] at = new double[order.Length];
            for (var rank = 0; rank < order.Length; rank++) at[order[rank]] = real[rank];
            return new Panel
            {
                Title = $"p = {p}",
                X = new Axis("θ"),
                Y = new Axis("eigenvalue of −n^(−α)A"),
                Marks = [new Line(theta, samples) { Name = "symbol" }, new Scatter(theta, at) { Name = "eigenvalues" }],
            };
        }
    }

    private static void CentralRow(FindingsBuilder found, Tensor matrix, RieszSymbol symbol, string setting)
    {
        var middle = matrix.Rows / 2;
        var reach = Math.Max(1, Math.Min(20, middle - 2 * symbol.Degree));
        found.Observe("C1", "central-row", setting, 0, Enumerable.Range(0, reach + 1).Max(k => Math.Abs(matrix[middle, middle + k] - symbol.FourierCoefficient(k))));
    }

    private static void Decay(FindingsBuilder found)
    {
        double[] alphas = [.. Enumerable.Range(1, 9).Select(i => 1 + 0.1 * i)];
        int[] degrees = [.. Enumerable.Range(2, 11)];
        var ratios = alphas.Select(alpha => degrees.Select(p => Ratio(p, alpha)).ToArray()).ToArray();
        for (var a = 0; a < alphas.Length; a++)
        {
            for (var i = 0; i < degrees.Length; i++)
            {
                found.Observe("C2", "bound", $"α = {alphas[a]:0.0}, p = {degrees[i]}", 0, ratios[a][i] / Math.Pow(2, (1 - degrees[i]) / 2.0 + alphas[a]));
                if (a > 0) found.Observe("C2", "smaller-order-decays-faster", $"α = {alphas[a - 1]:0.0} against {alphas[a]:0.0}, p = {degrees[i]}", 0, ratios[a - 1][i] / ratios[a][i]);
            }
            found.Observe("C2", "decay", $"α = {alphas[a]:0.0}", 0, Summary.Slope([.. degrees.Select(p => (double)p)], [.. ratios[a].Select(Math.Log2)]));
        }
        int[] shown = [0, 4, 8];
        found.Add(new Figure
        {
            Title = "The symbol at π against the degree",
            Description = "f(π)/f(π/2) on a logarithmic axis, a line for each α, with the bound 2^((1−p)/2+α) for α = 1.5 dashed. Each falls by about a factor of √2 a degree, and lower for smaller α: a linear system loses its high frequencies as the degree rises.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("degree p"),
                    Y = new Axis("f(π)/f(π/2)", AxisScale.Log),
                    Marks =
                    [
                        .. shown.Select(a => new Line([.. degrees.Select(p => (double)p)], ratios[a], Points: true) { Name = $"α = {alphas[a]:0.0}" }),
                        new Line([.. degrees.Select(p => (double)p)], [.. degrees.Select(p => Math.Pow(2, (1 - p) / 2.0 + 1.5))], Dashed: true) { Name = "bound, α = 1.5" },
                    ],
                },
            ],
        });

        static double Ratio(int p, double alpha) => new RieszSymbol(p, alpha).At(Math.PI) / new RieszSymbol(p, alpha).At(Math.PI / 2);
    }

    private static void Convergence(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sizes = context.Pick<int[]>(smoke: [8, 16, 32], small: [8, 16, 32, 64, 128], full: [8, 16, 32, 64, 128]);
        var rows = new List<IReadOnlyList<string>>();
        var lines = new List<Mark>();
        foreach (var alpha in new[] { 1.3, 1.5, 1.8 })
        {
            foreach (var p in new[] { 2, 3, 4, 5 })
            {
                var solution = new SmoothSolution(Math.Max(4, p + 1), alpha);
                var errors = Errors(alpha, p, sizes, solution.At, solution.Derivative, cancel);
                var expected = (p % 2 == 0 ? p + 2 : p + 1) - alpha;
                var orders = Orders(errors);
                found.Observe("C3", p <= 3 ? "order-low-degree" : "order-high-degree", $"α = {alpha}, p = {p}", 0, Math.Abs(orders[^1] - expected));
                rows.Add([$"{alpha}", $"p = {p}", .. errors.Select(Numbers.Short), .. orders.Select(order => $"{order:0.00}"), $"{expected:0.0}"]);
                if (alpha == 1.5) lines.Add(new Line([.. sizes.Select(n => (double)n)], errors, Points: true) { Name = $"p = {p}" });
                // The natural solution of a constant source is not smooth at the ends, and neither degree helps.
                if (p is 2 or 5)
                {
                    var rough = Errors(alpha, p, sizes, x => Math.Pow(x * (1 - x), alpha / 2), _ => -GammaFunction.Of(alpha + 1), cancel);
                    rows.Add([$"{alpha}", $"p = {p}, u = (x(1−x))^(α/2)", .. rough.Select(Numbers.Short), .. Orders(rough).Select(order => $"{order:0.00}"), ""]);
                }
            }
            var smooth = new SmoothSolution(4, alpha);
            double[] differences = [.. sizes.Select(n => GrunwaldDifferences.Solve(alpha, n, smooth.Derivative).Select((u, i) => Math.Abs(u - smooth.At((i + 1.0) / n))).Max())];
            rows.Add([$"{alpha}", "Grünwald differences", .. differences.Select(Numbers.Short), .. Orders(differences).Select(order => $"{order:0.00}"), "1"]);
            if (alpha == 1.5) lines.Add(new Line([.. sizes.Select(n => (double)n)], differences, Dashed: true, Points: true) { Name = "Grünwald differences" });
            context.Report($"convergence, α = {alpha}", 0.9);
        }
        found.Add(new Figure
        {
            Title = "Error against the number of elements, α = 1.5, smooth solution",
            Description = "Largest error on 10n + 1 points, both axes logarithmic, a line for each degree and the first-order differences dashed. Degrees 2 and 3 fall with nearly the same slope, so do 4 and 5: an odd degree gains nothing in order over the even one below it.",
            Panels = [new Panel { X = new Axis("elements n", AxisScale.Log), Y = new Axis("largest error", AxisScale.Log), Marks = lines }],
        });
        found.Add(new FindingsTable("Largest errors and observed orders",
            ["α", "method", .. sizes.Select(n => $"n = {n}"), .. sizes.Skip(1).Select(n => $"order at {n}"), "expected"], rows));
    }

    private static double[] Errors(double alpha, int p, int[] sizes, Func<double, double> u, Func<double, double> source, CancellationToken cancel) => [.. sizes.Select(n =>
    {
        cancel.ThrowIfCancellationRequested();
        var problem = new RieszCollocation(alpha, p, n);
        var solved = problem.Solve(Tensor.Wrap([.. problem.Points.Select(source)], problem.Points.Count));
        return Enumerable.Range(0, 10 * n + 1).Max(i => Math.Abs(solved(i / (10.0 * n)) - u(i / (10.0 * n))));
    })];

    private static double[] Orders(double[] errors) => [.. errors.Skip(1).Zip(errors, (now, before) => Math.Log2(before / now))];
}
