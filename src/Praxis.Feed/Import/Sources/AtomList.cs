using System.Xml;
using System.Xml.Linq;

namespace Praxis.Feed;

/// <summary>Reads answers of arXiv's interface, which are Atom feeds: each entry a paper with its number, title, summary, authors and day of publication.</summary>
internal static class AtomList
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static readonly XmlReaderSettings Settings = new()
    {
        // No document types, so no entities to blow up and no files to read.
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = FeedInput.LargestInput,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static IReadOnlyList<FeedPage> Read(Stream stream, string name, DateOnly today)
    {
        var days = new DayLists(name, new FeedSource(SourceKind.Arxiv, name), today);
        try
        {
            using var reader = XmlReader.Create(stream, Settings);
            reader.MoveToContent();
            if (reader.LocalName != "feed" || reader.NamespaceURI != Atom.NamespaceName)
                throw new FeedException(name, Line(reader), $"an Atom feed is expected, and the document begins with <{reader.LocalName}>");
            reader.Read();
            while (!reader.EOF)
            {
                // One entry at a time; ReadFrom leaves the reader behind it.
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1 && reader.LocalName == "entry" && reader.NamespaceURI == Atom.NamespaceName)
                {
                    int line = Line(reader);
                    Read((XElement)XNode.ReadFrom(reader), line, days);
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
                {
                    reader.Skip();
                }
                else
                {
                    reader.Read();
                }
            }
        }
        catch (XmlException e)
        {
            throw new FeedException(name, Math.Max(1, e.LineNumber), $"this is no valid Atom: {e.Message}", e);
        }

        return days.Pages();
    }

    private static void Read(XElement entry, int line, DayLists days)
    {
        string? id = entry.Element(Atom + "id")?.Value;
        if (id?.Contains("/api/errors", StringComparison.Ordinal) == true)
        {
            days.Reject(line, $"arXiv answers with an error: {EntryText.Shorten(PageText.Clean(entry.Element(Atom + "summary")?.Value ?? ""))}");
            return;
        }

        if (days.Texts(line, entry.Element(Atom + "title")?.Value, entry.Element(Atom + "summary")?.Value ?? entry.Element(Atom + "content")?.Value) is not { } texts) return;
        var authors = entry.Elements(Atom + "author").Select(author => author.Element(Atom + "name")?.Value).ToList();
        var published = JsonFields.Day(entry.Element(Atom + "published")?.Value ?? entry.Element(Atom + "updated")?.Value);
        days.Add(published, new PageEntry
        {
            Line = line,
            Title = texts.Title,
            Abstract = texts.Abstract,
            Arxiv = ArxivNumber.Read(id) ?? entry.Elements(Atom + "link").Select(link => ArxivNumber.Read(link.Attribute("href")?.Value)).FirstOrDefault(number => number is not null),
            AuthorNames = EntryText.Names(authors),
            Authors = authors.Count > 0 ? authors.Count : null,
            Published = published,
        });
    }

    private static int Line(XmlReader reader) => reader is IXmlLineInfo place ? Math.Max(1, place.LineNumber) : 1;
}
