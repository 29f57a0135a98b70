using Praxis.Lab;

namespace Praxis.Feed.Tests;

public sealed class CatalogueTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly TestRooms _rooms = new TestRooms()
        .Add("otter", "Otter: Weaving Sparse Nets with Two Strands", more: "authors: \"A. Weaver, B. Knot, C. Strand\"\nnotices:\n  - kind: proviso\n    reason: \"Only in still water.\"")
        .Add("lantern", "Lantern: A Model of Everything that Glows", family: "night-work", published: "2024-12-16");

    public void Dispose()
    {
        _store.Dispose();
        _rooms.Dispose();
    }

    [Fact]
    public void All_rooms_of_the_repository_are_brought_in()
    {
        Assert.True(_store.Catalogue.Fill(TestRooms.Real));
        var papers = PaperLibrary.Load(TestRooms.Real).Rooms.Select(room => room.Paper).ToList();
        var entries = _store.Catalogue.List();
        Assert.True(entries.Count >= 165);
        Assert.Equal(papers.Count, entries.Count);
        foreach (var (paper, entry) in papers.Zip(entries))
        {
            Assert.Equal(
                (paper.Slug, paper.Title, paper.Arxiv, paper.Published, paper.Authors, paper.Organisation, paper.Code, paper.Family, paper.Kind, paper.Summary),
                (entry.Slug, entry.Title, entry.Arxiv, entry.Published, entry.Authors, entry.OrganisationName, entry.Code, entry.Family, entry.Kind!.Value, entry.Summary));
            Assert.Equal(paper.Notices, entry.Notices);
            Assert.True(entry.HasRoom);
            Assert.Null(entry.Abstract);
        }
        var counts = _store.Catalogue.Counts();
        Assert.Equal((papers.Count, papers.Count, papers.Count(paper => paper.Notices.Count > 0)), (counts.Papers, counts.Rooms, counts.WithNotices));
        Assert.Equal(papers.Select(paper => paper.Family).Distinct().Order(StringComparer.Ordinal), _store.Catalogue.Families().Select(family => family.Family));
        Assert.Equal(papers.Count, _store.Catalogue.Families().Sum(family => family.Papers));
        Assert.Equal(papers.Count, _store.Catalogue.Days().Sum(day => day.Entries.Count));
    }

    [Fact]
    public void An_unchanged_folder_is_not_read_again()
    {
        var opened = 0;
        var studies = new StudySource("1", () =>
        {
            opened++;
            return new StudyIndex();
        });
        Assert.True(_store.Catalogue.Fill(_rooms.Folder, studies));

        // Whoever read this file would fail: it has the size and the time of a paper.md, but is none.
        var path = Path.Combine(_rooms.Folder, "nets", "otter", "paper.md");
        var (size, time) = ((int)new FileInfo(path).Length, File.GetLastWriteTimeUtc(path));
        File.WriteAllText(path, new string('x', size));
        File.SetLastWriteTimeUtc(path, time);
        Assert.False(_store.Catalogue.Fill(_rooms.Folder, studies));
        Assert.False(_store.Catalogue.Fill(Path.GetRelativePath(Environment.CurrentDirectory, _rooms.Folder) + Path.DirectorySeparatorChar, studies));
        Assert.Equal(1, opened);
        Assert.Throws<PaperFileException>(() => _store.Catalogue.Fill(_rooms.Folder, studies with { Version = "2" }));
    }

    [Fact]
    public void Every_change_of_the_folder_is_seen()
    {
        Assert.True(_store.Catalogue.Fill(_rooms.Folder));
        Assert.False(_store.Catalogue.Fill(_rooms.Folder));

        _rooms.Add("otter", "Otter, Second Edition: Weaving Sparse Nets");
        Assert.True(_store.Catalogue.Fill(_rooms.Folder));
        Assert.Equal("Otter, Second Edition: Weaving Sparse Nets", _store.Catalogue.Find("otter")!.Title);
        Assert.Empty(_store.Catalogue.Find("otter")!.Notices);

        _rooms.Record("otter", """{ "id": "C1", "verdict": "holds" }""");
        Assert.True(_store.Catalogue.Fill(_rooms.Folder));
        Assert.Equal(Verdict.Holds, _store.Catalogue.Find("otter")!.Verdicts["C1"]);

        _rooms.Add("newt", "Newt: A Third Paper");
        Assert.True(_store.Catalogue.Fill(_rooms.Folder));
        Assert.Equal(3, _store.Catalogue.Counts().Papers);

        _rooms.Remove("newt").Remove("lantern", "night-work");
        Assert.True(_store.Catalogue.Fill(_rooms.Folder));
        Assert.Equal(["otter"], _store.Catalogue.List().Select(entry => entry.Slug));
        Assert.Empty(_store.Found("lantern"));
    }

    [Fact]
    public void A_room_that_cannot_be_read_changes_nothing()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        var before = _store.Dump();
        _rooms.Add("newt", "Newt", more: "colour: green");
        Assert.Throws<PaperFileException>(() => _store.Catalogue.Fill(_rooms.Folder));
        Assert.Equal(before, _store.Dump());
    }

    [Theory]
    [InlineData("not json", 1)]
    [InlineData("{ \"slug\": \"otter\",\n\"claims\": [ }", 2)]
    [InlineData("{ \"slug\": \"lantern\", \"claims\": [] }", 1)]
    [InlineData("null", 1)]
    [InlineData("{ \"slug\": \"otter\", \"claims\": [ null ] }", 1)]
    public void A_recorded_run_that_cannot_be_read_is_named_with_its_line(string text, int line)
    {
        var path = Path.Combine(_rooms.Folder, "nets", "otter", "recorded.json");
        File.WriteAllText(path, text);
        var error = Assert.Throws<FeedException>(() => _store.Catalogue.Fill(_rooms.Folder));
        Assert.Equal((path, line), (error.Name, error.Line));
    }

    [Fact]
    public void Verdicts_keep_their_order_and_a_claim_without_one_is_there()
    {
        _rooms.Record("otter", """{ "id": "C2", "verdict": "fails", "checks": [] }, { "id": "C1", "reach": "none" }, { "id": "C3", "verdict": "inconclusive" }""");
        _store.Catalogue.Fill(_rooms.Folder);
        var otter = _store.Catalogue.Find("otter")!;
        Assert.Equal(["C2", "C1", "C3"], otter.Verdicts.Keys);
        Assert.Equal([Verdict.Fails, null, Verdict.Inconclusive], otter.Verdicts.Values);
        Assert.Empty(_store.Catalogue.Find("lantern")!.Verdicts);
        Assert.Equal(1, _store.Catalogue.Counts().WithVerdicts);
    }

    [Fact]
    public void Lists_are_filtered_by_family_and_by_verdict()
    {
        _rooms.Record("otter", """{ "id": "C1", "verdict": "fails" }""");
        _store.Catalogue.Fill(_rooms.Folder);
        _store.Importer.Import(Pages.Of("Apr 1", "Without a Room"));
        Assert.Equal(["lantern", "otter", "without-a-room"], _store.Catalogue.List().Select(entry => entry.Slug));
        Assert.Equal(["lantern"], _store.Catalogue.List("night-work").Select(entry => entry.Slug));
        Assert.Equal(["otter"], _store.Catalogue.List(verdict: Verdict.Fails).Select(entry => entry.Slug));
        Assert.Empty(_store.Catalogue.List(verdict: Verdict.Holds));
        Assert.Empty(_store.Catalogue.List("no-such-family"));
        Assert.Equal([new FamilyCount("nets", "Nets", 1, 0), new("night-work", "Night work", 1, 0)], _store.Catalogue.Families());
    }

    [Fact]
    public void A_paper_with_a_study_is_runnable()
    {
        _store.Catalogue.Fill(_rooms.Folder, StudySource.Of(typeof(OtterStudy).Assembly));
        Assert.True(_store.Catalogue.Find("otter")!.Runnable);
        Assert.False(_store.Catalogue.Find("lantern")!.Runnable);
        Assert.Equal(1, _store.Catalogue.Counts().Runnable);
    }

    [Fact]
    public void What_the_room_says_comes_before_what_a_page_shows()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal(3, _store.Catalogue.Find("otter")!.AuthorCount);
        _store.Importer.Import(Pages.Of("Apr 1", "8 authors\n·\nMay 7, 2024 3", ["OTTER: weaving sparse nets with two strands", "Lantern: a model of everything that glows"]));

        var (otter, lantern) = (_store.Catalogue.Find("otter")!, _store.Catalogue.Find("lantern")!);
        Assert.Equal("Otter: Weaving Sparse Nets with Two Strands", otter.Title);
        Assert.Equal(new PublicationDate(2024, 5, 7), otter.Published);
        Assert.Equal(new PublicationDate(2024, 12, 16), lantern.Published);
        Assert.Equal((8, 3), (otter.AuthorCount, otter.Comments));
    }

    [Fact]
    public void A_paper_from_a_page_moves_into_the_room_it_gets()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        _store.Importer.Import(Pages.Of("Apr 1", "Newt: A Third Paper"));
        _rooms.Add("newt", "Newt: a third paper");
        _store.Catalogue.Fill(_rooms.Folder);

        Assert.Null(_store.Catalogue.Find("newt-a-third-paper"));
        var newt = _store.Catalogue.Find("newt")!;
        Assert.True(newt.HasRoom);
        Assert.Equal("The abstract of newt: a third paper.", newt.Abstract);
        Assert.Equal(["newt"], _store.Catalogue.Day(new DateOnly(2026, 4, 1))!.Entries.Select(entry => entry.Slug));
        Assert.Equal(["newt"], _store.Found("newt"));
        Assert.Equal(1, _store.Importer.Import(Pages.Of("Apr 1", "Newt: A Third Paper")).Unchanged);
    }

    [Fact]
    public void A_room_takes_its_slug_from_a_paper_that_only_has_a_like_title()
    {
        _store.Importer.Import(Pages.Of("Apr 1", "Newt"));
        _rooms.Add("newt", "Newt: A Third Paper");
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal("Newt: A Third Paper", _store.Catalogue.Find("newt")!.Title);
        Assert.Null(_store.Catalogue.Find("newt")!.Abstract);
        Assert.Equal("Newt", _store.Catalogue.Find("newt-2")!.Title);
        Assert.Equal(1, _store.Importer.Import(Pages.Of("Apr 1", "Newt")).Unchanged);
    }

    [Fact]
    public void A_room_that_is_gone_leaves_the_paper_of_a_page_behind()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        _store.Importer.Import(Pages.Of("Apr 1", "Otter: weaving sparse nets with two strands"));
        _rooms.Record("otter", """{ "id": "C1", "verdict": "fails" }""");
        _store.Catalogue.Fill(_rooms.Folder);
        _rooms.Remove("otter");
        _store.Catalogue.Fill(_rooms.Folder);
        var otter = _store.Catalogue.Find("otter")!;
        Assert.Equal((false, null, "", "Otter: weaving sparse nets with two strands"), (otter.HasRoom, otter.Family, otter.Summary, otter.Title));
        Assert.Empty(otter.Verdicts);
        Assert.Empty(otter.Notices);
        Assert.Equal(1, _store.Importer.Import(Pages.Of("Apr 1", "Otter: weaving sparse nets with two strands")).Unchanged);
    }

    [Paper("otter")]
    private sealed class OtterStudy : IStudy
    {
        public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel) => Task.FromResult(new Findings { Evidence = [] });
    }
}
