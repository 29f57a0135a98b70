using System.Text;

namespace Praxis.Feed.Tests;

public class FeedPageTests
{
    [Fact]
    public void The_layout_with_bylines_is_read_in_full()
    {
        var page = Pages.Fixture("with-bylines.txt");

        Assert.Equal(new DateOnly(2026, 3, 3), page.Day);
        Assert.Empty(page.Rejected);
        Assert.Equal(4, page.Entries.Count);
        var otter = page.Entries[0];
        Assert.Equal(13, otter.Line);
        Assert.Equal("Otter: Weaving Sparse Nets with Two Strands", otter.Title);
        Assert.StartsWith("Fishing nets", otter.Abstract, StringComparison.Ordinal);
        Assert.EndsWith("example.org/otter", otter.Abstract, StringComparison.Ordinal);
        Assert.Equal((17, new DateOnly(2023, 8, 7), 0), (otter.Authors, otter.Published, otter.Comments));
        Assert.Null(otter.Organisation);
        Assert.Equal((1, new DateOnly(2025, 12, 30), 2), (page.Entries[1].Authors, page.Entries[1].Published, page.Entries[1].Comments));
        Assert.Equal(@"Tight Bounds for $\ell_p$ Basket Sampling", page.Entries[1].Title);
        Assert.Equal(new FeedOrganisation("NightLab", "Night Research Lab"), page.Entries[2].Organisation);
        Assert.Equal((null, new DateOnly(2026, 2, 11), 12), (page.Entries[2].Authors, page.Entries[2].Published, page.Entries[2].Comments));
        Assert.Equal((1204, new DateOnly(2026, 1, 29), 0), (page.Entries[3].Authors, page.Entries[3].Published, page.Entries[3].Comments));
    }

