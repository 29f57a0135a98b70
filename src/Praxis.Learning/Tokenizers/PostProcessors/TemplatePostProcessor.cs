namespace Praxis.Learning.Tokenizers.PostProcessors;

/// <summary>Special tokens at fixed places.</summary>
/// <param name="template">Special tokens; null stands for those of the text.</param>
internal sealed class TemplatePostProcessor(IReadOnlyList<int[]?> template) : PostProcessor
{
    /// <summary>Reads its fields; the template for pairs of texts is not needed here.</summary>
    public static TemplatePostProcessor ReadFrom(TokenizerNode node, Func<int, bool> isToken)
    {
        var special = node.Find("special_tokens")?.Fields().ToDictionary(
            field => field.Name, field => (int[])[.. field.Value["ids"].Items().Select(id => ReadId(id, isToken))], StringComparer.Ordinal) ?? [];
        return new TemplatePostProcessor([.. node["single"].Items().Select(piece => ReadPiece(piece, special))]);
    }

    /// <inheritdoc/>
    public override List<int> Process(List<int> ids)
    {
        var result = new List<int>(ids.Count + template.Count);
        foreach (int[]? tokens in template)
            result.AddRange(tokens ?? (IEnumerable<int>)ids);
        return result;
    }

    private static int[]? ReadPiece(TokenizerNode piece, Dictionary<string, int[]> special)
    {
        if (piece.Find("Sequence") is { } sequence)
            return sequence.Text("id") == "A" ? null : throw sequence["id"].Wrong("'A', the only text");
        var token = piece["SpecialToken"]["id"];
        return special.TryGetValue(token.AsText(), out int[]? ids) ? ids : throw token.Refuse("it is not among 'special_tokens'", "add it there");
    }
}
