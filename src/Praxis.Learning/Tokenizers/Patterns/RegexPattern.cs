using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>
/// Finds the matches of a pattern in the syntax of Oniguruma. It is carried out by .NET's patterns over an alphabet of symbols
/// (<see cref="SymbolTable"/>), so that characters mean what they mean to Hugging Face's tokenizers.
/// </summary>
internal sealed class RegexPattern : TextPattern
{
    // A published pattern takes microseconds a match; only one that backtracks without end takes seconds.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(5);

    private readonly string _source;
    private readonly SymbolTable _table;
    private readonly Regex _regex;

    /// <summary>A pattern from its text.</summary>
    /// <exception cref="FormatException">It is damaged, or uses what is not known here.</exception>
    public RegexPattern(string source)
        : this(source, PatternParser.Parse(source))
    {
    }

    /// <summary>A pattern from its pieces.</summary>
    /// <param name="source">How messages call it.</param>
    /// <param name="pieces">The pieces.</param>
    public RegexPattern(string source, IReadOnlyList<PatternPiece> pieces)
    {
        _source = source;
        _table = new SymbolTable([.. pieces.Select(piece => piece.Set).OfType<CodePointSet>()]);
        var syntax = new StringBuilder();
        foreach (var piece in pieces)
            syntax.Append(piece.Set is { } set ? Class(_table.Members(set)) : piece.Syntax);
        try
        {
            _regex = new Regex(syntax.ToString(), RegexOptions.Compiled | RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (RegexParseException cause)
        {
            throw new FormatException(cause.Message.TrimEnd('.'), cause);
        }
    }

    /// <summary>The pattern of GPT-2's tokenizer: contractions, words, numbers and other characters, each with a space before; white space.</summary>
    public static RegexPattern Gpt2 { get; } = new(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    /// <summary>Words and runs of other characters that are no white space.</summary>
    public static RegexPattern WordsAndSigns { get; } = new("words and signs",
    [
        new("", CodePointSets.RustWord), new("+|", null),
        new("", CodePointSets.RustWord.Or(CodePointSets.WhiteSpace).Not()), new("+", null),
    ]);

    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<Segment> segments)
    {
        char[] symbols = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            int count = _table.Write(text, symbols);
            if (count == text.Length)
                FindAligned(symbols.AsSpan(0, count), segments);
            else
                FindBeyondPlane(symbols.AsSpan(0, count), text, segments);
        }
        catch (RegexMatchTimeoutException cause)
        {
            throw new LearningException(
                $"The pattern {Files.ModelFileException.Quote(_source)} takes more than {LongestMatch.TotalSeconds} s for one match of this text; "
                + "use a tokenizer whose pattern does not backtrack without end, or shorter texts.", cause);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(symbols);
        }
    }

    private static string Class(IReadOnlyCollection<char> members)
    {
        if (members.Count == 0)
            return "(?!)";
        var text = new StringBuilder("[");
        foreach (char member in members)
            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)member:X4}");
        return text.Append(']').ToString();
    }

    private void FindAligned(ReadOnlySpan<char> symbols, List<Segment> segments)
    {
        int end = 0;
        foreach (var match in _regex.EnumerateMatches(symbols))
            Add(segments, ref end, match.Index, match.Index + match.Length);
        Finish(segments, end, symbols.Length);
    }

    /// <summary>With characters of two units in the text, the place of a symbol is not that of its character.</summary>
    private void FindBeyondPlane(ReadOnlySpan<char> symbols, ReadOnlySpan<char> text, List<Segment> segments)
    {
        int end = 0, symbol = 0, unit = 0;
        foreach (var match in _regex.EnumerateMatches(symbols))
        {
            int from = UnitOf(match.Index, text, ref symbol, ref unit);
            Add(segments, ref end, from, UnitOf(match.Index + match.Length, text, ref symbol, ref unit));
        }

        Finish(segments, end, text.Length);
    }

    private static int UnitOf(int sought, ReadOnlySpan<char> text, ref int symbol, ref int unit)
    {
        for (; symbol < sought; symbol++)
            unit += char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length && char.IsLowSurrogate(text[unit + 1]) ? 2 : 1;
        return unit;
    }
}
