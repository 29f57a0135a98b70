using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>How long the evolution goes on, and how large its programs may become.</summary>
public sealed record EvolutionOptions
{
    /// <summary>The most operations of a program.</summary>
    public const int MostOperations = 16;

    /// <summary>Programs of at most so many operations are looked for: 1 to 16.</summary>
    public required int Operations { get; init; }

    /// <summary>How many programs are made and fitted.</summary>
    public required int Candidates { get; init; }

    /// <summary>How many programs of each number of operations live at once.</summary>
    public int Population { get; init; } = 30;

    /// <summary>Half of the programs are made in so many separate beginnings, the other half after these were put together.</summary>
    public int Islands { get; init; } = 8;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        if (Operations is < 1 or > MostOperations) throw new ArgumentOutOfRangeException(nameof(Operations), Operations, $"Operations must lie between 1 and {MostOperations}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Candidates, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Population, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Islands, 1);
    }
}

/// <summary>A program that was found.</summary>
/// <param name="Program">The program.</param>
/// <param name="Error">Its largest error on the points at which programs are judged.</param>
public sealed record FoundProgram(StraightLineProgram Program, double Error);

/// <summary>
/// Evolution of straight-line programs from nothing, for two objectives: few operations and a small largest error. The best programs of
/// every number of operations live side by side; a random one is mutated, the constants of the child are fitted, and it takes the place of
/// the worst of its own size if it is better. Programs are kept off poles by being judged on a grid finer than that of the fit.
/// </summary>
public sealed class EvolutionarySearch
{
    private readonly ApproximationTarget _target;
    private readonly EvolutionOptions _options;
    private readonly ProgramTape _tape, _check;
    private readonly ConstantFit _fit;
    private readonly double[] _constants = new double[ProgramTape.MostConstants];
    private List<FoundProgram>[] _populations; // by operations, best first

    private EvolutionarySearch(ApproximationTarget target, EvolutionOptions options)
    {
        (_target, _options) = (target, options);
        _tape = new ProgramTape(target.FitX, target.FitY, target.WeightAt);
        _check = new ProgramTape(target.CheckX, target.CheckY, target.WeightAt);
        _fit = new ConstantFit(_tape);
        _populations = Empty();
    }

    private List<FoundProgram>[] Empty() => [.. Enumerable.Range(0, _options.Operations + 1).Select(_ => new List<FoundProgram>())];

    /// <summary>Runs the evolution.</summary>
    /// <param name="target">What is to be computed.</param>
    /// <param name="options">How long and how large.</param>
    /// <param name="random">The only source of chance.</param>
    /// <param name="progress">Told the share that is done, about a hundred times.</param>
    /// <param name="cancel">Looked at every few candidates.</param>
    /// <returns>The front: programs of growing size and falling error, their constants levelled to the smallest largest error.</returns>
    public static IReadOnlyList<FoundProgram> Run(
        ApproximationTarget target, EvolutionOptions options, RandomStream random, Action<double>? progress = null, CancellationToken cancel = default)
    {
        options.Validate();
        var search = new EvolutionarySearch(target, options);
        search.Evolve(random, progress, cancel);
        return search.Front();
    }

    private void Evolve(RandomStream random, Action<double>? progress, CancellationToken cancel)
    {
        // What the first good small programs are decides how far the large ones get, and that is chance: so several beginnings, then all together.
        var beginnings = new List<List<FoundProgram>[]>();
        for (var candidate = 0; candidate < _options.Candidates; candidate++)
        {
            if (candidate % 256 == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Invoke((double)candidate / _options.Candidates);
            }
            var island = (int)(2L * candidate * _options.Islands / _options.Candidates);
            if (island > beginnings.Count && beginnings.Count < _options.Islands)
            {
                beginnings.Add(_populations);
                _populations = Empty();
                if (beginnings.Count == _options.Islands)
                    foreach (var found in beginnings.SelectMany(island => island).SelectMany(population => population)) Keep(found);
            }
            var child = Parent(random) is { } parent && random.Next(200) > 0 ? Mutation.Apply(parent.Program, random) : Mutation.Seed(random);
            if (child is null || child.Operations > _options.Operations) continue;
            Consider(child);
        }
    }

    private FoundProgram? Parent(RandomStream random)
    {
        // Any size may be the beginning of a better program; the largest sizes are where most is to be found.
        var size = 1 + Math.Max(random.Next(_options.Operations), random.Next(_options.Operations));
        while (size > 0 && _populations[size].Count == 0) size--;
        if (size == 0) return null;
        var population = _populations[size];
        return population[Math.Min(random.Next(population.Count), random.Next(population.Count))];
    }

    private void Consider(StraightLineProgram child)
    {
        var population = _populations[child.Operations];
        var full = population.Count >= _options.Population;
        var worst = full ? population[^1].Error : double.PositiveInfinity;
        // After a third of the iterations a fit that is going to be good is within a factor of the worst that lives.
        var fitted = _fit.Fit(child, 300 * worst);
        if (!(fitted < worst)) return;
        child = child.With(_fit.Constants);
        if (!_check.Load(child, _constants) || double.IsInfinity(_check.Evaluate(_constants))) return;
        var error = _check.LargestResidual();
        // A far larger error between the points of the fit is a pole there.
        if (!(error < worst) || error > 10 * fitted + 1e-15) return;
        Keep(new FoundProgram(child, error));
    }

    private void Keep(FoundProgram found)
    {
        var population = _populations[found.Program.Operations];
        var error = found.Error;
        var place = population.FindIndex(other => error < other.Error);
        if (place < 0) place = population.Count;
        // Nearly the same error is nearly always the same function written differently: of two, only the better lives.
        if (Same(place - 1)) return;
        if (Same(place)) population.RemoveAt(place);
        population.Insert(place, found);
        if (population.Count > _options.Population) population.RemoveAt(population.Count - 1);

        bool Same(int index) => index >= 0 && index < population.Count && Math.Abs(population[index].Error - error) <= 0.01 * error;
    }

    private List<FoundProgram> Front()
    {
        List<FoundProgram> front = [];
        foreach (var population in _populations)
        {
            // Levelling changes the order a little, so the three best are levelled.
            var best = population.Take(3)
                .Select(found => _fit.Level(found.Program, 40, ErrorOf))
                .Select(program => new FoundProgram(program, ErrorOf(program)))
                .MinBy(found => found.Error);
            if (best is not null && (front.Count == 0 || best.Error < front[^1].Error)) front.Add(best);
        }
        return front;
    }

    private double ErrorOf(StraightLineProgram program)
    {
        _check.Load(program, _constants);
        return double.IsInfinity(_check.Evaluate(_constants)) ? double.PositiveInfinity : _check.LargestResidual();
    }
}
