using System.Globalization;
using System.Text;

namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>
/// Reads a pattern in the syntax of Oniguruma, which Hugging Face's tokenizers use, into pieces: either syntax that .NET shares, or a set of
/// code points. Everything about characters (categories, classes, case, intersections) is settled here.
/// </summary>
internal sealed class PatternParser
{
    private const int DeepestNesting = 64;
    private const int LongestPattern = 20_000;

    private readonly string _source;
    private readonly List<PatternPiece> _pieces = [];
    private int _position;

    private PatternParser(string source) => _source = source;

    private bool AtEnd => _position >= _source.Length;

    /// <summary>The pieces of a pattern.</summary>
    /// <exception cref="FormatException">It is damaged, or uses what is not known here.</exception>
    public static IReadOnlyList<PatternPiece> Parse(string source)
    {
        if (source.Length > LongestPattern)
            throw new FormatException($"{source.Length} characters are more than the {LongestPattern} allowed");
        var parser = new PatternParser(source);
        parser.Alternatives(ignoreCase: false, depth: 0);
        return parser.AtEnd ? parser._pieces : throw parser.Damaged("a bracket ')' closes nothing");
    }

    private void Alternatives(bool ignoreCase, int depth)
    {
        if (depth > DeepestNesting)
            throw Damaged("it nests too deeply");
        while (!AtEnd && _source[_position] != ')')
        {
            if (Take("|"))
            {
                Add("|");
            }
            else if (Take("(?i)"))
            {
                ignoreCase = true;
            }
            else
            {
                int start = _pieces.Count;
                bool repeatable = Atom(ignoreCase, depth);
                Quantifiers(start, repeatable);
            }
        }
    }

    private bool Atom(bool ignoreCase, int depth)
    {
        char next = _source[_position];
        switch (next)
        {
            case '(':
                return Group(ignoreCase, depth);
            case '[':
                Add(new CharacterClassParser(_source, _position, ignoreCase).Read(out _position));
                return true;
            case '.':
                _position++;
                Add(CodePointSet.Of('\n').Not());
                return true;
            case '^':
                _position++;
                Add("(?<!", CodePointSet.Of('\n').Not(), ")");
                return false;
            case '$':
                _position++;
                Add("(?!", CodePointSet.Of('\n').Not(), ")");
                return false;
            case '*' or '+' or '?':
                throw Damaged($"'{next}' repeats nothing");
            case '\\':
                return Escape(ignoreCase);
            default:
                var rune = Rune.GetRuneAt(_source, _position);
                _position += rune.Utf16SequenceLength;
                Literal(rune.Value, ignoreCase);
                return true;
        }
    }

    private bool Group(bool ignoreCase, int depth)
    {
        int start = _position;
        string? opening = null;
        foreach (string syntax in (ReadOnlySpan<string>)["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"])
            opening ??= Take(syntax) ? syntax : null;
        bool ignores = ignoreCase;
        if (opening is null && Take("(?i:"))
            (opening, ignores) = ("(?:", true);
        if (opening is null && Take("(?-i:"))
            (opening, ignores) = ("(?:", false);
        if (opening is null && _source.AsSpan(_position).StartsWith("(?", StringComparison.Ordinal))
            throw Damaged("this kind of group is not known here");
        if (opening is null)
        {
            // What a group captures is never asked for.
            _position++;
            opening = "(?:";
        }

        Add(opening);
        Alternatives(ignores, depth + 1);
        if (!Take(")"))
            throw new FormatException($"at character {start + 1} a group begins that does not end");
        Add(")");
        return true;
    }

