using System.Text.Json;
using Praxis.Lab;

namespace Praxis.Feed.Tests;

public sealed class ImporterTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly TestRooms _rooms = new TestRooms()
        .Add("otter", "Otter: Weaving Sparse Nets with Two Strands")
        .Add("basket-sampling", "Tight Bounds for ℓ_p Basket Sampling", published: "2025-12")
        .Add("lantern", "Lantern: A Model of Everything That Glows", more: "also_titled: [\"Lantren: A Model of Everything that Glows\"]\norganisation: The Night Lab");

    public void Dispose()
    {
        _store.Dispose();
        _rooms.Dispose();
    }

    private static (int, int, int, int, int) Counts(ImportReport report) => (report.Read, report.Matched, report.Added, report.Unchanged, report.Rejected.Count);

    [Fact]
    public void What_matches_gains_and_what_does_not_becomes_a_paper_without_a_room()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        var report = _store.Importer.Import(Pages.Fixture("with-bylines.txt"));

        Assert.Equal((4, 3, 1, 0, 0), Counts(report));
        Assert.Equal(["otter", "basket-sampling", "lantern", null], report.Entries.Select(entry => entry.Slug));
        var otter = _store.Catalogue.Find("otter")!;
        Assert.True(otter.HasRoom);
        Assert.StartsWith("Fishing nets", otter.Abstract, StringComparison.Ordinal);
        Assert.Equal((17, new PublicationDate(2023, 8, 7), 0), (otter.AuthorCount, PublicationDate.TryParse("2023-08-07", out var day) ? day : default, otter.Comments));
        var note = _store.Catalogue.Find("a-note-on-notes")!;
        Assert.Equal("a-note-on-notes", report.Entries[3].Address);
        Assert.False(note.HasRoom);
        Assert.False(note.Runnable);
        Assert.Equal(("A Note on Notes", null, null, "", 1204, 0), (note.Title, note.Family, note.Kind, note.Summary, note.AuthorCount, note.Comments));
        Assert.Equal(new PublicationDate(2026, 1, 29), note.Published);
    }

    [Fact]
    public void Importing_twice_changes_nothing()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        _store.Importer.Import(Pages.Fixture("with-bylines.txt"));
        _store.Importer.Import(Pages.Fixture("titles-and-abstracts.txt"));
        var before = _store.Dump();

        Assert.Equal((4, 0, 0, 4, 0), Counts(_store.Importer.Import(Pages.Fixture("with-bylines.txt"))));
        Assert.Equal((3, 0, 0, 3, 0), Counts(_store.Importer.Import(Pages.Fixture("titles-and-abstracts.txt"))));
        Assert.Equal(before, _store.Dump());
    }

    [Fact]
    public void The_order_in_which_pages_are_imported_does_not_matter()
    {
        using var other = new TemporaryStore();
        _store.Catalogue.Fill(_rooms.Folder);
        other.Catalogue.Fill(_rooms.Folder);
        var (first, second) = (Pages.Fixture("with-bylines.txt"), Pages.Fixture("titles-and-abstracts.txt"));
        _store.Importer.Import(first);
        _store.Importer.Import(second);
        other.Importer.Import([second, first]);
        Assert.Equal(
            _store.Catalogue.List().Select(entry => JsonSerializer.Serialize(entry, LabJson.Plain)),
            other.Catalogue.List().Select(entry => JsonSerializer.Serialize(entry, LabJson.Plain)));
    }

    [Fact]
    public void A_known_paper_on_another_day_gains_that_day()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        _store.Importer.Import(Pages.Of("Apr 1", "Otter: Weaving Sparse Nets with Two Strands", "New to All"));
        Assert.Equal((2, 2, 0, 0, 0), Counts(_store.Importer.Import(Pages.Of("Apr 2", "New to All", "Otter: weaving sparse nets with two strands"))));
        Assert.Equal([new DateOnly(2026, 4, 1), new(2026, 4, 2)], _store.Catalogue.Days().Where(day => day.Entries.Any(entry => entry.Slug == "otter")).Select(day => day.Day).Order());
    }

    [Fact]
    public void A_shorter_copy_of_a_page_takes_nothing_away()
    {
        _store.Importer.Import(Pages.Of("Apr 1", "acme Acme Labs\n·\nMar 2, 2025 7", ["A Title"]));
        Assert.Equal((1, 0, 0, 1, 0), Counts(_store.Importer.Import(Pages.Of("Apr 1", "A Title"))));
        var paper = _store.Catalogue.Find("a-title")!;
        Assert.Equal(("acme", "Acme Labs", 7, new PublicationDate(2025, 3, 2)), (paper.OrganisationHandle, paper.OrganisationName, paper.Comments, paper.Published));
    }

    [Fact]
    public void More_comments_are_news_and_another_order_is_not()
    {
        _store.Importer.Import(Pages.Of("Apr 1", "3 authors\n·\nMar 2, 2025 7", ["First", "Second"]));
        Assert.Equal((2, 0, 0, 2, 0), Counts(_store.Importer.Import(Pages.Of("Apr 1", "3 authors\n·\nMar 2, 2025 7", ["Second", "First"]))));
        Assert.Equal(["second", "first"], _store.Catalogue.Day(new DateOnly(2026, 4, 1))!.Entries.Select(entry => entry.Slug));
        Assert.Equal((2, 2, 0, 0, 0), Counts(_store.Importer.Import(Pages.Of("Apr 1", "3 authors\n·\nMar 2, 2025 8", ["Second", "First"]))));
        Assert.Equal(8, _store.Catalogue.Find("first")!.Comments);
    }

    [Fact]
    public void The_same_paper_twice_on_a_page_counts_once()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        var page = Pages.Of("Apr 1", "Lantern: A Model of Everything that Glows", "Lantren: A model of everything that glows", "Lantern - a model of everything that glows!");
        var report = _store.Importer.Import(page);
        Assert.Equal((3, 1, 0, 0, 2), Counts(report));
        Assert.All(report.Rejected, one => Assert.Contains("at line 5", one.Why, StringComparison.Ordinal));
        Assert.Equal((3, 0, 0, 1, 2), Counts(_store.Importer.Import(page)));
    }

    [Fact]
    public void Faults_are_reported_in_the_order_of_the_page()
    {
        var report = _store.Importer.Import(Pages.Fixture("with-faults.txt"));
        Assert.Equal((9, 0, 2, 0, 7), Counts(report));
        Assert.Equal([13, 25, 33, 41, 43, 55, 59], report.Rejected.Select(one => one.Line));
    }

    [Fact]
    public void The_json_is_exactly_as_promised()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        var page = Pages.Parse("Daily Papers\n\nMar 3\n\nOtter: Weaving Sparse Nets with Two Strands\n\nOf 𝒪(n) <knots>.\n\nacme Acme Labs\n·\nFeb 1, 2025 4\n\nUnknown \"Thing\"\n\nWhat is it?\n\nAlone");
        var expected = """
            {"read":3,"matched":1,"added":1,"unchanged":0,
             "rejected":[{"line":17,"why":"no abstract follows 'Alone'"}],
             "entries":[
              {"title":"Otter: Weaving Sparse Nets with Two Strands","published":"2025-02-01","authors":null,"organisation":{"handle":"acme","name":"Acme Labs"},"comments":4,"abstractChars":16,"slug":"otter"},
              {"title":"Unknown \"Thing\"","published":null,"authors":null,"organisation":null,"comments":0,"abstractChars":11,"slug":null}]}
            """;
        Assert.Equal(
            JsonSerializer.Serialize(JsonDocument.Parse(expected)),
            JsonSerializer.Serialize(JsonDocument.Parse(_store.Importer.Import(page).ToJson())));
    }

    [Fact]
    public void Several_pages_are_imported_together_and_faults_name_their_file()
    {
        var report = _store.Importer.Import([Pages.Of("Apr 1", "First"), Pages.Fixture("with-faults.txt")]);
        Assert.Equal((10, 0, 3, 0, 7), Counts(report));
        Assert.All(report.Rejected, one => Assert.StartsWith("with-faults.txt: ", one.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void Slugs_of_papers_without_a_room_are_plain_short_and_their_own()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        var report = _store.Importer.Import(Pages.Of("Apr 1",
            "Lantern", "深度学习的方法", "机器学习的方法", "Über ℓ_2 & <script>alert('x')</script> ../../etc/passwd",
            "One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen", new string('a', 200)));
        Assert.Equal(
            ["lantern-2", "paper", "paper-2", "uber-ell-2-and-script-alert-x-script-etc-passwd", "one-two-three-four-five-six-seven-eight-nine-ten-eleven", new string('a', 60)],
            report.Entries.Select(entry => entry.Address));
    }

    [Fact]
    public void Imported_text_is_kept_as_text_whatever_it_says()
    {
        const string title = "Robert'); DROP TABLE papers;-- <img src=x onerror=alert(1)>";
        var report = _store.Importer.Import(Pages.Of("Apr 1", title));
        Assert.Equal(title, _store.Catalogue.Find(report.Entries[0].Address)!.Title);
    }

    [Fact]
    public void Every_title_and_other_title_of_the_catalogue_is_matched()
    {
        _store.Catalogue.Fill(TestRooms.Real);
        var papers = PaperLibrary.Load(TestRooms.Real).Rooms.Select(room => room.Paper).ToList();
        var report = _store.Importer.Import(Pages.Of("Apr 1", [.. papers.Select(paper => paper.Title)]));
        Assert.Equal(papers.Select(paper => paper.Slug), report.Entries.Select(entry => entry.Slug));
        foreach (var paper in papers)
            foreach (var title in paper.AlsoTitled)
                Assert.Equal(paper.Slug, Assert.Single(_store.Importer.Import(Pages.Of("Apr 2", title)).Entries).Slug);
        Assert.Equal(papers.Count, _store.Catalogue.Counts().Papers);
    }
}
