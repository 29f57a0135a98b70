using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>A trained language model of the study, compressed at several shares of its linear parameters (C1).</summary>
internal sealed class LanguagePart
{
    private readonly StudyContext _context;
    private readonly BundledLanguageModel _bundled;
    private readonly Praxis.Learning.Models.LanguageModel _model;
    private readonly TextWindows _test;
    private readonly double _original;
    private readonly (LowRankBasis[] Bases, double[] Losses) _svd;

    /// <summary>Loads a model and measures it whole and under truncated SVD, which no seed changes.</summary>
    public LanguagePart(StudyContext context, string name, CancellationToken cancel)
    {
        (_context, _bundled) = (context, BundledLanguageModel.Open(context.Data, name));
        _model = _bundled.Load();
        _test = _bundled.Test(context.Pick(smoke: 4, small: 24, full: 32), context.Pick(smoke: 32, small: 64, full: 64));
        _original = Loss(cancel);
        var bases = Bases(LowRankMethods.Svd, null, new RandomStream(0));
        _svd = (bases, [.. Keeps(context).Select(keep => Loss(bases, keep, cancel))]);
    }

    /// <summary>The shares of the linear parameters that are kept.</summary>
    public static double[] Keeps(StudyContext context) => context.Pick<double[]>(smoke: [0.5], small: [0.7, 0.5, 0.3], full: [0.9, 0.7, 0.5, 0.3]);

    /// <summary>The model under every method, with the calibration text of a seed.</summary>
    public NetworkMeasures Compressed(long seed, CancellationToken cancel)
    {
        double[] keeps = Keeps(_context);
        var text = _bundled.Calibration(_context.Random(seed, $"calibration, {_bundled.Name}"), _context.Pick(smoke: 2, small: 16, full: 32), _context.Pick(smoke: 32, small: 64, full: 128));
        var statistics = CalibrationStatistics.WithGradients(CalibrationStatistics.Gather(_model, text, cancel: cancel), _model, text, cancel: cancel);
        var errors = new ErrorSums(keeps.Length);
        var losses = new Dictionary<string, double[]> { [LowRankMethods.Svd] = _svd.Losses };
        AddErrors(errors, LowRankMethods.Svd, _svd.Bases, keeps);
        foreach (string method in LowRankMethods.WithData)
        {
            var bases = Bases(method, statistics, _context.Random(seed, $"permuted importances, {_bundled.Name}"));
            AddErrors(errors, method, bases, keeps);
            losses[method] = [.. keeps.Select(keep => Loss(bases, keep, cancel))];
        }

        return new NetworkMeasures(
            _bundled.Name, seed, _original, 0, losses, [],
            losses.Keys.ToDictionary(method => method, errors.Relative), errors.LeastRatio(LowRankMethods.Fwsvd, LowRankMethods.Svd));
    }

    private LowRankBasis[] Bases(string method, IReadOnlyDictionary<string, LayerStatistics>? statistics, RandomStream random) =>
        [.. _model.LinearMaps().Select(map =>
            LowRankMethods.Basis(method, map.Weight, statistics?[map.Name], RankAt(map.Outputs, map.Inputs, Keeps(_context)[0]), random.Fork(map.Name)))];

    private static int RankAt(int outputs, int inputs, double keep) => WeightBudget.Parameters(keep).Rank(outputs, inputs);

    private void AddErrors(ErrorSums errors, string method, LowRankBasis[] bases, double[] keeps)
    {
        var maps = _model.LinearMaps();
        for (int l = 0; l < maps.Count; l++)
            for (int k = 0; k < keeps.Length; k++)
                errors.Add(method, l, k, maps[l].Weight, bases[l].Truncate(RankAt(maps[l].Outputs, maps[l].Inputs, keeps[k])).ToDense());
    }

    private double Loss(LowRankBasis[] bases, double keep, CancellationToken cancel)
    {
        var maps = _model.LinearMaps();
        for (int l = 0; l < maps.Count; l++)
            maps[l].ReplaceBy(bases[l].Truncate(RankAt(maps[l].Outputs, maps[l].Inputs, keep)));
        double loss = Loss(cancel);
        foreach (var map in maps)
            map.Restore();
        return loss;
    }

    private double Loss(CancellationToken cancel) => WindowLosses.Of(_model, _test, cancel: cancel).Average();
}
