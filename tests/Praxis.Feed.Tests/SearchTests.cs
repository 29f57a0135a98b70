using Praxis.Lab;

namespace Praxis.Feed.Tests;

public sealed class SearchTests(SearchTests.Filled filled) : IClassFixture<SearchTests.Filled>
{
    private readonly TemporaryStore _store = filled.Store;

    private IEnumerable<string> Slugs(string? query, string? family = null, Verdict? verdict = null) => Search(query, family, verdict).Entries.Select(entry => entry.Slug);

    private SearchResults Search(string? query, string? family = null, Verdict? verdict = null) =>
        _store.Search.Search(new SearchRequest(query) { Family = family, Verdict = verdict });

    [Theory]
    [InlineData("otter", "otter")]
    [InlineData("OTTER weaving", "otter")]
    [InlineData("compression", "otter")]
    [InlineData("singular value", "otter")]
    [InlineData("\"singular value decomposition\"", "otter")]
    [InlineData("weaver", "otter")]
    [InlineData("ℓp", "basket")]
    [InlineData("ell_p", "basket")]
    [InlineData(@"$\ell_p$", "basket")]
    [InlineData("bonds", "basket")]
    [InlineData("a2two", "atwo")]
    [InlineData("A$^2$TWO", "atwo")]
    [InlineData("A²TWO", "atwo")]
    [InlineData("poincare", "atwo")]
    [InlineData("Poincaré's", "atwo")]
    [InlineData("quag", "a-quagga-without-a-room")]
    public void A_paper_is_found_by_its_words(string query, string slug) => Assert.Equal([slug], Slugs(query));

    [Fact]
    public void Papers_with_all_words_come_before_those_with_some()
    {
        Assert.Equal(["heron", "otter"], Slugs("heron nets"));
        Assert.Equal(["heron", "otter"], Slugs("otter heron standing").Order());
        Assert.Empty(Slugs("nosuchwordatall"));
        Assert.Equal(["nosuchwordatall"], Search("otter nosuchwordatall").Unknown);
    }

    [Theory]
    [InlineData("\"singular value\"", "otter")]
    [InlineData("\"value singular\"", null)]
    [InlineData("\"sparse nets\" -otter", "heron")]
    [InlineData("nets -\"singular value\"", "heron")]
    [InlineData("nets -otter -heron", null)]
    [InlineData("weav*", "otter")]
    [InlineData("author:weaver", "otter")]
    [InlineData("author:\"ada weaver\" nets", "otter")]
    [InlineData("author:heron", null)]
    [InlineData("nets -author:weaver", "heron")]
    [InlineData("nets year:2024 verdict:holds", "heron")]
    [InlineData("nets year:2023", null)]
    [InlineData("baskets family:sampling", "basket")]
    [InlineData("baskets family:nets", null)]
    [InlineData("family:nosuchfamily", null)]
    [InlineData("verdict:maybe", null)]
    [InlineData("year:soon", null)]
    [InlineData("verdict:HOLDS", "heron")]
    public void Signs_of_the_query_language_narrow_the_result(string query, string? slug) => Assert.Equal(slug is null ? [] : [slug], Slugs(query));

    [Theory]
    [InlineData("oter", "otter", "otter")]
    [InlineData("haron", "heron", "heron")]
    [InlineData("decompositoin", "otter", "decomposition")]
    [InlineData("qaugga", "a-quagga-without-a-room", "quagga")]
    public void A_misspelt_word_finds_what_was_meant_and_says_so(string query, string slug, string instead)
    {
        var results = Search(query);
        Assert.Equal([slug], results.Entries.Select(entry => entry.Slug));
        Assert.Equal([(query, instead)], results.Corrections);
    }

    [Fact]
    public void A_word_of_the_title_counts_more_than_one_of_the_text()
    {
        Assert.Equal(["otter", "heron"], Slugs("sparse nets"));
        Assert.Equal(["a-quagga-without-a-room", "otter"], Slugs("zebra").Order());
    }

    [Fact]
    public void A_blank_query_finds_all_newest_first_and_one_without_letters_none()
    {
        Assert.Equal(5, Slugs(null).Count());
        Assert.Equal("heron", Slugs("  ").ElementAt(3));
        Assert.Empty(Slugs("?!*"));
    }

