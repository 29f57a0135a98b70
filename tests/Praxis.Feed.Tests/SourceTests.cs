using System.Text;
using Praxis.Lab;

namespace Praxis.Feed.Tests;

public sealed class SourceTests : IDisposable
{
    private const string HuggingFace = """
        [
          {
            "paper": {
              "id": "2605.00011", "title": "Nets of\nTwo   Strands", "summary": "We weave.", "upvotes": 41,
              "authors": [{ "_id": "1", "name": "Ada Lark", "hidden": false }, { "name": "Bo Finch" }],
              "publishedAt": "2026-04-28T17:59:59.000Z", "submittedOnDailyAt": "2026-04-30T00:12:01.000Z"
            },
            "publishedAt": "2026-04-29T20:00:00.000Z", "title": "Nets of Two Strands", "numComments": 3,
            "organization": { "name": "nightlab", "fullname": "The Night Lab" }
          },
          { "paper": { "id": "2605.00012", "title": "Baskets", "summary": "We sample.", "authors": [] }, "publishedAt": "2026-04-29T20:00:00.000Z" },
          { "paper": { "id": "2605.00013", "summary": "No title." }, "publishedAt": "2026-04-29T20:00:00.000Z" },
          { "paper": { "id": "2605.00014", "title": "No day" } },
          7
        ]
        """;

    private const string Atom = """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
          <title>ArXiv Query</title>
          <entry>
            <id>http://arxiv.org/abs/2605.00011v2</id>
            <title>Nets of Two
              Strands</title>
            <summary>  We weave, &lt;i&gt;twice&lt;/i&gt;. </summary>
            <published>2026-04-28T17:59:59Z</published>
            <author><name>Ada Lark</name><arxiv:affiliation>Shore</arxiv:affiliation></author>
            <author><name>Bo Finch</name></author>
          </entry>
          <entry>
            <id>http://arxiv.org/abs/math/0301001v1</id>
            <title>An Old Number</title><summary>Old.</summary><published>2003-01-01T00:00:00Z</published>
            <author><name>Cy Wren</name></author>
          </entry>
        </feed>
        """;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void The_list_of_the_interface_is_read_by_day_with_all_it_says()
    {
        var pages = Read(HuggingFace);
        Assert.Equal([new DateOnly(2026, 4, 29), new(2026, 4, 30)], pages.Select(page => page.Day));
        Assert.All(pages, page => Assert.Equal(new FeedSource(SourceKind.HuggingFace, "list"), page.Source));
        var nets = pages[1].Entries.Single();
        Assert.Equal(("Nets of Two Strands", "We weave.", "2605.00011", "Ada Lark, Bo Finch", 2, 3, 41), (nets.Title, nets.Abstract, nets.Arxiv, nets.AuthorNames, nets.Authors, nets.Comments, nets.Upvotes));
        Assert.Equal((new DateOnly(2026, 4, 28), new FeedOrganisation("nightlab", "The Night Lab")), (nets.Published!.Value, nets.Organisation));
        Assert.Equal([(3, "the title is missing"), (4, "'No day' has no date"), (5, "a paper is expected here, in braces")], pages[0].Rejected.Select(one => (one.Line, one.Why)));
    }

    [Fact]
    public void An_answer_of_arxiv_is_read_by_day_of_publication()
    {
        var pages = Read(Atom);
        Assert.Equal([new DateOnly(2003, 1, 1), new(2026, 4, 28)], pages.Select(page => page.Day));
        var nets = pages[1].Entries.Single();
        Assert.Equal(("Nets of Two Strands", "We weave, <i>twice</i>.", "2605.00011", "Ada Lark, Bo Finch"), (nets.Title, nets.Abstract, nets.Arxiv, nets.AuthorNames));
        Assert.Equal("math/0301001", pages[0].Entries.Single().Arxiv);
        Assert.Equal(SourceKind.Arxiv, pages[0].Source.Kind);
    }

    [Fact]
    public void The_html_of_a_page_is_read_from_the_list_it_carries()
    {
        string props = System.Net.WebUtility.HtmlEncode($$"""{"date":"2026-04-30","dailyPapers":{{HuggingFace}}}""");
        var pages = Read($"<!doctype html><html><body><div class=\"x\" data-target=\"DailyPapers\" data-props=\"{props}\"></div><article><h3><a href=\"/papers/1\">Shown</a></h3></article></body></html>");
        Assert.Equal(["Baskets", "Nets of Two Strands"], pages.SelectMany(page => page.Entries).Select(entry => entry.Title));
        Assert.Equal(SourceKind.Page, pages[0].Source.Kind);
    }

