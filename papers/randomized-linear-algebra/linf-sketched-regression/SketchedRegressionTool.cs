using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>Least squares on a sketch of the reader's table, with the exact solution beside it so that the error is measured, not promised.</summary>
[Paper("linf-sketched-regression")]
public sealed class SketchedRegressionTool : ITool<SketchedRegressionToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Regress on a sketch of a tall table, with a bound on the error of every coefficient.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "table.csv --target price -o coefficients.csv",
        "data/diabetes.csv --rows 200 --sketch gaussian",
    ];

    /// <inheritdoc/>
    public ToolReport Use(SketchedRegressionToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var (features, b, target) = options.Table.Table().Split(options.Target); // b: (n)
        var (n, d) = (features.Values.Rows, features.Values.Columns + (options.NoIntercept ? 0 : 1));
        if (n < d) throw new ToolException($"{features.Source}: {n} rows for {d} coefficients. Sketching is for tall tables: give at least as many rows as coefficients, or leave columns out.");
        features.EnsureNoConstantColumns();
        var design = RegressionDesign.Of(features, intercept: !options.NoIntercept);
        var a = design.Matrix; // (n, d)
        var m = options.Rows ?? Math.Min(n, 8 * d);
        if (m < d) throw new ToolException($"--rows {m}: the sketch needs at least as many rows as there are coefficients, {d}.");

        context.Report("solving exactly, to measure the error", 0.1);
        var problem = RegressionProblem.Of(a, b);
        cancel.ThrowIfCancellationRequested();
        context.Report("sketching", 0.6);
        var family = options.Sketch switch
        {
            SketchChoice.Gaussian => SketchFamily.Gaussian,
            SketchChoice.CountSketch => SketchFamily.CountSketch,
            _ => SketchFamily.SubsampledHadamard,
        };
        var solved = SketchedRegression.Solve(a, b, family.Draw(m, n, context.Random($"{family.Name}, m = {m}")));
        var error = solved.X - problem.Solution;                                          // (d)
        var residual = (LinearAlgebra.MatVec(a, solved.X) - b).FrobeniusNorm();
        // The theorem with its constant set to 1, read from rows to accuracy: ε = √(d·ln³(n/δ)/m).
        var accuracy = Math.Sqrt(d * Math.Pow(Math.Log(n / options.FailureProbability), 3) / m);
        var bound = SketchedRegression.CoordinateBound(problem, accuracy);

        return new ToolReport
        {
            Headline = $"{target} from {d} coefficients by a {family.Name} sketch of {m} of {n} rows: the residual is {Numbers.Short(100 * ((residual / problem.ResidualNorm) - 1))} % longer than that of the exact solution.",
            Guarantee = options.Sketch == SketchChoice.CountSketch
                ? "None on single coefficients: this sketch can miss by far where a row of the table stands out (see the paper's page). The errors below are measured."
                : $"With probability {1 - options.FailureProbability:0.###} no coefficient is off by more than ε/√d·‖residual‖·‖A†‖ = {Numbers.Short(bound)}, ε = {Numbers.Short(accuracy)} (the theorem with its constant set to 1; in the units of the standardised columns).",
            Measures =
            [
                new("largest coefficient error", error.MaxAbs(), Note: "against the exact solution, standardised columns"),
                new("residual, relative excess", (residual / problem.ResidualNorm) - 1),
                new("residual of the sketch", residual, Note: "‖A x′ − b‖"),
                new("condition of the table", LinearAlgebra.Condition(a)),
                new("rows kept", m),
            ],
            Tables = [design.Table(solved.X, problem.Solution)],
            Remarks = m == n ? ["The sketch keeps as many rows as the table has: nothing is saved. It pays on tables much taller than wide."] : [],
            Outputs = [new MatrixOutput("coefficients", $"the {d} coefficients in the table's units", design.InTableUnits(solved.X).Reshape(1, d), design.Names)],
        };
    }
}