    [Fact]
    public void The_layout_without_bylines_is_read_in_pairs()
    {
        var page = Pages.Fixture("titles-and-abstracts.txt");

        Assert.Equal(new DateOnly(2026, 8, 13), page.Day);
        Assert.Empty(page.Rejected);
        Assert.Equal(
            ["Otter: Weaving Sparse Nets with Two Strands", "Is a Question Mark a Title? Evidence from Three Harbours", "Tight Bounds for ell_p Basket Sampling"],
            page.Entries.Select(entry => entry.Title));
        Assert.All(page.Entries, entry => Assert.Equal((null, null, null, null), (entry.Authors, entry.Organisation, entry.Published, entry.Comments)));
        Assert.EndsWith("before we could finish", page.Entries[1].Abstract, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\r", "")]
    [InlineData("\n", "\u00a0 ")]
    [InlineData("\n\n\n", "")]
    public void Line_ends_and_blanks_do_not_matter(string lineEnd, string blank)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "with-bylines.txt")).Replace("\n", blank + lineEnd, StringComparison.Ordinal);
        var page = Pages.Parse(text);
        Assert.Empty(page.Rejected);
        Assert.Equal(Pages.Fixture("with-bylines.txt").Entries.Select(entry => entry with { Line = 0 }), page.Entries.Select(entry => entry with { Line = 0 }));
    }

    [Fact]
    public void Long_paragraphs_need_no_blank_lines_between()
    {
        var text = new string('a', 400);
        var page = Pages.Parse($"Daily Papers\nMay 1\nFirst\n{text}\n2 authors\n·\nApr 30\nSecond\n{text}\n3 authors\n·\nApr 29");
        Assert.Equal([("First", 2, 400), ("Second", 3, 400)], page.Entries.Select(entry => (entry.Title, entry.Authors!.Value, entry.Abstract.Length)));
    }

    [Fact]
    public void An_abstract_broken_into_lines_is_one_abstract()
    {
        var page = Pages.Parse("Daily Papers\n\nMay 1\n\nA Title\nof Two Lines\n\nOne line,\nanother line\nand the last.\n\nNext\n\nPage");
        var entry = Assert.Single(page.Entries);
        Assert.Equal(("A Title of Two Lines", "One line, another line and the last."), (entry.Title, entry.Abstract));
    }

    [Theory]
    [InlineData("• 17 authors · Aug 7, 2023 2", 17, "2023-08-07", 2)]
    [InlineData("17 authors\n· Aug 7, 2023", 17, "2023-08-07", 0)]
    [InlineData("17 authors\n·\n7 August 2023\n5", 17, "2023-08-07", 5)]
    [InlineData("17 Authors\n\n·\n\nSept. 7 2023", 17, "2023-09-07", 0)]
    [InlineData("·\n2023-08-07 4", null, "2023-08-07", 4)]
    [InlineData("17 authors", 17, null, 0)]
    public void Bylines_may_be_written_in_other_ways(string byline, int? authors, string? published, int comments)
    {
        var entry = Assert.Single(Pages.Of("May 1", byline, ["A Title"]).Entries);
        Assert.Equal((authors, published, comments), (entry.Authors, entry.Published?.ToString("yyyy-MM-dd"), entry.Comments));
    }

    [Theory]
    [InlineData("acme Acme Research Inc", "acme", "Acme Research Inc")]
    [InlineData("Acme", "Acme", "Acme")]
    [InlineData("acme Acme • 3 authors", "acme", "Acme")]
    public void Organisations_have_a_handle_and_a_name(string who, string handle, string name) =>
        Assert.Equal(new FeedOrganisation(handle, name), Assert.Single(Pages.Of("May 1", $"{who}\n·\nApr 3", ["A Title"]).Entries).Organisation);

    [Fact]
    public void Faults_are_rejected_with_their_lines_and_the_rest_is_read()
    {
        var page = Pages.Fixture("with-faults.txt");

        Assert.Equal(["Whole and Sound", "whole AND sound.", "Sound Again"], page.Entries.Select(entry => entry.Title));
        Assert.Equal([13, 25, 33, 41, 43, 55], page.Rejected.Select(one => one.Line));
        Assert.Collection(page.Rejected,
            one => Assert.Contains("no abstract follows 'A Title without an Abstract'", one.Why, StringComparison.Ordinal),
            one => Assert.Contains("'Smarch 13, 2025' is no date", one.Why, StringComparison.Ordinal),
            one => Assert.Contains("no day 30", one.Why, StringComparison.Ordinal),
            one => Assert.Contains("'Feb 1, 2941' is no date", one.Why, StringComparison.Ordinal),
            one => Assert.Contains("'???' is no title", one.Why, StringComparison.Ordinal),
            one => Assert.Contains("0 is no number of authors", one.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_cut_off_in_the_middle_keeps_what_is_whole()
    {
        var page = Pages.Parse("Daily Papers\n\nMay 1\n\nWhole\n\nIts abstract.\n\n3 authors\n·\nApr 3\n\nCut off");
        Assert.Equal("Whole", Assert.Single(page.Entries).Title);
        Assert.Equal(13, Assert.Single(page.Rejected).Line);
    }

    [Fact]
    public void A_missing_title_costs_one_paper_only()
    {
        var text = new string('x', 500);
        var page = Pages.Parse($"Daily Papers\n\nMay 1\n\nFirst\n\n{text}\n\n{text}\n\nSecond\n\n{text}\n\nThird\n\nFourth\n\n{text}");
        Assert.Equal(["First", "Second", "Fourth"], page.Entries.Select(entry => entry.Title));
        Assert.Equal([9, 15], page.Rejected.Select(one => one.Line));
    }

    [Fact]
    public void What_steers_a_terminal_or_turns_the_writing_is_taken_out()
    {
        var entry = Assert.Single(Pages.Parse("Daily Papers\n\nMay 1\n\n\u001b[31mRed\u202e Title\u200b\n\nAn\u0007 abstract with <script>alert(1)</script>.").Entries);
        Assert.Equal(("[31mRed Title", "An abstract with <script>alert(1)</script>."), (entry.Title, entry.Abstract));
    }

    [Fact]
    public void Utf16_with_its_mark_is_read()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("Daily Papers\n\nMay 1\n\nA Title\n\nAn abstract with ∞.")).ToArray();
        Assert.Equal("An abstract with ∞.", Assert.Single(FeedPage.Parse(new MemoryStream(bytes), "page.txt", null, Pages.Today).Entries).Abstract);
    }
}
