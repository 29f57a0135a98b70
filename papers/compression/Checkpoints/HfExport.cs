using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>Writes a compressed checkpoint as dense weights with the names, shapes and types of the original, which whatever reads the original reads.</summary>
internal static class HfExport
{
    /// <summary>Writes the folder.</summary>
    /// <param name="source">The original.</param>
    /// <param name="compressed">The compressed checkpoint's folder.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="dense">The dense weight of a form, where it is not the form's own.</param>
    public static void Write(CheckpointSource source, string compressed, string folder, Func<CompressedWeight, Tensor>? dense = null)
    {
        using var file = CompressedFile.Open(compressed);
        string name = source.Folder is null ? Path.GetFileName(source.Path) : ShardedSafetensors.SingleName;
        var maps = source.Maps.ToDictionary(map => map.Stored.Name);
        using var builder = new SafetensorsBuilder(Path.Combine(folder, name), source.Tensors.Names.Count, new Dictionary<string, string> { ["format"] = "pt" });
        foreach (string tensor in source.Tensors.Names)
            if (maps.TryGetValue(tensor, out var map) && file.Form(map.Name) is { } form)
                builder.Add(new TensorToWrite(tensor, map.Turn(dense is null ? form.ToDense() : dense(form)), map.Stored.Type));
            else
                builder.Add(tensor, file.Tensors[tensor]);
        builder.Finish();
        CompanionFiles.Copy(source, folder);
    }
}
