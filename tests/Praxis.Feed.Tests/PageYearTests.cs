namespace Praxis.Feed.Tests;

public class PageYearTests
{
    private static FeedPage Page(string day, string published, int? year = null) =>
        Pages.Parse($"Daily Papers\n\n{day}\n\nA Title\n\nAn abstract.\n\n3 authors\n·\n{published}", year);

    [Theory]
    [InlineData("Mar 3", "Feb 1", null, "2026-03-03", "2026-02-01")]
    [InlineData("Mar 3", "Feb 1", 2024, "2024-03-03", "2024-02-01")]
    [InlineData("Mar 3", "Feb 1, 2023", 2024, "2024-03-03", "2023-02-01")]
    public void A_date_without_a_year_is_of_the_year_given_or_this_one(string day, string published, int? year, string pageDay, string entryDay) =>
        Check(Page(day, published, year), pageDay, entryDay);

    [Theory]
    [InlineData("Jan 2", "Dec 30, 2025", null, "2026-01-02", "2025-12-30")]
    [InlineData("Jan 2", "Dec 30, 2026", null, "2027-01-02", "2026-12-30")]
    [InlineData("Jan 2", "Dec 30, 2026", 2026, "2027-01-02", "2026-12-30")]
    [InlineData("Jan 2", "Dec 30, 2025", 2024, "2026-01-02", "2025-12-30")]
    public void But_of_a_later_one_than_any_year_the_page_spells_out(string day, string published, int? year, string pageDay, string entryDay) =>
        Check(Page(day, published, year), pageDay, entryDay);

    [Fact]
    public void The_latest_year_counts_wherever_it_stands()
    {
        var page = Pages.Parse("Daily Papers\n\nJan 2\n\nOne\n\nText.\n\n3 authors\n·\nJan 1\n\nTwo\n\nText.\n\n3 authors\n·\nDec 31, 2026\n\nThree\n\nIn 2040, 2041.\n\n3 authors\n·\nMay 5, 2019");
        Assert.Equal(new DateOnly(2027, 1, 2), page.Day);
        Assert.Equal([new DateOnly(2027, 1, 1), new(2026, 12, 31), new(2019, 5, 5)], page.Entries.Select(entry => entry.Published!.Value));
    }

    [Fact]
    public void A_page_that_spells_out_its_own_year_keeps_it() => Check(Page("Dec 31, 2024", "Dec 30, 2024"), "2024-12-31", "2024-12-30");

    [Fact]
    public void The_29th_of_February_needs_a_leap_year()
    {
        Check(Page("Feb 29", "Feb 28", 2024), "2024-02-29", "2024-02-28");
        var error = Assert.Throws<FeedException>(() => Page("Feb 29", "Feb 28"));
        Assert.Equal(3, error.Line);
        Assert.Contains("--year", error.Message, StringComparison.Ordinal);
        Assert.Equal(11, Assert.Single(Page("Mar 1", "Feb 29", 2023).Rejected).Line);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(3000)]
    [InlineData(-1)]
    public void A_year_that_cannot_be_is_refused(int year) =>
        Assert.Contains($"{year}", Assert.Throws<FeedException>(() => Page("Mar 3", "Feb 1", year)).Message, StringComparison.Ordinal);

    private static void Check(FeedPage page, string pageDay, string entryDay)
    {
        Assert.Equal(pageDay, page.Day.ToString("yyyy-MM-dd"));
        Assert.Equal(entryDay, Assert.Single(page.Entries).Published!.Value.ToString("yyyy-MM-dd"));
    }
}
