using System.Globalization;

namespace Praxis.Numerics;

/// <summary>Reads the Python dictionary in a .npy header; only what an array of numbers needs, nothing is evaluated.</summary>
internal ref struct NpyHeaderText
{
    // numpy 2 has at most 64 axes.
    private const int MostAxes = 64;

    private readonly string _file;
    private readonly ReadOnlySpan<char> _text;
    private int _place;

    private NpyHeaderText(string file, ReadOnlySpan<char> text)
    {
        _file = file;
        _text = text;
    }

    /// <summary>Reads "{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4), }", its keys in any order.</summary>
    /// <exception cref="MatrixFileException">The text is anything else.</exception>
    public static (string Description, bool FortranOrder, long[] Shape) Parse(string file, string text) =>
        new NpyHeaderText(file, text).Dictionary();

    private (string Description, bool FortranOrder, long[] Shape) Dictionary()
    {
        string? description = null;
        bool? fortran = null;
        long[]? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            string key = Text("a key");
            Expect(':');
            switch (key)
            {
                case "descr" when description is null:
                    if (Peek() is '[' or '(')
                        throw Wrong("the array has named fields (a structured dtype)", "save each field as an array of its own");
                    description = Text("the element type");
                    break;
                case "fortran_order" when fortran is null:
                    fortran = Truth();
                    break;
                case "shape" when shape is null:
                    shape = Axes();
                    break;
                default:
                    throw Wrong($"the key {MatrixFileException.Quote(key)} is unknown or stands there twice");
            }

            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }

        if (Peek() != '\0' || _place < _text.Length)
            throw Wrong("something follows the closing brace");
        return description is null || fortran is null || shape is null
            ? throw Wrong("one of descr, fortran_order and shape is missing")
            : (description, fortran.Value, shape);
    }

    private long[] Axes()
    {
        var axes = new List<long>();
        Expect('(');
        while (!Take(')'))
        {
            axes.Add(Axis());
            if (axes.Count > MostAxes)
                throw Wrong($"the shape has more than {MostAxes} axes");
            if (!Take(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. axes];
    }

    private long Axis()
    {
        Peek();
        int start = _place;
        while (_place < _text.Length && _text[_place] is not (',' or ')' or ' '))
            _place++;
        var number = _text[start.._place];

        // Python 2 wrote long integers as 12L.
        if (number.EndsWith("L"))
            number = number[..^1];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            throw Wrong($"{MatrixFileException.Quote(number.ToString())} in the shape is no length between 0 and 2^63 − 1");
        return length;
    }

    private bool Truth()
    {
        Peek();
        foreach ((string word, bool value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
        {
            if (!_text[_place..].StartsWith(word))
                continue;
            _place += word.Length;
            return value;
        }

        throw Wrong("fortran_order is neither True nor False");
    }

    private string Text(string what)
    {
        char mark = Peek();
        int end = mark is '\'' or '"' ? _text[(_place + 1)..].IndexOf(mark) : -1;
        if (end < 0)
            throw Wrong($"{what} in quotation marks is missing");
        string text = _text.Slice(_place + 1, end).ToString();
        _place += end + 2;
        return text;
    }

    private char Peek()
    {
        while (_place < _text.Length && _text[_place] is ' ' or '\n' or '\t' or '\r')
            _place++;
        return _place < _text.Length ? _text[_place] : '\0';
    }

    private bool Take(char sign)
    {
        if (Peek() != sign || _place >= _text.Length)
            return false;
        _place++;
        return true;
    }

    private void Expect(char sign)
    {
        if (!Take(sign))
            throw Wrong($"'{sign}' is missing");
    }

    private readonly MatrixFileException Wrong(string problem, string cure = "write the file again with numpy.save") =>
        new(_file, $"header, character {_place}", problem, cure);
}
