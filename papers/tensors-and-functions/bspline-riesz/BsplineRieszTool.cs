using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>Solves the reader's Riesz fractional equation and measures how far twice as many elements move the solution.</summary>
[Paper("bspline-riesz")]
public sealed class BsplineRieszTool : ITool<BsplineRieszToolOptions>
{
    private const int MostElements = 1000;
    private const int SolutionPoints = 400;

    /// <inheritdoc/>
    public string Says => "Solve a Riesz fractional diffusion equation on (0, 1) by B-spline collocation.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "--function -1 --alpha 1.5 -o solution.csv",
        "--function sin(2*pi*x) --alpha 1.8 --degree 4 --tolerance 1e-6",
    ];

    /// <inheritdoc/>
    public ToolReport Use(BsplineRieszToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var source = Parse(options.Function);
        var n = options.Elements;
        var (problem, solution) = Solve(options, source, n);
        var estimates = new List<(int Elements, double Change)>();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"{2 * n} elements, to measure the error", 0.5);
            var (finer, finerSolution) = Solve(options, source, 2 * n);
            var change = Enumerable.Range(0, 20 * n + 1).Max(i => Math.Abs(solution(i / (20.0 * n)) - finerSolution(i / (20.0 * n))));
            estimates.Add((n, change));
            if (options.Tolerance is not { } wanted || change <= wanted) break;
            if (4 * n > 2 * MostElements)
                throw new ToolException($"--tolerance {wanted}: not reached with {n} elements, where twice as many still move the solution by {Numbers.Short(change)}. "
                    + "At the ends the solution is seldom smooth, and neither elements nor degree help much there; ask for less.");
            (n, problem, solution) = (2 * n, finer, finerSolution);
        }
        var error = estimates[^1].Change;
        var condition = LinearAlgebra.Condition(problem.Scaled);
        double[] x = [.. Enumerable.Range(0, SolutionPoints + 1).Select(i => (double)i / SolutionPoints)], u = [.. x.Select(solution)];
        return new ToolReport
        {
            Headline = $"Solved with {n} elements of degree {options.Degree}, α = {options.Alpha}: twice as many elements move the solution by at most {Numbers.Short(error)}.",
            Guarantee = "None for this source: the observed order, p+2−α for even p and p+1−α for odd p, is for smooth solutions. The error below is estimated from twice as many elements.",
            Measures =
            [
                new("error, estimated", error, Note: $"largest difference from the solution with {2 * n} elements"),
                new("largest value of the solution", u.Max(Math.Abs)),
                new("condition of the matrix", condition),
                new("unknowns", problem.Points.Count),
            ],
            Tables = estimates.Count > 1
                ? [new FindingsTable("Elements and the error estimated", ["elements", "error"], [.. estimates.Select(row => (IReadOnlyList<string>)[$"{row.Elements}", Numbers.Short(row.Change)])])]
                : [],
            Figures =
            [
                new Figure
                {
                    Title = "The solution, and the symbol of its matrix",
                    Description = "Left the solution u on 0 to 1. Right the symbol, whose values on 0 to π the eigenvalues of the scaled matrix follow: its zero at 0 and its decay at π make the system ill-conditioned.",
                    Columns = 2,
                    Panels =
                    [
                        new Panel { X = new Axis("x"), Y = new Axis("u(x)"), Marks = [new Line(x, u)] },
                        SymbolPanel(options),
                    ],
                },
            ],
            Outputs = [new MatrixOutput("solution", $"x and u(x) at {x.Length} places", Tensor.Concat(1, Tensor.Wrap(x, x.Length, 1), Tensor.Wrap(u, u.Length, 1)), ["x", "u"])],
        };
    }

    private static Panel SymbolPanel(BsplineRieszToolOptions options)
    {
        var symbol = new RieszSymbol(options.Degree, options.Alpha);
        double[] theta = [.. Enumerable.Range(0, 201).Select(i => Math.PI * i / 200)];
        return new Panel { X = new Axis("θ"), Y = new Axis("symbol f(θ)"), Marks = [new Line(theta, [.. theta.Select(symbol.At)])] };
    }

    private static (RieszCollocation Problem, Func<double, double> Solution) Solve(BsplineRieszToolOptions options, Expression source, int n)
    {
        var problem = new RieszCollocation(options.Alpha, options.Degree, n);
        var values = Tensor.Zeros(problem.Points.Count);
        for (var i = 0; i < values.Length; i++)
        {
            var x = problem.Points[i];
            values[i] = source.Evaluate(x);
            if (!double.IsFinite(values[i]))
                throw new ToolException($"--function {options.Function}: the value is {(double.IsNaN(values[i]) ? "NaN" : "infinite")} at x = {Numbers.Short(x)}. The source must be finite inside 0 to 1; give another formula.");
        }
        return (problem, problem.Solve(values));
    }

    private static Expression Parse(string text)
    {
        try
        {
            return Expression.Parse(text, "x");
        }
        catch (ExpressionException e)
        {
            throw new ToolException($"--function: {e.Message}", e);
        }
    }
}
