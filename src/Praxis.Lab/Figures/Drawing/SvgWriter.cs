using System.Globalization;
using System.Text;
using System.Xml;

namespace Praxis.Lab.Figures;

/// <summary>Writes SVG elements; every text and attribute value is encoded.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _svg = new();

    public override string ToString() => _svg.ToString();

    public void Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Start(name, attributes).Append('>');

    public void Close(string name) => _svg.Append("</").Append(name).Append(">\n");

    public void Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Start(name, attributes).Append("/>\n");

    public void Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        Encode(text);
        Close(name);
    }

    /// <summary>The style sheet, which must not contain markup.</summary>
    public void Style(string css) => _svg.Append("<style>\n").Append(css).Append("</style>\n");

    public void Line(string classes, double x0, double y0, double x1, double y1) =>
        Empty("line", ("class", classes), ("x1", N(x0)), ("y1", N(y0)), ("x2", N(x1)), ("y2", N(y1)));

    public void Rectangle(string classes, double x, double y, double width, double height) =>
        Empty("rect", ("class", classes), ("x", N(x)), ("y", N(y)), ("width", N(width)), ("height", N(height)));

    /// <summary>A path; one without commands is not written.</summary>
    public void Path(string classes, StringBuilder commands, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        if (commands.Length == 0) return;
        Start("path", [("class", classes), ("d", commands.ToString()), .. attributes]).Append("/>\n");
    }

    /// <param name="classes">Style classes; may be empty.</param>
    /// <param name="x">Where the text is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">What is written.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="transform">An SVG transform.</param>
    public void Text(string classes, double x, double y, string text, string anchor = "start", string? transform = null) =>
        Element("text", text,
            ("class", classes.Length > 0 ? classes : null), ("x", N(x)), ("y", N(y)),
            ("text-anchor", anchor == "start" ? null : anchor), ("transform", transform));

    /// <summary>A coordinate to a tenth of a pixel.</summary>
    public static string N(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    private StringBuilder Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _svg.Append('<').Append(name);
        foreach ((string attribute, string? value) in attributes)
        {
            if (value is null) continue;
            _svg.Append(' ').Append(attribute).Append("=\"");
            Encode(value);
            _svg.Append('"');
        }

        return _svg;
    }

    private void Encode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(character, text[i + 1])) _svg.Append(character).Append(text[++i]);
            else if (!XmlConvert.IsXmlChar(character)) _svg.Append('\uFFFD');
            else _ = character switch
            {
                '<' => _svg.Append("&lt;"),
                '>' => _svg.Append("&gt;"),
                '&' => _svg.Append("&amp;"),
                '"' => _svg.Append("&quot;"),
                '\'' => _svg.Append("&#39;"),
                _ => _svg.Append(character),
            };
        }
    }
}
