using Praxis.Learning.Models;

namespace Praxis.Papers.Compression.Pipeline;

/// <summary>A model whose linear maps were replaced by smaller forms.</summary>
/// <param name="Model">The model, which computes with the forms.</param>
/// <param name="Forms">The forms by the maps' names.</param>
/// <param name="Report">What became of each map.</param>
public sealed record CompressedModel(
    LanguageModel Model,
    IReadOnlyDictionary<string, CompressedWeight> Forms,
    CompressionReport Report)
{
    /// <summary>The numbers of the whole model with its embeddings, norms and biases: those outside the linear maps as they were, and the forms'.</summary>
    public long Parameters => OutsideMaps() + Report.ParametersAfter;

    /// <summary>The bits of the whole model on disk, <see cref="CompressedWeight.NumberBits"/> for each number outside the forms.</summary>
    public long Bits => (OutsideMaps() * CompressedWeight.NumberBits) + Report.BitsAfter;

    /// <summary>Puts the model's own layers back.</summary>
    public void Restore()
    {
        foreach (var map in Model.LinearMaps())
            map.Restore();
    }

    // What is no parameter of any map, and the maps' biases.
    private long OutsideMaps()
    {
        var maps = Model.LinearMaps();
        var inside = maps.SelectMany(map => map.Layer.Parameters()).ToHashSet();
        return Model.Parameters().Where(parameter => !inside.Contains(parameter)).Sum(parameter => (long)parameter.Length)
            + maps.Sum(map => (long)(map.Bias?.Length ?? 0));
    }
}
