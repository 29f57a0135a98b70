namespace Praxis.Feed.Tests;

public sealed class FeedDaysTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly TestRooms _rooms = new TestRooms()
        .Add("otter", "Otter", published: "2024-05-09")
        .Add("heron", "Heron", published: "2024-05-09")
        .Add("newt", "Newt", published: "2024-05")
        .Add("undated", "Undated", published: "");

    public void Dispose()
    {
        _store.Dispose();
        _rooms.Dispose();
    }

    private static (DateOnly, DateOnly?, DateOnly?, string) Tell(FeedDay day) => (day.Day, day.Previous, day.Next, string.Join(' ', day.Entries.Select(entry => entry.Slug)));

    [Fact]
    public void An_empty_feed_has_no_days()
    {
        Assert.Empty(_store.Catalogue.Days());
        Assert.Null(_store.Catalogue.Day());
        Assert.Equal((new DateOnly(2024, 1, 1), null, null, ""), Tell(_store.Catalogue.Day(new DateOnly(2024, 1, 1))!));
    }

    [Fact]
    public void Without_pages_papers_stand_on_their_publication_day_or_the_first_of_the_month()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        var (may1, may9) = (new DateOnly(2024, 5, 1), new DateOnly(2024, 5, 9));
        Assert.Equal([(may9, may1, null, "heron otter"), (may1, null, may9, "newt")], _store.Catalogue.Days().Select(Tell));
        Assert.Equal((may9, may1, null, "heron otter"), Tell(_store.Catalogue.Day()!));
    }

    [Fact]
    public void A_page_takes_its_papers_to_its_day_in_its_order()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        _store.Importer.Import(Pages.Of("Apr 1", "Undated", "Quagga", "Otter"));
        _store.Importer.Import(Pages.Of("Apr 2", "Otter"));
        Assert.Equal(
            [("2026-04-02", "otter"), ("2026-04-01", "undated quagga otter"), ("2024-05-09", "heron"), ("2024-05-01", "newt")],
            _store.Catalogue.Days().Select(day => (day.Day.ToString("yyyy-MM-dd"), string.Join(' ', day.Entries.Select(entry => entry.Slug)))));
    }

    [Fact]
    public void Days_come_in_portions()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        _store.Importer.Import(Pages.Of("Apr 1", "Quagga"));
        var first = _store.Catalogue.Days(limit: 2);
        Assert.Equal([new DateOnly(2026, 4, 1), new(2024, 5, 9)], first.Select(day => day.Day));
        var second = _store.Catalogue.Days(before: first[^1].Day, limit: 2);
        Assert.Equal((new DateOnly(2024, 5, 1), null, new DateOnly(2024, 5, 9), "newt"), Tell(Assert.Single(second)));
        Assert.Empty(_store.Catalogue.Days(before: second[^1].Day));
        Assert.Empty(_store.Catalogue.Days(limit: 0));
    }

    [Fact]
    public void A_day_without_papers_knows_its_neighbours()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal((new DateOnly(2024, 5, 5), new DateOnly(2024, 5, 1), new DateOnly(2024, 5, 9), ""), Tell(_store.Catalogue.Day(new DateOnly(2024, 5, 5))!));
    }
}
