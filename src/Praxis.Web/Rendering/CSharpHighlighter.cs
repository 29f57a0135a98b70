using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Praxis.Web.Rendering;

/// <summary>
/// C# source as HTML with a class per kind of token: <c>k</c> keyword, <c>t</c> type, <c>m</c> method, <c>s</c> text, <c>n</c> number,
/// <c>c</c> comment, <c>d</c> documentation. Reads each character once; any text comes out whole, source or not.
/// </summary>
internal static class CSharpHighlighter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        "abstract", "and", "as", "async", "await", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "get", "global", "goto", "if", "implicit", "in", "init", "int", "interface", "internal", "is", "lock", "long", "nameof", "namespace",
        "new", "not", "null", "object", "operator", "or", "out", "override", "params", "partial", "private", "protected", "public", "readonly", "record",
        "ref", "required", "return", "sbyte", "scoped", "sealed", "set", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this",
        "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "value", "var", "virtual", "void", "volatile",
        "when", "where", "while", "with", "yield");

    /// <summary>The source in spans, encoded.</summary>
    public static IHtmlContent Html(string source)
    {
        var html = new StringBuilder(source.Length * 2);
        var afterDot = false;
        for (var at = 0; at < source.Length;)
        {
            var (length, kind) = Next(source, at, afterDot);
            var token = source.AsSpan(at, length);
            if (!token.IsWhiteSpace()) afterDot = token is "." or "?.";
            if (kind is null) html.Append(Encoder.Encode(token.ToString()));
            else html.Append("<span class=\"").Append(kind).Append("\">").Append(Encoder.Encode(token.ToString())).Append("</span>");
            at += length;
        }
        return new HtmlString(html.ToString());
    }

    private static (int Length, string? Kind) Next(string source, int at, bool afterDot)
    {
        var rest = source.AsSpan(at);
        var c = rest[0];
        if (rest.StartsWith("//"))
            return (Line(rest), rest.StartsWith("///") ? "d" : "c");
        if (rest.StartsWith("/*"))
            return (rest[2..].IndexOf("*/") is >= 0 and var end ? end + 4 : rest.Length, "c");
        if (StringLiteral.Length(rest) is var literal and > 0) return (literal, "s");
        if (c == '\'') return (CharLiteral(rest), "s");
        if (char.IsAsciiDigit(c)) return (Number(rest), "n");
        if (IsWordStart(c))
        {
            var length = 1;
            while (length < rest.Length && IsWordPart(rest[length])) length++;
            return (length, KindOfWord(rest, length, afterDot));
        }
        if (c == '#' && (at == 0 || source[at - 1] == '\n')) return (Line(rest), "c");
        return (char.IsHighSurrogate(c) && rest.Length > 1 && char.IsLowSurrogate(rest[1]) ? 2 : 1, null);
    }

    private static string? KindOfWord(ReadOnlySpan<char> rest, int length, bool afterDot)
    {
        var word = rest[..length];
        if (!afterDot && Keywords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return "k";
        var next = length < rest.Length ? rest[length] : ' ';
        if (!char.IsUpper(word[0])) return next == '(' ? "m" : null;
        return next == '(' ? "m" : afterDot ? null : "t";
    }

    private static int Line(ReadOnlySpan<char> rest) => rest.IndexOf('\n') is >= 0 and var end ? end : rest.Length;

    private static int CharLiteral(ReadOnlySpan<char> rest)
    {
        for (var i = 1; i < rest.Length && rest[i] != '\n'; i++)
        {
            if (rest[i] == '\\') i++;
            else if (rest[i] == '\'') return i + 1;
        }
        return 1;
    }

    private static int Number(ReadOnlySpan<char> rest)
    {
        var i = 1;
        while (i < rest.Length)
        {
            var c = rest[i];
            var fraction = c == '.' && i + 1 < rest.Length && char.IsAsciiDigit(rest[i + 1]);
            var sign = c is '+' or '-' && rest[i - 1] is 'e' or 'E' && rest[0] != '0';
            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && !fraction && !sign) break;
            i++;
        }
        return i;
    }

    private static bool IsWordStart(char c) => char.IsLetter(c) || c is '_' or '@';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_';
}
