using System.Globalization;

namespace Praxis.Feed;

/// <summary>Papers as a table with a heading; fields are quoted where they must be (RFC 4180).</summary>
internal static class CsvTable
{
    public static void Write(TextWriter writer, IEnumerable<ExportedPaper> papers)
    {
        writer.WriteLine("slug,title,arxiv,authors,published,organisation,family,code,comments,upvotes,days,abstract");
        foreach (var paper in papers)
        {
            string?[] fields =
            [
                paper.Slug, paper.Title, paper.Arxiv, paper.Authors, paper.Published, paper.OrganisationName, paper.Family, paper.Code,
                paper.Comments?.ToString(CultureInfo.InvariantCulture), paper.Upvotes?.ToString(CultureInfo.InvariantCulture), string.Join(' ', paper.Days), paper.Abstract,
            ];
            writer.WriteLine(string.Join(',', fields.Select(Field)));
        }
    }

    // Spreadsheets take what begins with one of these as a formula, and these texts come from strangers.
    private static string Field(string? text)
    {
        text ??= "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
