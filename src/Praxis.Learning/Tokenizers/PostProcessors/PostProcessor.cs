namespace Praxis.Learning.Tokenizers.PostProcessors;

/// <summary>Puts special tokens around a text's.</summary>
internal abstract class PostProcessor
{
    /// <summary>Reads the field "post_processor".</summary>
    /// <param name="node">The field.</param>
    /// <param name="isToken">Whether a number is a token's.</param>
    public static PostProcessor Read(TokenizerNode node, Func<int, bool> isToken) => node.Type switch
    {
        "TemplateProcessing" => TemplatePostProcessor.ReadFrom(node, isToken),
        "BertProcessing" or "RobertaProcessing" => new TemplatePostProcessor([[ReadToken(node["cls"], isToken)], null, [ReadToken(node["sep"], isToken)]]),
        "ByteLevel" => new SequencePostProcessor([]),
        "Sequence" => new SequencePostProcessor([.. node["processors"].Items().Select(processor => Read(processor, isToken))]),
        _ => throw node.Unknown("post-processor", "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or Sequence"),
    };

    /// <summary>The ids with the special ones.</summary>
    public abstract List<int> Process(List<int> ids);

    /// <summary>An id that must be a token's.</summary>
    protected static int ReadId(TokenizerNode node, Func<int, bool> isToken)
    {
        int id = node.AsCount();
        return isToken(id) ? id : throw node.Refuse($"no token has the id {id}", "name a token of 'model.vocab' or 'added_tokens'");
    }

    private static int ReadToken(TokenizerNode node, Func<int, bool> isToken)
    {
        var fields = node.Items(2);
        fields[0].AsText();
        return ReadId(fields[1], isToken);
    }
}
