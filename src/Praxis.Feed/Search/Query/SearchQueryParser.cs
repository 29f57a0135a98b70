using System.Globalization;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>
/// Reads the query language: <c>words</c>, <c>prefix*</c>, <c>"a phrase"</c>, <c>-word</c>, <c>-"a phrase"</c>, <c>author:name</c>, <c>year:2024</c>,
/// <c>year:2020-2024</c>, <c>family:name</c>, <c>verdict:holds</c>. Every text is a query: what does not fit the language is words.
/// </summary>
internal ref struct SearchQueryParser
{
    /// <summary>Characters of a query that are read.</summary>
    public const int LongestQuery = 1000;

    /// <summary>Words of a query that are read.</summary>
    public const int MostWords = 32;

    private readonly ReadOnlySpan<char> _text;
    private readonly List<QueryWord> _words = [];
    private readonly List<QueryPhrase> _required = [];
    private readonly List<QueryPhrase> _excluded = [];
    private readonly List<string> _families = [];
    private readonly List<Verdict> _verdicts = [];
    private readonly List<string> _impossible = [];
    private YearRange? _years;
    private int _at;

    private SearchQueryParser(ReadOnlySpan<char> text) => _text = text.Length > LongestQuery ? text[..LongestQuery] : text;

    /// <summary>What a text asks for.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="typing">Whether the reader may still be typing the last word, which then counts as the beginning of one.</param>
    public static SearchQuery Parse(string? text, bool typing = false)
    {
        var parser = new SearchQueryParser(text);
        parser.Read();
        if (typing && parser._words is [.., { Word.Text.Length: > 1 } last] && parser._text is [.., var end] && char.IsLetterOrDigit(end)) parser._words[^1] = last with { Prefix = true };
        return new SearchQuery
        {
            Words = parser._words,
            Required = parser._required,
            Excluded = parser._excluded,
            Years = parser._years,
            Families = parser._families,
            Verdicts = parser._verdicts,
            Impossible = parser._impossible,
        };
    }

    private void Read()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
            {
                _at++;
                continue;
            }
            // A minus stands before a word, never within one.
            var excluded = _text[_at] == '-' && _at + 1 < _text.Length && !char.IsWhiteSpace(_text[_at + 1]) && _text[_at + 1] != '-';
            if (excluded) _at++;
            var name = FieldName();
            var (value, quoted, prefix) = Value();
            if (name is not null && Field(name, value, excluded)) continue;
            Add(name is null ? value : $"{name} {value}", quoted, prefix, excluded);
        }
    }

    // A name of letters with a colon and a value right behind it.
    private string? FieldName()
    {
        var end = _at;
        while (end < _text.Length && char.IsAsciiLetter(_text[end])) end++;
        if (end == _at || end + 1 >= _text.Length || _text[end] != ':' || char.IsWhiteSpace(_text[end + 1])) return null;
        var name = _text[_at..end].ToString().ToLowerInvariant();
        _at = end + 1;
        return name;
    }

    private (string Value, bool Quoted, bool Prefix) Value()
    {
        if (_at < _text.Length && _text[_at] == '"')
        {
            var close = _text[(_at + 1)..].IndexOf('"');
            if (close >= 0)
            {
                var phrase = _text.Slice(_at + 1, close).ToString();
                _at += close + 2;
                return (phrase, true, Star());
            }
            // A quote that is never closed counts for nothing.
            _at++;
        }
        var end = _at;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && _text[end] != '"') end++;
        var word = _text[_at..end];
        _at = end;
        return (word.ToString(), false, word.EndsWith("*"));
    }

    private bool Star()
    {
        if (_at >= _text.Length || _text[_at] != '*') return false;
        _at++;
        return true;
    }

    private readonly void Add(string text, bool quoted, bool prefix, bool excluded)
    {
        var words = SearchWords.Of(text);
        if (words.Count == 0) return;
        if (excluded || quoted)
        {
            var list = excluded ? _excluded : _required;
            if (list.Count < MostWords) list.Add(new QueryPhrase(words.Count > MostWords ? words[..MostWords] : words, Prefix: prefix));
            return;
        }
        foreach (var (i, word) in words.Index())
            if (_words.Count < MostWords) _words.Add(new QueryWord(word, prefix && i == words.Count - 1));
    }

    // Whether the name is one of the language's.
    private bool Field(string name, string value, bool excluded)
    {
        switch (name)
        {
            case "author" or "authors":
                if (SearchWords.Of(value) is { Count: > 0 and <= MostWords } names) (excluded ? _excluded : _required).Add(new QueryPhrase(names, TextColumn.Authors));
                else _impossible.Add($"{name}:{value}");
                return true;
            case "year" when !excluded:
                if (Years(value) is { } years) _years = years;
                else _impossible.Add($"{name}:{value}");
                return true;
            case "family" when !excluded:
                _families.Add(value.Trim().ToLowerInvariant().Replace(' ', '-'));
                return true;
            case "verdict" when !excluded:
                if (Enum.GetNames<Verdict>().FirstOrDefault(known => known.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } verdict) _verdicts.Add(Enum.Parse<Verdict>(verdict));
                else _impossible.Add($"{name}:{value}");
                return true;
            default:
                return false;
        }
    }

    // 2024, 2020-2024, 2020-, -2024.
    private static YearRange? Years(string value)
    {
        const int longestRange = 9;
        if (value.Length is 0 or > longestRange) return null;
        var dash = value.IndexOf('-', StringComparison.Ordinal);
        var from = dash < 0 ? value : value[..dash];
        var to = dash < 0 ? value : value[(dash + 1)..];
        if ((from + to).Length == 0) return null;
        var first = from.Length == 0 ? 0 : Year(from);
        var last = to.Length == 0 ? 9999 : Year(to);
        return first is { } start && last is { } end && start <= end ? new YearRange(start, end) : null;
    }

    private static int? Year(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 0 and <= 9999 ? year : null;
}
