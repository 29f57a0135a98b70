namespace Praxis.Learning.Tokenizers.PreTokenizers;

/// <summary>One pre-tokenizer after the other, each on the pieces of the one before.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<PreTokenizer> preTokenizers) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Split(Piece piece, List<Piece> into)
    {
        List<Piece> pieces = [piece];
        foreach (var preTokenizer in preTokenizers)
        {
            var next = new List<Piece>(pieces.Count);
            preTokenizer.SplitAll(pieces, next);
            pieces = next;
        }

        into.AddRange(pieces);
    }
}
