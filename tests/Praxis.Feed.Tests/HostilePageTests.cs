using System.Diagnostics;
using System.Text;

namespace Praxis.Feed.Tests;

public class HostilePageTests
{
    private static FeedException Refused(byte[] bytes) =>
        Assert.Throws<FeedException>(() => FeedPage.Parse(new MemoryStream(bytes), "page.txt", null, Pages.Today));

    private static FeedException Refused(string text) => Refused(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n \n")]
    public void An_empty_file_is_refused(string text) => Assert.StartsWith("page.txt:1: the file is empty", Refused(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_text_is_refused()
    {
        var error = Refused("\n\nIt was a dark and stormy night;\nthe rain fell in torrents.\n");
        Assert.Equal(3, error.Line);
        Assert.Contains("no line says 'Daily Papers'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Daily Papers\n\nWeek 32\n\nA Title\n\nAn abstract.", 1)]
    [InlineData("x\nDaily Papers\n", 2)]
    [InlineData("Daily Papers\n\nMay 77\n\nA Title\n\nAn abstract.", 1)]
    public void A_page_without_a_day_is_refused_at_its_heading(string text, int line) => Assert.Equal(line, Refused(text).Line);

    [Fact]
    public void A_page_without_papers_is_refused_at_its_day() => Assert.Equal(3, Refused("Daily Papers\n\nMay 1\n\nPrevious\n\nNext\n").Line);

    [Fact]
    public void Binary_is_refused_where_it_begins()
    {
        Assert.Equal(4, Refused("Daily Papers\n\nMay 1\n\0\0\0").Line);
        Assert.Contains("UTF-8", Refused([0x1f, 0x8b, 0x08, 0xff, 0xfe, 0x80]).Message, StringComparison.Ordinal);
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        Refused(noise);
    }

    [Fact]
    public void Fifty_megabytes_in_one_line_are_refused_after_the_first_of_them()
    {
        using var stream = new EndlessLine(50_000_000);
        var error = Assert.Throws<FeedException>(() => FeedPage.Parse(stream, "page.txt", null, Pages.Today));
        Assert.Equal(1, error.Line);
        Assert.Contains("longer than 65,536 characters", error.Message, StringComparison.Ordinal);
        Assert.True(stream.Position < 200_000, $"{stream.Position:N0} bytes were read");
    }

    [Fact]
    public void A_text_beyond_the_limit_is_refused()
    {
        using var stream = new EndlessLine(50_000_000, lineLength: 60_000);
        Assert.Contains("larger than", Assert.Throws<FeedException>(() => FeedPage.Parse(stream, "page.txt", null, Pages.Today)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("·\n")]
    [InlineData("a\n·\n")]
    [InlineData("1 authors\n")]
    [InlineData("Daily Papers\nMay\n")]
    [InlineData("Daily Papers\nMay 1\n")]
    [InlineData("Title\n\nAbstract\n\n")]
    public void Repetition_costs_no_more_than_its_length(string part)
    {
        var text = "Daily Papers\n\nMay 1\n\n" + string.Concat(Enumerable.Repeat(part, 20_000));
        var clock = Stopwatch.StartNew();
        var page = Pages.Parse(text);
        Assert.Equal(new DateOnly(2026, 5, 1), page.Day);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    [Fact]
    public void A_huge_abstract_is_rejected_and_the_rest_is_read()
    {
        var page = Pages.Parse($"Daily Papers\n\nMay 1\n\nHuge\n\n{new string('x', 30_000)}\n\nSmall\n\nAn abstract.");
        Assert.Equal("Small", Assert.Single(page.Entries).Title);
        Assert.Equal(5, Assert.Single(page.Rejected).Line);
    }

    [Theory]
    [InlineData("99999999999999999999 authors\n·\nMay 1")]
    [InlineData("3 authors\n·\nMay 1 99999999999999999999")]
    [InlineData("3 authors\n·\nMay 99999999999999999999")]
    [InlineData("3 authors\n·\n9999-12-31")]
    public void Numbers_too_large_for_a_page_are_never_read_as_something_else(string byline) =>
        Assert.DoesNotContain(Pages.Parse($"Daily Papers\n\nMay 1\n\nA Title\n\nAn abstract.\n\n{byline}").Entries, entry => entry.Published is not null && entry.Authors is not null);

    /// <summary>A stream of the letter x that says how far it was read.</summary>
    private sealed class EndlessLine(long length, int lineLength = int.MaxValue) : Stream
    {
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            for (var i = 0; i < read; i++) buffer[offset + i] = (_position + i) % lineLength == lineLength - 1 ? (byte)'\n' : (byte)'x';
            _position += read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
