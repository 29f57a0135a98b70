using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>A compressed model as it lies in a folder: config.json and tokenizer of the original, the small forms and all other tensors, and what form each weight has.</summary>
/// <param name="Model">The model, which computes with the forms; its replaced maps have no weights of their own (zeros take their place).</param>
/// <param name="Forms">The forms by the maps' names; a map that is missing is dense.</param>
/// <param name="Manifest">How it was compressed.</param>
public sealed record CompressedCheckpoint(LanguageModel Model, IReadOnlyDictionary<string, CompressedWeight> Forms, CompressedManifest Manifest)
{
    /// <summary>The file that says each weight's form.</summary>
    public const string ManifestName = "compression.json";

    /// <summary>The file with the tensors; its name keeps other programs from taking it for a whole model.</summary>
    public const string WeightsName = "praxis.safetensors";

    /// <summary>Whether a folder holds a compressed checkpoint.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, ManifestName));

    /// <summary>A model from a folder, compressed or not.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ModelFileException">A file is missing or damaged.</exception>
    public static LanguageModel LoadAny(string folder, DType dtype = DType.F32) => IsIn(folder) ? Load(folder, dtype).Model : LanguageModel.Load(folder, dtype);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">What <c>praxis compress --format praxis</c> wrote.</param>
    /// <param name="dtype">F32 or F64: what the model computes in.</param>
    /// <exception cref="ModelFileException">A file is missing or damaged, or forms do not fit the configuration.</exception>
    public static CompressedCheckpoint Load(string folder, DType dtype = DType.F32)
    {
        using var file = CompressedFile.Open(folder);
        if (!File.Exists(Path.Combine(folder, ModelConfiguration.FileName)))
            throw new ModelFileException(folder, ModelConfiguration.FileName, "there is none: these are the weights of a lone file and no model", "compress a model's folder");
        using var directory = ModelDirectory.Open(folder, WeightsName);
        var replaced = file.Manifest.Layers.Where(layer => layer.Value.Was is null).Select(layer => $"{layer.Key}.weight").ToHashSet(StringComparer.Ordinal);
        var zero = Tensor.Zeros(dtype, 1);
        var model = LanguageModel.Create(directory.Configuration, dtype, (name, shape) =>
            replaced.Contains(name) ? zero.BroadcastTo(shape) : directory.Read(name, dtype, shape));
        var forms = new Dictionary<string, CompressedWeight>();
        foreach (var map in model.LinearMaps())
            if (file.Form(map.Name) is { } form)
            {
                if ((form.Outputs, form.Inputs) != (map.Outputs, map.Inputs))
                    throw new ModelFileException(Path.Combine(folder, ManifestName), $"layer '{map.Name}'", $"its form is {form.Outputs} × {form.Inputs} and {ModelConfiguration.FileName} asks for {map.Outputs} × {map.Inputs}", "compress the model again");
                map.ReplaceBy(form);
                forms.Add(map.Name, form);
            }

        return new CompressedCheckpoint(model, forms, file.Manifest);
    }
}
