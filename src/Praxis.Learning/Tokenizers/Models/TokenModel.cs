namespace Praxis.Learning.Tokenizers.Models;

/// <summary>Makes tokens of a word.</summary>
internal abstract class TokenModel
{
    /// <summary>Its tokens.</summary>
    public abstract Vocabulary Vocabulary { get; }

    /// <summary>Reads the field "model".</summary>
    public static TokenModel Read(TokenizerNode node)
    {
        // Files of old versions do not say which model they have.
        string type = node.TextOrNull("type") ?? (node.Find("merges") is not null ? "BPE" : node.Find("unk_id") is not null ? "Unigram" : node.Type);
        return type switch
        {
            "BPE" => BytePairModel.ReadFrom(node),
            "WordPiece" => WordPieceModel.ReadFrom(node),
            "Unigram" => UnigramModel.ReadFrom(node),
            _ => throw node.Unknown("model", "BPE, WordPiece or Unigram"),
        };
    }

    /// <summary>What one encoding after the other works in; of use to one thread at a time.</summary>
    public virtual ModelWorkspace CreateWorkspace() => new();

    /// <summary>Appends the ids of a word's tokens.</summary>
    public abstract void Encode(ReadOnlySpan<char> word, ModelWorkspace workspace, List<int> ids);
}
