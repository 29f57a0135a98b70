namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>The files that belong to a model besides its weights: configuration and tokenizer.</summary>
internal static class CompanionFiles
{
    private static readonly string[] Names =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "vocab.json", "merges.txt", "vocab.txt", "tokenizer.model", "spiece.model", "chat_template.jinja",
    ];

    /// <summary>Copies those that are there, byte by byte.</summary>
    public static void Copy(CheckpointSource source, string folder)
    {
        if (source.Folder is null)
            return;
        foreach (string name in Names)
            if (Path.Combine(source.Folder, name) is var file && File.Exists(file))
                File.Copy(file, Path.Combine(folder, name));
    }
}
