using Praxis.Lab;

namespace Praxis.Feed.Tests;

public sealed class SearchTests(SearchTests.Filled filled) : IClassFixture<SearchTests.Filled>
{
    private readonly TemporaryStore _store = filled.Store;

    private IEnumerable<string> Slugs(string? query, string? family = null, Verdict? verdict = null) => _store.Catalogue.Search(query, family, verdict).Select(entry => entry.Slug);

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

    [Theory]
    [InlineData("otter heron")]
    [InlineData("\"value singular\"")]
    [InlineData("nosuchword")]
    public void All_words_must_be_there_and_phrases_in_order(string query) => Assert.Empty(Slugs(query));

    [Fact]
    public void A_word_of_the_title_counts_more_than_one_of_the_text()
    {
        Assert.Equal(["otter", "heron"], Slugs("sparse nets"));
        Assert.Equal(["a-quagga-without-a-room", "otter"], Slugs("zebra").Order());
    }

    [Fact]
    public void A_blank_query_finds_all_and_one_without_letters_none()
    {
        Assert.Equal(5, Slugs(null).Count());
        Assert.Equal(_store.Catalogue.List().Select(entry => entry.Slug), Slugs("  "));
        Assert.Empty(Slugs("?!*"));
    }

    [Fact]
    public void Family_verdict_and_paging_narrow_the_result()
    {
        Assert.Equal(["atwo", "basket"], Slugs("", "sampling"));
        Assert.Equal(["heron"], Slugs("nets", null, Verdict.Holds));
        Assert.Empty(Slugs("nets", "sampling"));
        Assert.Equal(2, _store.Catalogue.CountMatches("nets"));
        Assert.Equal(5, _store.Catalogue.CountMatches(""));
        Assert.Equal(0, _store.Catalogue.CountMatches("***"));
        Assert.Equal(["heron"], _store.Catalogue.Search("sparse nets", limit: 1, offset: 1).Select(entry => entry.Slug));
        Assert.Empty(_store.Catalogue.Search("nets", limit: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.Catalogue.Search("nets", limit: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.Catalogue.Search("nets", offset: -1));
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
        _store.Catalogue.CountMatches(query);
        Assert.Equal(5, _store.Catalogue.Counts().Papers);
    }

    [Fact]
    public void Words_of_the_query_language_are_words()
    {
        Assert.Empty(Slugs("otter OR heron"));
        Assert.Empty(Slugs("otter NOT nosuchword"));
        Assert.Equal(["otter"], Slugs("otter*"));
        Assert.Empty(Slugs("title:heron"));
    }

    [Fact]
    public void Very_long_queries_are_cut()
    {
        Assert.Equal(["otter"], Slugs(string.Join(' ', Enumerable.Repeat("otter", 100_000))));
        Assert.Empty(Slugs(new string('"', 100_000)));
        Assert.Equal(["otter"], Slugs("otter " + new string(' ', 5_000) + "heron"));
    }

    [Fact]
    public void Random_queries_never_fail()
    {
        var random = new Random(7);
        const string letters = "abO \"'*():^-+{}[]\\,.;&|~$_%\u0000\u00e9\u2113\ud83e\udda6\ud800";
        for (var i = 0; i < 500; i++)
            _store.Catalogue.Search(new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => letters[random.Next(letters.Length)])]));
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