    [Theory]
    [InlineData("<link rel=canonical href='https://x.y/papers/date/2026-04-30'>", "")]
    [InlineData("", "<h1>Daily Papers</h1><div>Apr 30</div>")]
    [InlineData("", "<time datetime='2026-04-30T00:00:00Z'>Thursday</time>")]
    [InlineData("", "", "<time datetime='2026-04-30'>Apr 30</time>")]
    public void Html_without_that_list_shows_its_articles(string head, string body, string inside = "")
    {
        var page = Assert.Single(Read($"<html><head>{head}</head><body>{body}<article><h3><a href='/papers/2605.00011?a=b'>Nets &amp; <b>Knots</b></a></h3><p>We\u202E weave.</p>{inside}</article><article><h3><a href='/blog'>No paper</a></h3></article></body></html>"));
        Assert.Equal(new DateOnly(2026, 4, 30), page.Day);
        var entry = Assert.Single(page.Entries);
        Assert.Equal(("Nets & Knots", "We weave.", "2605.00011"), (entry.Title, entry.Abstract, entry.Arxiv));
    }

    [Fact]
    public void Copied_text_is_read_as_before() =>
        Assert.Equal("Otter", Assert.Single(Read("Daily Papers\n\nApr 30\n\nOtter\n\nFishing nets.\n")).Entries.Single().Title);

