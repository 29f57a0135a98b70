using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>The figures and the table of the study.</summary>
internal static class AutoNumericsZeroFigures
{
    private static readonly string[] Drawn = ["Taylor", "minimax polynomial", "minimax polynomial, squared", "Padé", "minimax rational", "minimax rational, squared"];

    /// <summary>The error against the number of operations, one line a kind of program.</summary>
    public static Figure PowerOfTwo(IReadOnlyList<ClassicalProgram> classical, IReadOnlyList<EvolvedFront> fronts, double verified) => new()
    {
        Title = "2^x on [0, 1]: error against operations",
        Description = "The smallest largest relative error of any program with at most so many operations, on a logarithmic axis: six classical kinds, the evolved programs (median of the seeds, with a band from the best to the worst), "
            + "and the verified program of ten operations. Polynomials fall slowest; rational functions squared come close to the evolved programs.",
        Panels =
        [
            new Panel
            {
                X = new Axis("operations at most"),
                Y = new Axis("largest relative error", AxisScale.Log),
                Marks =
                [
                    .. Drawn.Select(family => ClassicalLine(family, classical.Where(program => program.Family == family), 10)),
                    Evolved(fronts, 10),
                    new Scatter([10], [verified], 8) { Name = "verified, 10 operations" },
                ],
            },
        ],
    };

    /// <summary>The other functions: evolved programs against the best polynomials.</summary>
    public static Figure Others(IReadOnlyList<OtherFunction> functions) => new()
    {
        Title = "Other functions: error against operations",
        Description = "One panel a function: the evolved programs (median of the seeds, band from the best to the worst) and the best minimax polynomial, for the odd functions also in odd powers, with at most so many operations.",
        Columns = 3,
        Panels =
        [
            .. functions.Select(function => new Panel
            {
                Title = $"{function.Target.Name} on [{Numbers.Short(function.Target.Low)}, {Numbers.Short(function.Target.High)}]",
                X = new Axis("operations at most"),
                Y = new Axis("largest error ÷ largest value", AxisScale.Log),
                Marks = [ClassicalLine("minimax polynomial", function.Polynomials, 8), Evolved(function.Fronts, 8)],
            }),
        ],
    };

    /// <summary>Errors by kind and number of operations.</summary>
    public static FindingsTable Table(IReadOnlyList<ClassicalProgram> classical, IReadOnlyList<EvolvedFront> fronts, double verified)
    {
        int[] sizes = [4, 6, 8, 10];
        return new FindingsTable(
            "2^x on [0, 1]: largest relative error with at most so many operations",
            ["program", .. sizes.Select(size => $"{size}")],
            [
                .. classical.GroupBy(program => program.Family).Select(family => (IReadOnlyList<string>)[family.Key, .. sizes.Select(size => Best(family, size))]),
                ["evolved, best seed", .. sizes.Select(size => Numbers.Short(fronts.Min(front => front.Least(size))))],
                ["evolved, median seed", .. sizes.Select(size => Numbers.Short(Summary.Median(fronts.Select(front => front.Least(size)))))],
                ["verified, 10 operations", .. sizes.Select(size => size < 10 ? "" : Numbers.Short(verified))],
            ]);

        static string Best(IEnumerable<ClassicalProgram> family, int size) =>
            family.Where(program => program.Program.Operations <= size).MinBy(program => program.Error) is { } best ? Numbers.Short(best.Error) : "";
    }

    private static Line ClassicalLine(string name, IEnumerable<ClassicalProgram> programs, int most)
    {
        var list = programs.ToList();
        double[] sizes = [.. list.Select(program => (double)program.Program.Operations).Distinct().Where(size => size <= most).Order()];
        return new Line(sizes, [.. sizes.Select(size => list.Where(program => program.Program.Operations <= size).Min(program => program.Error))], Points: true) { Name = name };
    }

    private static Line Evolved(IReadOnlyList<EvolvedFront> fronts, int most)
    {
        int[] sizes = [.. Enumerable.Range(2, most - 1).Where(size => fronts.All(front => front.Operations[0] <= size))];
        return new Line(
            [.. sizes.Select(size => (double)size)],
            [.. sizes.Select(size => Summary.Median(fronts.Select(front => front.Least(size))))],
            [.. sizes.Select(size => fronts.Min(front => front.Least(size)))],
            [.. sizes.Select(size => fronts.Max(front => front.Least(size)))],
            Points: true)
        { Name = "evolved" };
    }
}