    [Fact]
    public void Family_verdict_and_paging_narrow_the_result()
    {
        Assert.Equal(["atwo", "basket"], Slugs("", "sampling").Order());
        Assert.Equal(["heron"], Slugs("nets", null, Verdict.Holds));
        Assert.Empty(Slugs("nets", "sampling"));
        Assert.Equal(2, Search("nets").Total);
        var page = _store.Search.Search(new SearchRequest("sparse nets") { Limit = 1, Offset = 1 });
        Assert.Equal(["heron"], page.Entries.Select(entry => entry.Slug));
        Assert.Equal(2, page.Total);
        Assert.Empty(_store.Search.Search(new SearchRequest("nets") { Limit = 0 }).Entries);
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.Search.Search(new SearchRequest("nets") { Limit = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.Search.Search(new SearchRequest("nets") { Offset = -1 }));
    }

    [Fact]
    public void Claims_and_what_stands_around_them_are_searched_too()
    {
        Assert.Contains("heron", Slugs("proof"));
        Assert.Contains("otter", Slugs("\"it is made up\""));
    }

    [Fact]
    public void While_a_word_is_typed_its_beginning_is_enough()
    {
        IEnumerable<string> Typed(string query) => _store.Search.Search(new SearchRequest(query) { Typing = true }).Entries.Select(entry => entry.Slug);
        Assert.Contains("otter", Typed("ot"));
        Assert.Equal("heron", Typed("sparse st").First());
        Assert.Equal(["basket"], Typed("baske"));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"otter")]
    [InlineData("otter\"")]
    [InlineData("\"\" OR \"\"")]
    [InlineData("title:otter")]
    [InlineData("{title}:otter")]
    [InlineData("otter AND")]
    [InlineData("NOT otter")]
    [InlineData("NEAR(otter heron, 1)")]
    [InlineData("otter*")]
    [InlineData("^otter")]
    [InlineData("-otter")]
    [InlineData("otter + heron")]
    [InlineData("((((")]
    [InlineData("'; DROP TABLE papers; --")]
    [InlineData("a:b:c \\ \" * ( ) { } ^ - + ,")]
    [InlineData("otter\0heron")]
    [InlineData("\ud800 \udc00 otter")]
    [InlineData("🦦")]
    [InlineData("%_")]
    public void Nothing_a_reader_types_is_syntax(string query)
    {
        Assert.InRange(Slugs(query).Count(), 0, 5);
        Assert.Equal(5, _store.Catalogue.Counts().Papers);
    }

    [Fact]
    public void Words_of_the_full_text_engine_are_words()
    {
        Assert.Equal(["otter"], Slugs("otter NOT nosuchwordatall"));
        Assert.Equal(["heron"], Slugs("title:heron"));
        Assert.Equal(["heron", "otter"], Slugs("otter AND heron").Order());
    }

    [Fact]
    public void Very_long_queries_are_cut()
    {
        Assert.Equal(["otter"], Slugs(string.Join(' ', Enumerable.Repeat("otter", 100_000))));
        Assert.Empty(Slugs(new string('"', 100_000)));
        Assert.Equal(["otter"], Slugs("otter " + new string(' ', 5_000) + "heron"));
        Assert.DoesNotContain("otter", Slugs(string.Join(' ', Enumerable.Repeat("-otter", 10_000)) + " otter"));
    }

    [Fact]
    public void Random_queries_never_fail()
    {
        var random = new Random(7);
        const string letters = "abO \"'*():^-+{}[]\\,.;&|~$_%\u0000\u00e9\u2113\ud83e\udda6\ud800";
        for (var i = 0; i < 500; i++)
            Slugs(new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => letters[random.Next(letters.Length)])]));
    }

    /// <summary>Four rooms, and a page that shows one of them and a paper without a room; no test changes them.</summary>
    public sealed class Filled : IDisposable
    {
        public Filled()
        {
            using var rooms = new TestRooms()
                .Add("otter", "Otter: Weaving Sparse Nets", summary: "Compressing a *net* with the singular value decomposition.", more: "authors: \"Ada Weaver\"")
                .Add("heron", "Heron: Standing Still", summary: "A heron stands beside sparse nets.", published: "2024-01-02")
                .Add("basket", "Bounds for ℓ_p Baskets", family: "sampling", more: "also_titled: [\"Bonds for lp Baskets\"]")
                .Add("atwo", "A$^2$TWO: Poincaré's Retrieval", family: "sampling")
                .Record("heron", """{ "id": "C1", "verdict": "holds" }""");
            Store.Catalogue.Fill(rooms.Folder);
            Store.Importer.Import(Pages.Parse("Daily Papers\n\nMay 1\n\nOtter: weaving sparse nets\n\nThe zebra of abstracts.\n\nA Quagga without a Room\n\nNot a zebra."));
        }

        public TemporaryStore Store { get; } = new();

        public void Dispose() => Store.Dispose();
    }
}