    [Theory]
    [InlineData("[", "no valid JSON")]
    [InlineData("{\"a\": 1}", "no list of papers")]
    [InlineData("[]", "no papers")]
    [InlineData("[1]", "no paper of the list can be read: a paper is expected here, in braces")]
    [InlineData("{\"praxis\": 99, \"papers\": []}", "newer Praxis")]
    [InlineData("{\"praxis\": \"x\"}", "is a number")]
    [InlineData("<html><body>Nothing</body></html>", "shows no papers")]
    [InlineData("<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "no valid Atom")]
    [InlineData("<feed><entry/></feed>", "begins with <feed>")]
    [InlineData("<!DOCTYPE feed [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&a;</title></entry></feed>", "no valid Atom")]
    [InlineData("<!DOCTYPE feed [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><feed xmlns='http://www.w3.org/2005/Atom'><title>&b;</title></feed>", "no valid Atom")]
    [InlineData("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad query</summary></entry></feed>", "arXiv answers with an error: bad query")]
    public void What_is_no_list_is_refused_with_its_reason(string text, string reason) => Assert.Contains(reason, Assert.Throws<FeedException>(() => Read(text)).Message);

    [Fact]
    public void Json_that_is_nested_without_end_is_refused() => Assert.Throws<FeedException>(() => Read(new string('[', 100_000)));

    [Fact]
    public void Html_that_is_nested_without_end_is_refused_or_read_but_does_no_harm() => Assert.Throws<FeedException>(() => Read("<html>" + string.Concat(Enumerable.Repeat("<div><b><i>", 20_000))));

    [Fact]
    public void An_input_that_is_too_large_is_not_read() => Assert.Contains("larger than", Assert.Throws<FeedException>(() => FeedInput.Read(new Endless(), "list", null, Pages.Today)).Message);

    [Theory]
    [InlineData("2311.04829", "2311.04829")]
    [InlineData(" arXiv:2311.04829v12 ", "2311.04829")]
    [InlineData("https://arxiv.org/abs/2311.04829v2", "2311.04829")]
    [InlineData("http://arxiv.org/pdf/2311.04829.pdf", "2311.04829")]
    [InlineData("https://huggingface.co/papers/0704.0001", "0704.0001")]
    [InlineData("math.CO/0301001v1", "math.co/0301001")]
    [InlineData("hep-th/9901001", "hep-th/9901001")]
    [InlineData("2313.04829", null)]
    [InlineData("2311.0482", null)]
    [InlineData("https://evil.example/abs/2311.04829", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_number_is_read_without_its_address_and_version(string? text, string? number) => Assert.Equal(number, ArxivNumber.Read(text));

    [Fact]
    public void One_paper_of_several_sources_is_one_and_keeps_them_all()
    {
        _store.Importer.Import(Read(HuggingFace, "https://hf"));
        var report = _store.Importer.Import(Read(Atom, "https://arxiv"));
        Assert.Equal((2, 1, 0), (report.Read, report.Added, report.Unchanged));
        _store.Importer.Import(Pages.Of("May 1", "Nets of two strands"));
        var nets = _store.Catalogue.Find("nets-of-two-strands")!;
        Assert.Equal(("2605.00011", "Ada Lark, Bo Finch"), (nets.Arxiv, nets.Authors));
        Assert.Equal(["Arxiv https://arxiv", "HuggingFace https://hf", "Page page.txt"], Sources("nets-of-two-strands"));
    }

    [Fact]
    public void A_number_joins_what_titles_had_kept_apart()
    {
        _store.Importer.Import(Pages.Of("Apr 1", "Nets with Two Strands (v1)"));
        _store.Importer.Import(Read(HuggingFace));
        Assert.NotNull(_store.Catalogue.Find("nets-with-two-strands-v1"));
        _store.Importer.Import(Read(Atom.Replace("Nets of Two\n      Strands", "Nets with Two Strands (v1)")));
        Assert.Null(_store.Catalogue.Find("nets-with-two-strands-v1") is { } first && _store.Catalogue.Find("nets-of-two-strands") is { } second ? (first, second) : null);
        Assert.Equal(3, _store.Catalogue.Days().Count(day => day.Entries.Any(entry => entry.Arxiv == "2605.00011")));
    }

    [Fact]
    public void One_title_with_two_numbers_is_two_papers()
    {
        _store.Importer.Import(Read(Atom));
        _store.Importer.Import(Read(Atom.Replace("2605.00011", "2605.99999")));
        Assert.Equal(["2605.00011", "2605.99999"], _store.Catalogue.List().Where(entry => entry.Title == "Nets of Two Strands").Select(entry => entry.Arxiv).Order());
    }

    [Fact]
    public void A_room_is_known_by_its_number_whatever_the_title_says()
    {
        using var rooms = new TestRooms().Add("otter", "Otter: Weaving Sparse Nets with Two Strands", more: "arxiv: \"2605.00011\"");
        _store.Catalogue.Fill(rooms.Folder);
        var report = _store.Importer.Import(Read(HuggingFace));
        Assert.Equal(1, report.Matched);
        Assert.Equal("We weave.", _store.Catalogue.Find("otter")!.Abstract);
    }

    [Fact]
    public void An_export_gives_another_store_the_same_papers_and_its_own_nothing_new()
    {
        using var rooms = new TestRooms().Add("otter", "Otter: Weaving Sparse Nets with Two Strands", published: "2025-12");
        _store.Catalogue.Fill(rooms.Folder);
        _store.Importer.Import([.. Read(HuggingFace, "https://hf"), .. Read(Atom, "https://arxiv")]);
        string first = Export(_store.Store, ExportFormat.Json);

        var before = _store.Dump();
        var again = _store.Importer.Import(Read(first));
        Assert.Equal((0, 0), (again.Added, again.Rejected.Count));
        Assert.Equal(again.Read, again.Unchanged);
        Assert.Equal(before, _store.Dump());

        using var other = new TemporaryStore();
        other.Catalogue.Fill(rooms.Folder);
        other.Importer.Import(Read(first));
        Assert.Equal(first, Export(other.Store, ExportFormat.Json));
    }

    [Fact]
    public void Bibtex_and_csv_hold_whatever_a_title_throws_at_them()
    {
        _store.Importer.Import(Pages.Of("Apr 1", "=cmd|'/c calc' } , \"quoted\" & 50% of $\\ell_p$ {"));
        string bibtex = Export(_store.Store, ExportFormat.BibTex);
        Assert.Equal(bibtex.Count(letter => letter == '{'), bibtex.Count(letter => letter == '}'));
        Assert.Contains("\\& 50\\% of $", bibtex);
        string[] lines = Export(_store.Store, ExportFormat.Csv).Split("\r\n");
        Assert.Contains(",\"'=cmd|'/c calc' } , \"\"quoted\"\" & 50% of $\\ell_p$ {\",", lines[1]);
    }

    private static IReadOnlyList<FeedPage> Read(string text, string name = "list") => FeedInput.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, null, Pages.Today);

    private static string Export(PraxisStore store, ExportFormat format)
    {
        using var stream = new MemoryStream();
        new PaperExport(store).Write(stream, format);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private List<string> Sources(string slug)
    {
        using var connection = _store.Store.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind || ' ' || address FROM paper_sources WHERE slug = $slug ORDER BY kind, address";
        command.Parameters.AddWithValue("$slug", slug);
        using var reader = command.ExecuteReader();
        var sources = new List<string>();
        while (reader.Read()) sources.Add(reader.GetString(0));
        return sources;
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
