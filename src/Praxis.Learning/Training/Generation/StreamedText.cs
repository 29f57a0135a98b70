namespace Praxis.Learning.Training;

/// <summary>
/// Tokens to text, piece by piece. A token may end within a letter of UTF-8; such an end is held back until the rest has come, so
/// that the pieces side by side are the decoded whole.
/// </summary>
/// <param name="decode">Tokens to text; an incomplete letter becomes U+FFFD.</param>
public sealed class StreamedText(Func<IReadOnlyList<int>, string> decode)
{
    private const char Replacement = '\uFFFD';

    // A letter has at most four bytes; after three more tokens its end is not incomplete but wrong.
    private const int LongestLetter = 4;

    private readonly List<int> _tokens = [];
    private int _context;
    private int _told;

    /// <summary>Takes a token.</summary>
    /// <returns>The text that is whole now; may be empty.</returns>
    public string Add(int token)
    {
        _tokens.Add(token);
        return Tell(hold: true);
    }

    /// <summary>The text that was held back; nothing more comes.</summary>
    public string Finish() => Tell(hold: false);

    // What comes before may change how a piece is written (a space at the beginning), so each is decoded with the piece before it.
    private string Tell(bool hold)
    {
        string before = decode(_tokens[_context.._told]);
        string all = decode(_tokens[_context..]);
        if (hold && all.EndsWith(Replacement) && _tokens.Count - _told < LongestLetter)
            return "";
        (_context, _told) = (_told, _tokens.Count);
        return all.Length > before.Length ? all[before.Length..] : "";
    }
}