    private bool Escape(bool ignoreCase)
    {
        foreach (var (escape, word) in (ReadOnlySpan<(string, bool)>)[(@"\b", true), (@"\B", false)])
        {
            if (!Take(escape))
                continue;
            WordBoundary(word);
            return false;
        }

        foreach (var (escape, syntax) in (ReadOnlySpan<(string, string)>)[(@"\A", @"\A"), (@"\z", @"\z")])
        {
            if (!Take(escape))
                continue;
            Add(syntax);
            return false;
        }

        if (Take(@"\Z"))
        {
            Add("(?=", CodePointSet.Of('\n'), @"?\z)");
            return false;
        }

        if (PatternEscape.Set(_source, ref _position, insideOfClass: false) is { } set)
            Add(ignoreCase ? CodePointSets.IgnoringCase(set) : set);
        else
            Literal(PatternEscape.Character(_source, ref _position), ignoreCase);
        return true;
    }

    private void WordBoundary(bool boundary)
    {
        var word = CodePointSets.WordOutsideOfClass;
        var (into, outOf) = boundary ? ("(?=", "(?!") : ("(?!", "(?=");
        Add("(?:(?<!", word, ")" + into, word, ")|(?<=");
        Add(word);
        Add(")" + outOf, word, "))");
    }

    private void Literal(int codePoint, bool ignoreCase)
    {
        var set = CodePointSet.Of(codePoint);
        Add(ignoreCase ? CodePointSets.IgnoringCase(set) : set);
    }

    /// <summary>Quantifiers after an atom that begins at a piece; "X*+" is possessive, "X{2}+" repeats the repeated.</summary>
    private void Quantifiers(int start, bool repeatable)
    {
        while (!AtEnd && Quantifier(out bool counted) is { } quantifier)
        {
            if (!repeatable)
                throw Damaged("a quantifier follows an anchor");
            Add(quantifier);
            if (Take("?"))
                Add("?");
            else if (!counted && Take("+"))
                Wrap(start, "(?>");
            // A quantifier after a quantifier applies to both before it, which .NET wants in brackets.
            Wrap(start, "(?:");
        }
    }

    private void Wrap(int start, string opening)
    {
        _pieces.Insert(start, new PatternPiece(opening, null));
        Add(")");
    }

    private string? Quantifier(out bool counted)
    {
        counted = false;
        foreach (string quantifier in (ReadOnlySpan<string>)["*", "+", "?"])
        {
            if (Take(quantifier))
                return quantifier;
        }

        int end = _source[_position] == '{' ? _source.IndexOf('}', _position) : -1;
        if (end < 0)
            return null;
        string[] bounds = _source[(_position + 1)..end].Split(',');
        if (bounds.Length > 2 || bounds.All(bound => bound.Length == 0) || !bounds.All(bound => bound.All(char.IsAsciiDigit)))
            return null;
        counted = true;
        _position = end + 1;
        int least = Bound(bounds[0], 0);
        if (bounds.Length == 1)
            return $"{{{least}}}";
        int most = Bound(bounds[1], int.MaxValue);
        if (most < least)
            throw Damaged("a quantifier's bounds are the wrong way round");
        return most == int.MaxValue ? $"{{{least},}}" : $"{{{least},{most}}}";
    }

    private int Bound(string digits, int otherwise) => digits.Length == 0 ? otherwise
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int bound) && bound <= 1000 ? bound
        : throw Damaged("a quantifier counts to more than 1000");

    private bool Take(string syntax)
    {
        if (!_source.AsSpan(_position).StartsWith(syntax, StringComparison.Ordinal))
            return false;
        _position += syntax.Length;
        return true;
    }

    private void Add(string syntax) => _pieces.Add(new PatternPiece(syntax, null));

    private void Add(CodePointSet set) => _pieces.Add(new PatternPiece("", set));

    private void Add(string before, CodePointSet set, string after)
    {
        Add(before);
        Add(set);
        Add(after);
    }

    private void Add(string before, CodePointSet set, string between, CodePointSet second, string after)
    {
        Add(before, set, between);
        Add(second);
        Add(after);
    }

    private FormatException Damaged(string problem) => new($"at character {_position + 1} {problem}");
}
