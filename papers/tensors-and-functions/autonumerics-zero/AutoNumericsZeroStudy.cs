using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>
/// The evolution for 2^x and three other functions, a fixed number of candidates for each seed, beside the classical programs: Taylor and minimax
/// polynomials, Padé and minimax rational functions as continued fractions, each also squared.
/// </summary>
[Paper("autonumerics-zero")]
public sealed class AutoNumericsZeroStudy : IStudy
{
    private const int MeasuredPoints = 20_001;
    private static readonly int[] JudgedSizes = [6, 8, 10];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var powerOfTwo = NamedFunctions.Find("exp2")!;
        var candidates = context.Pick(smoke: 8_000, small: 100_000, full: 300_000);

        context.Report("classical programs", 0);
        var classical = ClassicalPrograms.PowerOfTwo(10);
        var verified = powerOfTwo.Measure(VerifiedProgram.TenOperations, 100_001);
        var polynomials = classical.Where(program => program.Family == "minimax polynomial").ToList();
        found.Observe("C1", "ten-operations", "2^x on [0, 1], 100,001 points", 0, verified);
        found.Observe("C1", "six-orders", "2^x on [0, 1], 10 operations", 0, verified / Least(polynomials, 10));

        var fronts = Evolve(context, powerOfTwo, 10, candidates, 0, 0.6, cancel);
        foreach (var size in JudgedSizes)
            foreach (var front in fronts)
                found.ObservePair("C1", "evolved-against-polynomials", $"2^x, {size} operations", front.Seed, front.Least(size), Least(polynomials, size));
        foreach (var front in fronts)
            found.ObservePair("C1", "against-classical", "2^x, 10 operations", front.Seed, Math.Min(verified, front.Least(10)), Least(classical, 10));

        List<OtherFunction> others = [];
        string[] names = ["sin", "log2", "erf"];
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            var target = NamedFunctions.Find(name)!;
            var baseline = ClassicalPrograms.Polynomials(target, 8, isOdd: name != "log2");
            var evolved = Evolve(context, target, 8, context.Pick(smoke: 3_000, small: 30_000, full: 80_000), 0.6 + 0.13 * i, 0.13, cancel);
            foreach (var front in evolved)
                found.ObservePair("C3", "evolved-against-polynomials", $"{name}, 8 operations", front.Seed, front.Least(8), Least(baseline, 8));
            others.Add(new OtherFunction(target, baseline, evolved));
        }

        found.Add(AutoNumericsZeroFigures.PowerOfTwo(classical, fronts, verified));
        found.Add(AutoNumericsZeroFigures.Others(others));
        found.Add(AutoNumericsZeroFigures.Table(classical, fronts, verified));
        var best = fronts.MinBy(front => front.Least(10))!;
        found.Add(new FindingsTable(
            $"The best evolved program for 2^x on [0, 1] (seed {best.Seed}): {best.Source.Count} operations, largest relative error {Numbers.Short(best.Least(10))}",
            ["step"], [.. best.Source.Select(line => (IReadOnlyList<string>)[line])]));
        found.Remark($"One search makes and fits {candidates:N0} programs, a few seconds of one core; the published search used far more. "
            + "Chance decides how far a search of this length gets: the band in the figure is from the best to the worst seed.");
        found.Remark("An operation is one +, −, × or ÷; constants are free, a square is one operation and a value may be used twice. Errors are those of double arithmetic on "
            + $"{MeasuredPoints:N0} equally spaced points, ends included (verified program 100,001); between them nothing was measured.");
        var strongest = classical.Where(program => program.Program.Operations <= 10).MinBy(program => program.Error)!;
        found.Remark("The verified program is derived rather than evolved: 2^x = h², h = (A + x)/(A − x) with a small rational function A of x². "
            + $"At ten operations it is {Numbers.Short(Least(polynomials, 10) / verified)} times as accurate as the minimax polynomial, but only {Numbers.Short(Least(classical, 10) / verified)} times as accurate as "
            + $"the strongest classical program ({strongest.Family}, {strongest.Name}).");
        return Task.FromResult(found.Build());
    }

    private static double Least(IEnumerable<ClassicalProgram> programs, int operations) =>
        programs.Where(program => program.Program.Operations <= operations).Min(program => program.Error);

    /// <summary>One search a seed, side by side on all cores.</summary>
    private static IReadOnlyList<EvolvedFront> Evolve(
        StudyContext context, ApproximationTarget target, int operations, int candidates, double from, double share, CancellationToken cancel) =>
        context.Once($"evolution of {target.Name}, {operations} operations, {candidates} candidates", () =>
        {
            var fronts = new EvolvedFront[context.Seeds.Count];
            var done = new double[context.Seeds.Count];
            Parallel.For(0, fronts.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                var random = context.Random(context.Seeds[i], $"evolution of {target.Name}");
                var programs = EvolutionarySearch.Run(target, new EvolutionOptions { Operations = operations, Candidates = candidates }, random, progress =>
                {
                    if (progress - done[i] < 0.05) return;
                    done[i] = progress;
                    context.Report($"evolution for {target.Name}", from + share * done.Average());
                }, cancel);
                done[i] = 1;
                fronts[i] = new EvolvedFront(
                    context.Seeds[i], [.. programs.Select(found => found.Program.Operations)], [.. programs.Select(found => target.Measure(found.Program, MeasuredPoints))],
                    [.. ProgramText.Statements(programs[^1].Program)]);
            });
            return (IReadOnlyList<EvolvedFront>)fronts;
        });
}

/// <summary>What one search found: sizes, errors, and the source of the most accurate program.</summary>
internal sealed record EvolvedFront(long Seed, IReadOnlyList<int> Operations, IReadOnlyList<double> Errors, IReadOnlyList<string> Source)
{
    /// <summary>The smallest error with at most so many operations.</summary>
    public double Least(int operations) => Operations.Zip(Errors).Where(pair => pair.First <= operations).Min(pair => pair.Second);
}

/// <summary>A function besides 2^x with its baselines and searches.</summary>
internal sealed record OtherFunction(ApproximationTarget Target, IReadOnlyList<ClassicalProgram> Polynomials, IReadOnlyList<EvolvedFront> Fronts);
