using System.Text;

namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>Reads a class in square brackets: ranges, escapes, [:names:], classes within, intersections (&amp;&amp;).</summary>
internal ref struct CharacterClassParser(string source, int opening, bool ignoreCase, int depth = 0)
{
    private const int DeepestNesting = 32;

    private readonly int _start = opening;
    private int _position = opening;

    /// <summary>The set of the class that begins at the start.</summary>
    /// <param name="end">The place after its closing bracket.</param>
    public CodePointSet Read(out int end)
    {
        if (depth > DeepestNesting)
            throw new FormatException("its classes nest too deeply");
        _position++;
        bool negated = Take("^");
        CodePointSet? intersection = null;
        var set = CodePointSet.Empty;
        for (bool first = true; ; first = false)
        {
            if (_position >= source.Length)
                throw new FormatException($"at character {_start + 1} a class begins that does not end");
            if (!first && Take("]"))
                break;
            if (Take("&&"))
                (intersection, set) = (intersection?.And(set) ?? set, CodePointSet.Empty);
            else
                set = set.Or(Member());
        }

        end = _position;
        set = intersection?.And(set) ?? set;
        if (ignoreCase)
            set = CodePointSets.IgnoringCase(set);
        return negated ? set.Not() : set;
    }

    private CodePointSet Member()
    {
        if (Posix() is { } named)
            return named;
        if (source[_position] == '[')
            return new CharacterClassParser(source, _position, ignoreCase: false, depth + 1).Read(out _position);
        if (source[_position] == '\\' && PatternEscape.Set(source, ref _position, insideOfClass: true) is { } escaped)
            return escaped;
        int from = Character();
        bool isRange = _position + 1 < source.Length && source[_position] == '-' && source[_position + 1] is not (']' or '[');
        if (!isRange)
            return CodePointSet.Of(from);
        _position++;
        int at = _position;
        if (source[_position] == '\\' && PatternEscape.Set(source, ref _position, insideOfClass: true) is not null)
            throw new FormatException($"at character {at + 1} a range ends with a set");
        int to = Character();
        return to >= from ? CodePointSet.Of((from, to)) : throw new FormatException($"at character {at + 1} a range is the wrong way round");
    }

    private CodePointSet? Posix()
    {
        int end = source.AsSpan(_position).StartsWith("[:", StringComparison.Ordinal) ? source.IndexOf(":]", _position, StringComparison.Ordinal) : -1;
        if (end < 0)
            return null;
        string name = source[(_position + 2)..end];
        bool negated = name.StartsWith('^');
        var set = CodePointSets.Posix(negated ? name[1..] : name)
            ?? throw new FormatException($"at character {_position + 1} the class {Files.ModelFileException.Quote(name)} is not known here");
        _position = end + 2;
        return negated ? set.Not() : set;
    }

    private int Character()
    {
        if (source[_position] == '\\')
            return PatternEscape.Character(source, ref _position);
        var rune = Rune.GetRuneAt(source, _position);
        _position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private bool Take(string syntax)
    {
        if (!source.AsSpan(_position).StartsWith(syntax, StringComparison.Ordinal))
            return false;
        _position += syntax.Length;
        return true;
    }
}
