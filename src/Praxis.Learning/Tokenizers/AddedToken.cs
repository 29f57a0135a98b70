namespace Praxis.Learning.Tokenizers;

/// <summary>A token beside the model's, found in a text before anything else.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its number.</param>
/// <param name="IsSingleWord">Whether it is found only where it is a word of its own.</param>
/// <param name="TakesSpaceBefore">Whether white space before it belongs to it (lstrip).</param>
/// <param name="TakesSpaceAfter">Whether white space after it belongs to it (rstrip).</param>
/// <param name="IsNormalized">Whether it is sought in the normalized text.</param>
/// <param name="IsSpecial">Whether it is left out where special tokens are.</param>
internal sealed record AddedToken(string Content, int Id, bool IsSingleWord, bool TakesSpaceBefore, bool TakesSpaceAfter, bool IsNormalized, bool IsSpecial)
{
    /// <summary>Reads an entry of "added_tokens".</summary>
    public static AddedToken Read(TokenizerNode node)
    {
        bool isSpecial = node.Flag("special", false);
        return new AddedToken(
            node.Text("content"), node["id"].AsCount(), node.Flag("single_word", false), node.Flag("lstrip", false), node.Flag("rstrip", false),
            node.Flag("normalized", !isSpecial), isSpecial);
    }
}
