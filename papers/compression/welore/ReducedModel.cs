using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>A trained language model of the study with the singular value decompositions of its maps, and test text for every seed.</summary>
internal sealed class ReducedModel
{
    private readonly LowRankBasis[] _bases;
    private readonly TextWindows[] _tests;

    /// <summary>Loads a model.</summary>
    public ReducedModel(StudyContext context, string name)
    {
        Bundled = BundledLanguageModel.Open(context.Data, name);
        Model = Bundled.Load();
        Maps = Model.LinearMaps();
        Layers = ModelCompression.Layers(Model, null);
        _bases = [.. Maps.Select(map => LowRankBasis.Of(map.Weight, null, Math.Min(map.Outputs, map.Inputs)))];
        Spectra = [.. Maps.Select(map => NormalizedSpectrum.Of(map.Weight, SpectrumNormalization.Range, map.Name))];
        (int windows, int length) = context.Pick(smoke: (2, 32), small: (6, 64), full: (8, 64));
        _tests = [.. context.Seeds.Select(seed => Passage(context.Random(seed, "test text"), windows, length))];
    }

    public BundledLanguageModel Bundled { get; }

    public LanguageModel Model { get; }

    public IReadOnlyList<LinearMap> Maps { get; }

    public IReadOnlyList<LayerToCompress> Layers { get; }

    /// <summary>Normalised by their range.</summary>
    public IReadOnlyList<NormalizedSpectrum> Spectra { get; }

    /// <summary>The shape of each map in words, by which maps are compared with their like.</summary>
    public string[] Shapes => [.. Maps.Select(map => $"{map.Outputs} × {map.Inputs}")];

    /// <summary>The parameters of maps of some ranks; null is dense.</summary>
    public long Parameters(int?[] ranks) => Maps.Select((map, l) => ranks[l] is { } rank ? rank * ((long)map.Outputs + map.Inputs) : (long)map.Outputs * map.Inputs).Sum();

    /// <summary>The ranks of budgets; null where a map stays dense.</summary>
    public int?[] Ranks(IReadOnlyDictionary<string, WeightBudget> budgets) =>
        [.. Maps.Select(map => budgets[map.Name].Keep == 1 ? (int?)null : budgets[map.Name].Rank(map.Outputs, map.Inputs))];

    /// <summary>Puts truncated maps in their places; null leaves the map as it is.</summary>
    public void Truncate(int?[] ranks)
    {
        for (int l = 0; l < Maps.Count; l++)
            if (ranks[l] is { } rank)
                Maps[l].ReplaceBy(_bases[l].Truncate(rank));
            else
                Maps[l].Restore();
    }

    /// <summary>The loss of every seed's text with maps of these ranks.</summary>
    public double[] Losses(int?[] ranks, CancellationToken cancel)
    {
        Truncate(ranks);
        double[] losses = [.. Enumerable.Range(0, _tests.Length).Select(s => Loss(s, cancel))];
        Truncate(new int?[Maps.Count]);
        return losses;
    }

    /// <summary>The loss of one seed's text with maps of ranks of its own.</summary>
    /// <param name="place">The seed's place among the seeds.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="cancel">Stops it.</param>
    public double Loss(int place, int?[] ranks, CancellationToken cancel)
    {
        Truncate(ranks);
        double loss = Loss(place, cancel);
        Truncate(new int?[Maps.Count]);
        return loss;
    }

    private double Loss(int place, CancellationToken cancel) => WindowLosses.Of(Model, _tests[place], cancel: cancel).Average();

    // A passage of the test books that begins at a line.
    private TextWindows Passage(RandomStream random, int windows, int length)
    {
        string text = Bundled.Corpus.Test;
        int characters = 8 * ((windows * length) + 1); // a token is about three characters
        int from = text.IndexOf('\n', random.Next(text.Length - (2 * characters))) + 1;
        return Bundled.Windows(text.Substring(from, characters), windows, length);
    }
}
