using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>A compressed checkpoint on the disk: forms and other tensors are read when they are asked for.</summary>
public sealed class CompressedFile : IDisposable
{
    private readonly string _path;

    private CompressedFile(string path, CompressedManifest manifest, SafetensorsFile tensors) => (_path, Manifest, Tensors) = (path, manifest, tensors);

    /// <summary>What is in it.</summary>
    public CompressedManifest Manifest { get; }

    /// <summary>All tensors, parts of forms and others.</summary>
    public SafetensorsFile Tensors { get; }

    /// <summary>Opens a folder.</summary>
    /// <exception cref="ModelFileException">A file is missing or damaged.</exception>
    public static CompressedFile Open(string folder)
    {
        string path = Path.Combine(folder, CompressedCheckpoint.ManifestName);
        return new CompressedFile(path, CompressedManifest.Read(path), SafetensorsFile.Open(Path.Combine(folder, CompressedCheckpoint.WeightsName)));
    }

    /// <summary>The form of a weight; null if it lies dense under its own name.</summary>
    /// <exception cref="ModelFileException">Its parts are missing or do not fit each other.</exception>
    public CompressedWeight? Form(string name)
    {
        if (!Manifest.Layers.TryGetValue(name, out var form) || form.Was is not null)
            return null;
        try
        {
            return FormStorage.Restore(form.Read(name, Tensors));
        }
        catch (CompressedCheckpointException e)
        {
            throw new ModelFileException(_path, $"layer '{name}'", e.Message, "compress the model again", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Tensors.Dispose();
}
