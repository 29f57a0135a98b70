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
    /// <summary>The size of the whole model, with embeddings, norms and biases.</summary>
    public ModelSize Size => ModelSize.Of(Model, Forms);

    /// <summary>Puts the model's own layers back.</summary>
    public void Restore()
    {
        foreach (var map in Model.LinearMaps())
            map.Restore();
    }
}
