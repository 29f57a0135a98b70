using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>C3: fine-tunes parts of a compressed model on definitions.</summary>
internal sealed class TuningPart
{
    /// <summary>The low-rank components only; the other matrices of the blocks only; some of these, drawn for each seed, with no more numbers than the low-rank components; all.</summary>
    public const string LowRank = "low-rank components", Others = "other matrices", FewOthers = "other matrices, as many numbers", All = "all matrices";

    public static readonly string[] Ways = [LowRank, Others, FewOthers, All];

    /// <summary>How many times as many steps the long run has.</summary>
    public const int Longer = 5;

    private const double Reduction = 0.5;

    private const int Batch = 4;

    private static readonly double[] Rates = [1e-3, 3e-3, 1e-2, 3e-2];

    private readonly StudyContext _context;
    private readonly ReducedModel _reduced;
    private readonly TuningText _text;
    private readonly int?[] _ranks;
    private readonly Dictionary<string, Tensor> _before;
    private readonly int _steps, _length, _measured;

    /// <summary>The model at a nominal half of its rank.</summary>
    public TuningPart(StudyContext context, ReducedModel reduced)
    {
        (_context, _reduced, _text) = (context, reduced, new TuningText(context, reduced.Bundled));
        _ranks = [.. WeLoreRanks.At(reduced.Spectra, WeLoreRanks.Threshold(reduced.Spectra, Reduction)).Select(rank => rank.Rank)];
        _before = reduced.Model.StateDictionary().ToDictionary(named => named.Key, named => named.Value.Clone());
        (_steps, _length, _measured) = (context.Pick(smoke: 1, small: 12, full: 24), context.Pick(smoke: 32, small: 64, full: 64), context.Pick(smoke: 4, small: 16, full: 24));
    }

    /// <summary>What one way of fine-tuning gave.</summary>
    /// <param name="Before">Test loss before it.</param>
    /// <param name="After">Test loss after it.</param>
    /// <param name="Curve">Training loss step by step.</param>
    /// <param name="Trained">How many numbers are trained.</param>
    internal sealed record Tuned(double Before, double After, double[] Curve, long Trained);

    /// <summary>The learning rate with the least loss on the validation definitions, from a stream of its own.</summary>
    public double ChooseRate(string way, CancellationToken cancel) => _context.Scale == Scale.Smoke
        ? Rates[1]
        : Rates.MinBy(rate => Run(way, -1, rate, _steps, _text.Validation(_measured, _length), cancel).After);

    /// <summary>Fine-tunes with the definitions in the order of a seed.</summary>
    public Tuned Run(string way, long seed, double rate, CancellationToken cancel) => Run(way, seed, rate, _steps, _text.Test(_measured, _length), cancel);

    /// <summary>The same with <see cref="Longer"/> times as many steps.</summary>
    public Tuned RunLonger(string way, long seed, double rate, CancellationToken cancel) => Run(way, seed, rate, Longer * _steps, _text.Test(_measured, _length), cancel);

    private Tuned Run(string way, long seed, double highest, int steps, TextWindows measured, CancellationToken cancel)
    {
        var model = _reduced.Model;
        _reduced.Truncate(_ranks);
        var required = model.NamedParameters().Select(named => (named.Parameter, named.Parameter.RequiresGrad)).ToList();
        foreach (var parameter in model.Parameters())
            parameter.RequiresGrad = false; // embeddings and norms stay as they are
        foreach (int l in Trained(way, seed))
            foreach ((string name, var parameter) in _reduced.Maps[l].Layer.NamedParameters())
                parameter.RequiresGrad = !name.EndsWith("bias", StringComparison.Ordinal);
        try
        {
            double before = WindowLosses.Of(model, measured, cancel: cancel).Average();
            Variable[] trained = [.. model.Parameters().Where(parameter => parameter.RequiresGrad)];
            double[] curve = Train(trained, seed, highest, steps, cancel);
            return new Tuned(before, WindowLosses.Of(model, measured, cancel: cancel).Average(), curve, trained.Sum(parameter => (long)parameter.Length));
        }
        finally
        {
            foreach ((var parameter, bool gradient) in required)
                parameter.RequiresGrad = gradient;
            _reduced.Truncate(new int?[_ranks.Length]);
            model.LoadStateDictionary(_before);
        }
    }

    // The places of the maps that a way trains.
    private IEnumerable<int> Trained(string way, long seed)
    {
        var places = Enumerable.Range(0, _ranks.Length);
        switch (way)
        {
            case LowRank: return places.Where(l => _ranks[l] is not null);
            case Others: return places.Where(l => _ranks[l] is null);
            case All: return places;
        }

        long left = places.Sum(l => _ranks[l] is { } rank ? rank * ((long)_reduced.Maps[l].Outputs + _reduced.Maps[l].Inputs) : 0);
        int[] others = [.. places.Where(l => _ranks[l] is null)];
        var drawn = new List<int>();
        foreach (int place in _context.Random(seed, "other matrices").Permutation(others.Length))
        {
            long numbers = (long)_reduced.Maps[others[place]].Outputs * _reduced.Maps[others[place]].Inputs;
            if (numbers > left)
                continue;
            left -= numbers;
            drawn.Add(others[place]);
        }

        return drawn;
    }

    private double[] Train(Variable[] trained, long seed, double highest, int steps, CancellationToken cancel)
    {
        var optimizer = new AdamW(trained, highest, weightDecay: 0);
        var rate = Schedules.Cosine(highest, steps, highest / 10);
        var random = _context.Random(seed, "fine-tuning");
        var text = _text.Learned(random.Fork("text"), steps * Batch, _length);
        int[] order = random.Fork("order").Permutation(text.Count);
        var curve = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            optimizer.LearningRate = rate(step);
            var loss = TuningText.Loss(_reduced.Model, text, order.AsSpan(step * Batch, Batch));
            curve[step] = loss.ToScalar();
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        return curve;
    }
}
