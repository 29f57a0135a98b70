namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>Finds a text.</summary>
internal sealed class LiteralPattern(string sought) : TextPattern
{
    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<Segment> segments)
    {
        int end = 0;
        while (sought.Length > 0)
        {
            int found = text[end..].IndexOf(sought, StringComparison.Ordinal);
            if (found < 0)
                break;
            int from = end + found;
            Add(segments, ref end, from, from + sought.Length);
        }

        Finish(segments, end, text.Length);
    }
}
