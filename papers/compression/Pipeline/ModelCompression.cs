using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Pipeline;

/// <summary>Compresses a language model in memory: each linear map is replaced by its smaller form.</summary>
public static class ModelCompression
{
    /// <summary>The model's linear maps with their statistics, as allocations and compressors see them.</summary>
    /// <param name="model">The model; replaced maps count with the weights they had first.</param>
    /// <param name="statistics">By the maps' names; null, or without a map: nothing is known of it.</param>
    /// <exception cref="ArgumentException">Statistics are of another number of inputs; the message names the map.</exception>
    public static IReadOnlyList<LayerToCompress> Layers(LanguageModel model, IReadOnlyDictionary<string, LayerStatistics>? statistics) =>
        [.. model.LinearMaps().Select(map => new LayerToCompress(
            map.Name,
            map.Outputs,
            map.Inputs,
            () => map.Weight,
            statistics?.GetValueOrDefault(map.Name) ?? LayerStatistics.Unknown(map.Name, map.Inputs)))];

    /// <summary>Compresses the model's linear maps in place. If anything fails, or it is stopped, the model is as it was.</summary>
    /// <param name="model">The model; its maps are replaced, and <see cref="LinearMap.Restore()"/> puts each back.</param>
    /// <param name="statistics">By the maps' names, gathered on the model as it is; null: nothing is known.</param>
    /// <param name="plan">How.</param>
    /// <param name="recalibrate">
    /// Sequential calibration: the text on which the inputs' statistics are gathered anew when a map's turn comes, with the maps before it
    /// compressed by then (the Fisher information and gradients stay those given). One pass of the text for each map whose
    /// input changes. Null to use the given statistics for all.
    /// </param>
    /// <returns>The report and the forms by the maps' names.</returns>
    /// <exception cref="BudgetException">The budget cannot be met.</exception>
    public static CompressedModel Compress(
        LanguageModel model,
        IReadOnlyDictionary<string, LayerStatistics>? statistics,
        CompressionPlan plan,
        TextWindows? recalibrate = null)
    {
        var maps = model.LinearMaps().ToDictionary(map => map.Name);
        var before = maps.ToDictionary(map => map.Key, map => map.Value.Layer);
        var forms = new Dictionary<string, CompressedWeight>();
        try
        {
            var report = LayerCompression.Run(
                Layers(model, statistics),
                plan,
                (layer, form) =>
                {
                    Put(maps[layer.Name], form);
                    forms.Add(layer.Name, form);
                },
                recalibrate is null ? null : new SequentialCalibration(model, recalibrate, plan.Cancellation).Statistics);
            return new CompressedModel(model, forms, report);
        }
        catch
        {
            foreach ((string name, var layer) in before)
                if (!ReferenceEquals(maps[name].Layer, layer))
                    maps[name].Replace(layer);
            throw;
        }
    }

    /// <summary>Lets a form compute a map; a dense form that is the map's own weight leaves the map's own layer.</summary>
    private static void Put(LinearMap map, CompressedWeight form)
    {
        using var unpooled = TensorScope.Suspend();
        if (form is DenseWeight dense && WeightErrors.RelativeWeightError(map.Weight, dense.Weight) == 0)
            map.Restore();
        else
            map.ReplaceBy(form);
    }
}
