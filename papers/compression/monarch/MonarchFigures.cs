using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>Figures of the study.</summary>
internal static class MonarchFigures
{
    /// <summary>Where each way of training ends, against what it took.</summary>
    public static Figure Training(IReadOnlyList<(string Name, Outcome[] Of)> ways) => new()
    {
        Title = "What a way of training takes and where it ends",
        Description = "Median seconds of training against median test cross-entropy over the seeds, one point a way (fine-tuning only its one epoch): down and to the left is better.",
        Panels =
        [
            Of("trained from first values", [.. ways.Where(way => !way.Name.StartsWith("fine-tuned", StringComparison.Ordinal))]),
            Of("dense network converted, one epoch more", [.. ways.Where(way => way.Name.StartsWith("fine-tuned", StringComparison.Ordinal))]),
        ],
    };

    /// <summary>Monarch and low-rank errors of kinds of matrices.</summary>
    public static Figure Kinds(int n, IReadOnlyList<(string Name, double Monarch, double Svd)> kinds) => new()
    {
        Title = $"Which matrices are near a Monarch matrix? (n = {n}, √n blocks against rank √n: equal numbers)",
        Description = "Relative Frobenius error for four kinds of matrices. A Hadamard matrix is a Monarch matrix and far from low rank; matrices of normal entries and circulant ones are as near to the one as to the other; the trained map is nearer to low rank.",
        Panels =
        [
            new Panel
            {
                X = new Axis("", Categories: [.. kinds.Select(kind => kind.Name)]),
                Y = new Axis("relative error", Low: 0),
                Marks = [new Bars([.. kinds.Select(kind => kind.Monarch)]) { Name = "Monarch" }, new Bars([.. kinds.Select(kind => kind.Svd)]) { Name = "truncated SVD" }],
            },
        ],
    };

    /// <summary>Milliseconds of a product against the size.</summary>
    public static Figure Products(int rows, IReadOnlyList<ProductTimes> times) => new()
    {
        Title = $"Milliseconds for {rows} rows times an n × n matrix",
        Description = "Both axes logarithmic. Low-rank forms (dashed) have as many numbers as the Monarch forms of 4 and of √n blocks. Small blocks take more time for an operation than large products do.",
        Panels =
        [
            new Panel
            {
                X = new Axis("n", AxisScale.Log),
                Y = new Axis("milliseconds", AxisScale.Log),
                Marks = [.. times.GroupBy(t => t.Form).Select(form => new Line([.. form.Select(t => (double)t.Size)], [.. form.Select(t => 1e3 * t.Seconds)], Dashed: form.Key.StartsWith("low", StringComparison.Ordinal), Points: true) { Name = form.Key })],
            },
        ],
    };

    private static Panel Of(string title, IReadOnlyList<(string Name, Outcome[] Of)> ways) => new()
    {
        Title = title,
        X = new Axis("seconds", Low: 0),
        Y = new Axis("test cross-entropy, nats"),
        Marks = [.. ways.Select(way => new Scatter([Summary.Median(way.Of.Select(o => o.Seconds))], [Summary.Median(way.Of.Select(o => o.CrossEntropy))]) { Name = way.Name })],
    };
}
