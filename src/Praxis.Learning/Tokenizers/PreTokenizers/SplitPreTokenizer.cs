using Praxis.Learning.Tokenizers.Patterns;

namespace Praxis.Learning.Tokenizers.PreTokenizers;

/// <summary>Cuts at the matches of a pattern, or, inverted, at what lies between them.</summary>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool inverted) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Split(Piece piece, List<Piece> into)
    {
        var segments = new List<Segment>();
        pattern.Find(piece.Span, segments);
        for (int i = 0; i < segments.Count;)
        {
            int start = segments[i].Start;
            bool isLeftOut = behavior == SplitBehavior.Removed && IsDelimiter(segments[i]);
            int end = segments[i++].End;
            while (i < segments.Count && Joins(segments[i - 1], segments[i]))
                end = segments[i++].End;
            if (!isLeftOut)
                into.Add(new Piece(piece.Text, piece.Start + start, end - start, piece.IsFirst && start == 0));
        }
    }

    private bool IsDelimiter(Segment segment) => segment.IsMatch != inverted;

    private bool Joins(Segment before, Segment segment) => behavior switch
    {
        SplitBehavior.Contiguous => IsDelimiter(before) == IsDelimiter(segment),
        SplitBehavior.MergedWithPrevious => !IsDelimiter(before) && IsDelimiter(segment),
        SplitBehavior.MergedWithNext => IsDelimiter(before) && !IsDelimiter(segment),
        _ => false,
    };
}
