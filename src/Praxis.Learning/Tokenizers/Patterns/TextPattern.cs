namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>Finds places in a text.</summary>
internal abstract class TextPattern
{
    /// <summary>Reads {"String": …} or {"Regex": …}.</summary>
    public static TextPattern Read(TokenizerNode node)
    {
        if (node.Find("String") is { } text)
            return new LiteralPattern(text.AsText());
        if (node.Find("Regex") is not { } pattern)
            throw node.Refuse("there is neither a String nor a Regex", "add one of the two");
        try
        {
            return new RegexPattern(pattern.AsText());
        }
        catch (FormatException cause)
        {
            throw pattern.Refuse($"the pattern cannot be used: {cause.Message}", "write it without that", cause);
        }
    }

    /// <summary>Cuts a text into matches and what lies between them; empty matches are left out.</summary>
    public abstract void Find(ReadOnlySpan<char> text, List<Segment> segments);

    /// <summary>Adds a match, and before it what was not matched.</summary>
    protected static void Add(List<Segment> segments, ref int end, int from, int to)
    {
        if (from > end)
            segments.Add(new Segment(end, from, false));
        if (to > from)
            segments.Add(new Segment(from, to, true));
        end = to;
    }

    /// <summary>Adds what follows the last match.</summary>
    protected static void Finish(List<Segment> segments, int end, int length)
    {
        if (length > end)
            segments.Add(new Segment(end, length, false));
    }
}
