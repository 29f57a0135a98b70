using Praxis.Learning.Models;

namespace Praxis.Papers.Compression.Pipeline;

/// <summary>Statistics of maps in a model whose earlier maps are compressed already.</summary>
internal sealed class SequentialCalibration(LanguageModel model, TextWindows text, CancellationToken cancel)
{
    private IReadOnlyDictionary<string, LayerStatistics> _gathered = new Dictionary<string, LayerStatistics>();
    private string? _gatheredFor;

    /// <summary>The layer's statistics on the model as it is now, with what it had of gradients.</summary>
    public LayerStatistics Statistics(LayerToCompress layer)
    {
        // Maps that share an input share their moments, and compressing one of them does not change the others' input.
        if (_gatheredFor is null || !ReferenceEquals(_gathered[_gatheredFor].SecondMoments, _gathered[layer.Name].SecondMoments))
        {
            _gathered = CalibrationStatistics.Gather(model, text, cancel: cancel);
            _gatheredFor = layer.Name;
        }

        return _gathered[layer.Name] with { Fisher = layer.Statistics.Fisher, Gradient = layer.Statistics.Gradient };
    }
}
