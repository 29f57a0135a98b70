using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>A small weighted design out of the reader's candidate points, and the fit on it where there is a column to fit.</summary>
[Paper("dpp-least-squares")]
public sealed class DppDesignTool : ITool<DppDesignToolOptions>
{
    private const int MostFunctions = 500, MostDraws = 200;
    private const double Stable = 0.5;

    /// <inheritdoc/>
    public string Says => "Choose few points of a table, with weights, on which a polynomial fit is nearly as good as on all of them.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "candidates.csv --degree 3 --points 40 -o design.csv",
        "data/diabetes.csv --target progression --points 44",
    ];

    /// <inheritdoc/>
    public ToolReport Use(DppDesignToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = options.Table.Table();
        var (coordinates, target, targetName) = options.Target is { } name ? table.Split(name) : (table, null, "");
        var names = TotalDegreeBasis.Count(coordinates.Values.Columns, options.Degree);
        if (names > MostFunctions) throw new ToolException($"--degree {options.Degree}: {coordinates.Values.Columns} coordinates give {names:N0} polynomials; at most {MostFunctions} are taken. Lower the degree, or leave columns out.");
        context.Report("orthonormalising the polynomials", 0.1);
        var functions = TotalDegreeBasis.Evaluate(coordinates.Values, options.Degree); // (rows, functions)
        var space = FunctionSpace.Of(functions);
        var (rows, m) = (space.Places, space.Dimension);
        var n = options.Points ?? 3 * m;
        if (n < m) throw new ToolException($"--points {n}: a fit with {m} independent functions needs at least {m} points.");
        cancel.ThrowIfCancellationRequested();

        context.Report("drawing the design", 0.5);
        var design = options.Design switch { DesignChoice.Volume => Design.Volume, DesignChoice.Independent => Design.Independent, _ => Design.Repeated };
        var (fit, draws) = Best(design, space, n, context.Random("design"), cancel);
        var stable = fit.SmallestEigenvalue >= Stable;
        List<ToolMeasure> measures =
        [
            new("λ_min(G)", fit.SmallestEigenvalue, Note: "1 would be as on all rows; 0.5 or more counts as stable"),
            new("draws", draws, Note: $"until a design with λ_min(G) ≥ {Stable} came, {MostDraws} at most"),
            new("points", n, Note: $"{fit.Places.Distinct().Count()} different rows of {rows}"),
            new("dimension of the space", m),
        ];
        List<string> remarks = ["The output numbers rows from 1. The weights sum to about the number of rows: Σ weight·loss over the design stands for the sum over all rows. A row may be there twice."];
        if (m < names) remarks.Add($"Of {names} polynomials {m} are independent on these rows; the others were left out.");
        if (n >= rows) remarks.Add("The design has as many points as the table has rows: nothing is saved.");
        double? fitted = target is null ? null : Errors(space, fit, target, measures);

        var output = Tensor.Zeros(n, 2); // (points, 2)
        for (var i = 0; i < n; i++) (output[i, 0], output[i, 1]) = (fit.Places[i] + 1, fit.Weights[i] * rows / n);
        return new ToolReport
        {
            Headline = fitted is { } ratio
                ? $"{n} of {rows} rows, chosen by a {design.Name} design, fit {targetName} with a squared error on all rows {Numbers.Short(100 * (ratio - 1))} % above that of the fit on all rows."
                : $"A {design.Name} design of {n} of {rows} candidates for {m} functions, with λ_min(G) = {Numbers.Short(fit.SmallestEigenvalue)}.",
            Guarantee = stable
                ? $"Whatever is fitted: the root mean squared error on all rows is at most {Numbers.Short(fit.UniformConstant)} times the least possible largest error. On average over designs the squared error is within a constant of the best (measured: near 1 + m/n)."
                : $"None: no design of {n} points among {MostDraws} had λ_min(G) ≥ {Stable}; the best of them is returned. Ask for more points.",
            Measures = measures,
            Remarks = remarks,
            Outputs =
            [
                new MatrixOutput("design", $"row numbers from 1 and weights of the {n} chosen points", output, ["row", "weight"]),
                new MatrixOutput("points", $"the {n} chosen rows as they are in the table", table.Values.TakeRows([.. fit.Places]), table.Names),
            ],
        };
    }

    private static (WeightedFit Fit, int Draws) Best(Design design, FunctionSpace space, int n, RandomStream random, CancellationToken cancel)
    {
        WeightedFit? best = null;
        for (var draw = 0; draw < MostDraws; draw++)
        {
            cancel.ThrowIfCancellationRequested();
            var fit = new WeightedFit(space, design.Draw(space, n, random.Fork(draw)));
            if (best is null || fit.SmallestEigenvalue > best.SmallestEigenvalue) best = fit;
            if (best.SmallestEigenvalue >= Stable) return (best, draw + 1);
        }
        return (best!, MostDraws);
    }

    /// <summary>Adds the errors of the fit; returns its squared error on all rows over that of the fit on all rows.</summary>
    private static double Errors(FunctionSpace space, WeightedFit fit, Tensor target, List<ToolMeasure> measures)
    {
        var rest = target - LinearAlgebra.MatVec(space.Basis, fit.Fit(target));
        var best = FitTarget.Of(space, target.Reshape(target.Length, 1)).SquaredErrors[0];
        var chosen = fit.Places.ToHashSet();
        double[] others = [.. Enumerable.Range(0, target.Length).Where(i => !chosen.Contains(i)).Select(i => rest[i] * rest[i])];
        var squared = space.SquaredLength(rest);
        var ratio = best > 0 ? squared / best : 1;
        measures.InsertRange(0,
        [
            new("squared error ÷ that of the fit on all rows", ratio),
            new("root mean squared error on all rows", Math.Sqrt(squared)),
            .. others.Length > 0 ? new[] { new ToolMeasure("root mean squared error on the rows not chosen", Math.Sqrt(others.Average())) } : [],
            new("root mean squared error of the fit on all rows", Math.Sqrt(best)),
        ]);
        return ratio;
    }
}
