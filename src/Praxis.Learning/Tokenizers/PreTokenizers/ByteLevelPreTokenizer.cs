using System.Text;
using Praxis.Learning.Tokenizers.Patterns;

namespace Praxis.Learning.Tokenizers.PreTokenizers;

/// <summary>GPT-2's: cuts by its pattern if asked, then writes every byte as the character that stands for it.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool usePattern) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Split(Piece piece, List<Piece> into) => SplitAll([piece], into);

    /// <inheritdoc/>
    public override void SplitAll(IReadOnlyList<Piece> pieces, List<Piece> into)
    {
        // The bytes of all pieces lie in one text, which spares a text of its own for each word.
        var bytes = new StringBuilder();
        var ends = new List<(int End, bool IsFirst)>();
        var segments = new List<Segment>();
        foreach (var piece in pieces)
        {
            var text = addPrefixSpace && piece.Span[0] != ' ' ? " " + piece.Span.ToString() : piece.Span;
            segments.Clear();
            if (usePattern)
                RegexPattern.Gpt2.Find(text, segments);
            else
                segments.Add(new Segment(0, text.Length, false));
            foreach (var (start, end, _) in segments)
            {
                ByteAlphabet.Encode(text[start..end], bytes);
                ends.Add((bytes.Length, piece.IsFirst && start == 0));
            }
        }

        string all = bytes.ToString();
        int begin = 0;
        foreach (var (end, isFirst) in ends)
        {
            into.Add(new Piece(all, begin, end - begin, isFirst));
            begin = end;
        }
    }
}
