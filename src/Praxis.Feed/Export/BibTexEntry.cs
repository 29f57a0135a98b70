using System.Globalization;
using System.Text;

namespace Praxis.Feed;

/// <summary>A paper in BibTeX.</summary>
internal static class BibTexEntry
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static void Write(TextWriter writer, ExportedPaper paper)
    {
        writer.WriteLine($"@misc{{{paper.Slug},");
        Field("title", $"{{{Escape(paper.Title)}}}");
        if (paper.Authors is { Length: > 0 } authors)
            Field("author", Escape(string.Join(" and ", authors.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))));
        if (paper.Published is { Length: >= 7 } published)
        {
            Field("year", published[..4]);
            writer.WriteLine($"  month = {Months[int.Parse(published.AsSpan(5, 2), CultureInfo.InvariantCulture) - 1]},");
        }

        if (paper.Arxiv is { } arxiv)
        {
            Field("eprint", arxiv);
            Field("archiveprefix", "arXiv");
            Field("url", $"https://arxiv.org/abs/{arxiv}");
        }

        writer.WriteLine("}");
        writer.WriteLine();

        void Field(string name, string value) => writer.WriteLine($"  {name} = {{{value}}},");
    }

    // Formulas between dollars stay as they are; everything else that means something to TeX is written so that it is read as text.
    // A brace without its partner would end the entry, so braces are kept only when they match.
    private static string Escape(string text)
    {
        bool formulas = text.Count(letter => letter == '$') % 2 == 0, braces = Match(text), inFormula = false;
        var escaped = new StringBuilder(text.Length + 8);
        foreach (char letter in text)
        {
            if (letter == '$' && formulas) inFormula = !inFormula;
            escaped.Append(letter switch
            {
                '$' when !formulas => "\\$",
                '{' or '}' when !braces => "",
                '\\' when !braces || !inFormula => "\\textbackslash ",
                '&' or '%' or '#' or '_' when !inFormula => $"\\{letter}",
                '~' when !inFormula => "\\textasciitilde ",
                '^' when !inFormula => "\\textasciicircum ",
                _ => letter.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static bool Match(string text)
    {
        int open = 0;
        foreach (char letter in text)
        {
            open += letter == '{' ? 1 : letter == '}' ? -1 : 0;
            if (open < 0) return false;
        }

        return open == 0;
    }
}
