using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>One input of the regression bench.</summary>
/// <param name="Name">Its name with its shape.</param>
/// <param name="A">(n, d).</param>
/// <param name="B">(n).</param>
internal sealed record RegressionInput(string Name, Tensor A, Tensor B)
{
    /// <summary>A reader's table, standardised, with a constant term.</summary>
    public static RegressionInput Of(InputTable table, string? target)
    {
        var (features, b, name) = table.Split(target);
        features.EnsureNoConstantColumns();
        var design = RegressionDesign.Of(features, intercept: true).Matrix; // (n, d)
        if (design.Rows < 2 * design.Columns) throw new ToolException($"{table.Source}: {design.Rows} rows for {design.Columns} coefficients. The bench keeps a few rows for every coefficient: give at least {2 * design.Columns} rows.");
        if (LinearAlgebra.Rank(design) is var rank && rank < design.Columns) throw new ToolException($"{table.Source}: the columns depend on each other (rank {rank} of {design.Columns}). Leave the dependent ones out.");
        return new RegressionInput($"{Path.GetFileName(table.Source)}, {name} ({design.Rows} × {design.Columns})", design, b);
    }

    /// <summary>
    /// A tall table with what makes sampling hard: rows of t-distributed size (3 degrees of freedom), ten rows that alone carry the last
    /// column, and Laplace noise in b.
    /// </summary>
    public static RegressionInput HeavyRows(int n, int d, RandomStream random)
    {
        var a = random.Normal(n, d); // (n, d)
        for (var i = 0; i < n; i++)
        {
            // A row over √(χ²₃/3) has t-distributed entries.
            var (x, y, z) = (random.NextNormal(), random.NextNormal(), random.NextNormal());
            var size = 1 / Math.Sqrt(((x * x) + (y * y) + (z * z)) / 3);
            for (var j = 0; j < d; j++) a[i, j] *= j == d - 1 ? 0.01 : size;
        }
        foreach (var i in random.Choose(10, n)) a[i, d - 1] = 100 * random.NextSign();
        var b = LinearAlgebra.MatVec(a, random.Normal(d)); // (n)
        for (var i = 0; i < n; i++) b[i] += random.NextSign() * -Math.Log(1 - random.NextDouble());
        return new RegressionInput($"made-up, heavy rows ({n} × {d})", a, b);
    }

    /// <summary>The inputs of the recorded leaderboard.</summary>
    public static IReadOnlyList<RegressionInput> Bundled(ToolContext context)
    {
        var diabetes = context.Data.Table("diabetes.csv");
        var digits = context.Data.Table("digits.csv.gz");
        return
        [
            Of(new InputTable("diabetes", diabetes.Columns, diabetes.Values), null),
            Of(WithoutConstants(new InputTable("digits", digits.Columns, digits.Values)), null),
            HeavyRows(20_000, 20, context.Random("heavy rows")),
        ];
    }

    // Pixels at the edge are nearly always blank: those that hardly ever differ take the rank away.
    private static InputTable WithoutConstants(InputTable table)
    {
        var kept = Enumerable.Range(0, table.Values.Columns).Where(j => table.Values.Column(j).ToArray().GroupBy(value => value).Max(group => group.Count()) < 0.98 * table.Values.Rows).ToArray();
        return new InputTable(table.Source, [.. kept.Select(table.NameOf)], table.Values.Take(1, kept).Contiguous());
    }
}
