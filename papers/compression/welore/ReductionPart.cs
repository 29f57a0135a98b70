using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>C1: losses under WeLore's and other ranks at several nominal reductions.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Reductions">The nominal reductions.</param>
/// <param name="Kept">The share of the linear parameters that WeLore keeps at each.</param>
/// <param name="LowRank">How many maps are factored at each.</param>
/// <param name="Losses">By arm: the loss at each reduction and seed.</param>
/// <param name="Whole">The loss of each seed's text without reduction.</param>
internal sealed record ReductionMeasures(string Model, double[] Reductions, double[] Kept, int[] LowRank, Dictionary<string, double[][]> Losses, double[] Whole)
{
    public const string WeLore = "WeLore", Uniform = "uniform, same nominal reduction", SameParameters = "uniform, same parameters",
        Shuffled = "WeLore's ranks shuffled", EqualError = "equal weight error, same parameters", OverLargest = "WeLore over the largest, same parameters";

    public static readonly string[] Arms = [WeLore, Uniform, SameParameters, Shuffled, EqualError, OverLargest];

    /// <summary>Measures a model.</summary>
    public static ReductionMeasures Measure(StudyContext context, ReducedModel model, CancellationToken cancel)
    {
        double[] reductions = context.Pick<double[]>(smoke: [0.5], small: [0.2, 0.4, 0.6], full: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
        double[] whole = model.Losses(new int?[model.Maps.Count], cancel);
        var found = new ReductionMeasures(
            model.Bundled.Name, reductions, new double[reductions.Length], new int[reductions.Length],
            Arms.ToDictionary(arm => arm, _ => new double[reductions.Length][]), whole);
        long all = model.Layers.Sum(layer => layer.Parameters);
        for (int k = 0; k < reductions.Length; k++)
        {
            context.Report($"{model.Bundled.Name} at {100 * reductions[k]:0} %", 0.2 * k / reductions.Length);
            int?[] ranks = [.. WeLoreRanks.At(model.Spectra, WeLoreRanks.Threshold(model.Spectra, reductions[k])).Select(rank => rank.Rank)];
            double keep = (double)model.Parameters(ranks) / all;
            (found.Kept[k], found.LowRank[k]) = (keep, ranks.Count(rank => rank is not null));
            found.Losses[WeLore][k] = model.Losses(ranks, cancel);
            // The nominal reduction speaks of rank alone: every map loses it, whether its factors are smaller than the map or not.
            found.Losses[Uniform][k] = model.Losses([.. model.Spectra.Select(spectrum => (int?)Math.Max(1, (int)Math.Round((1 - reductions[k]) * spectrum.FullRank)))], cancel);
            found.Losses[SameParameters][k] = Allocated(new UniformAllocation());
            found.Losses[EqualError][k] = Allocated(new EqualErrorAllocation(whitened: false));
            found.Losses[OverLargest][k] = Allocated(new WeLoreAllocation(SpectrumNormalization.Largest));
            found.Losses[Shuffled][k] = [.. context.Seeds.Select((seed, place) => model.Loss(place, Dealt(model, ranks, context.Random(seed, $"shuffle, {model.Bundled.Name}, {reductions[k]}")), cancel))];

            double[] Allocated(IBudgetAllocation allocation) => model.Losses(model.Ranks(allocation.Allocate(model.Layers, keep)), cancel);
        }

        return found;
    }

    // The same ranks among the maps of each shape in another order.
    private static int?[] Dealt(ReducedModel model, int?[] ranks, RandomStream random)
    {
        int?[] dealt = [.. ranks];
        foreach (var shape in Enumerable.Range(0, ranks.Length).GroupBy(l => model.Shapes[l]))
        {
            int[] places = [.. shape], order = random.Fork(shape.Key).Permutation(places.Length);
            for (int i = 0; i < places.Length; i++)
                dealt[places[i]] = ranks[places[order[i]]];
        }

        return dealt;
    }
}
