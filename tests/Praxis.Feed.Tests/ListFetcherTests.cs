using System.IO.Compression;
using System.Net;
using System.Text;

namespace Praxis.Feed.Tests;

public sealed class ListFetcherTests : IDisposable
{
    private static readonly FetchLimits Local = new() { AllowPrivate = true, Time = TimeSpan.FromSeconds(20) };

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_list_is_fetched_and_an_unchanged_one_is_not_sent_again()
    {
        using var server = new SmallServer(request => request.Contains("If-None-Match: \"v1\"", StringComparison.Ordinal) ? SmallServer.Answer("", status: "304 Not Modified") : SmallServer.Answer("[]", "ETag: \"v1\"\r\n"));
        using var fetcher = new ListFetcher(_store.Store, Local);
        var list = (await fetcher.GetAsync(server.Address))!;
        Assert.Equal(("[]", "\"v1\""), (Encoding.UTF8.GetString(list.Content), list.Tag));
        // Until it has been imported, it is wanted again.
        Assert.NotNull(await fetcher.GetAsync(server.Address));
        fetcher.Accept(list);
        Assert.Null(await fetcher.GetAsync(server.Address));
    }

    [Fact]
    public async Task A_date_serves_where_there_is_no_tag()
    {
        using var server = new SmallServer(request => request.Contains("If-Modified-Since: Thu, 30 Apr 2026 10:00:00 GMT", StringComparison.Ordinal) ? SmallServer.Answer("", status: "304 Not Modified") : SmallServer.Answer("[]", "Last-Modified: Thu, 30 Apr 2026 10:00:00 GMT\r\n"));
        using var fetcher = new ListFetcher(_store.Store, Local);
        fetcher.Accept((await fetcher.GetAsync(server.Address))!);
        Assert.Null(await fetcher.GetAsync(server.Address));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost:9/")]
    [InlineData("http://[::1]:9/")]
    [InlineData("http://[::ffff:127.0.0.1]:9/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[fd00::1]/")]
    public async Task Addresses_of_this_machine_and_of_private_networks_are_refused(string address)
    {
        using var fetcher = new ListFetcher(_store.Store);
        Assert.Contains("private network", (await Assert.ThrowsAsync<FeedException>(() => fetcher.GetAsync(address))).Message);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("::ffff:192.168.0.1", false)]
    [InlineData("ff02::1", false)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task A_redirect_is_followed_and_every_step_is_checked()
    {
        using var target = new SmallServer(_ => SmallServer.Answer("[]"));
        using var server = new SmallServer(_ => SmallServer.Answer("", $"Location: {target.Address}\r\n", "302 Found"));
        using var fetcher = new ListFetcher(_store.Store, Local);
        Assert.Equal("[]", Encoding.UTF8.GetString((await fetcher.GetAsync(server.Address))!.Content));
    }

    [Theory]
    [InlineData("", "redirects to nowhere")]
    [InlineData("Location: /list\r\n", "redirects more than 5 times")]
    [InlineData("Location: file:///etc/passwd\r\n", "no http or https address")]
    [InlineData("Location: gopher://127.0.0.1/\r\n", "no http or https address")]
    [InlineData("Location: http://name:word@127.0.0.1/\r\n", "with a name and a password")]
    public async Task Bad_redirects_are_refused(string header, string reason)
    {
        using var server = new SmallServer(_ => SmallServer.Answer("", header, "301 Moved Permanently"));
        using var fetcher = new ListFetcher(_store.Store, Local);
        Assert.Contains(reason, (await Assert.ThrowsAsync<FeedException>(() => fetcher.GetAsync(server.Address))).Message);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_small_answer_that_unpacks_to_a_large_one_is_refused(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream pack = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true) : new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            pack.Write(new byte[4_000_000]);
        using var server = new SmallServer(_ => SmallServer.Answer(packed.ToArray(), $"Content-Encoding: {encoding}\r\n"));
        using var fetcher = new ListFetcher(_store.Store, Local with { Bytes = 1_000_000 });
        Assert.True(packed.Length < 10_000);
        Assert.Contains("larger than 1,000,000 bytes", (await Assert.ThrowsAsync<FeedException>(() => fetcher.GetAsync(server.Address))).Message);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        using var server = new SmallServer(_ => null);
        using var fetcher = new ListFetcher(_store.Store, Local with { Time = TimeSpan.FromSeconds(0.3) });
        Assert.Contains("within 0.3 seconds", (await Assert.ThrowsAsync<FeedException>(() => fetcher.GetAsync(server.Address))).Message);
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_told_of_a_slow_server()
    {
        using var server = new SmallServer(_ => null);
        using var fetcher = new ListFetcher(_store.Store, Local);
        using var cancel = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.GetAsync(server.Address, cancel.Token));
    }

    [Theory]
    [InlineData("404 Not Found", "answers 404 Not Found")]
    [InlineData("500 \u001b[31mOops", "answers 500")]
    public async Task An_error_of_the_server_is_told(string status, string reason)
    {
        using var server = new SmallServer(_ => SmallServer.Answer("no", status: status));
        using var fetcher = new ListFetcher(_store.Store, Local);
        var message = (await Assert.ThrowsAsync<FeedException>(() => fetcher.GetAsync(server.Address))).Message;
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\u001b', message);
    }

    [Theory]
    [InlineData("ftp://example.org/x")]
    [InlineData("http://")]
    [InlineData("http://user:pass@example.org/")]
    public async Task What_is_no_good_address_is_refused(string address)
    {
        using var fetcher = new ListFetcher(_store.Store);
        await Assert.ThrowsAsync<FeedException>(() => fetcher.GetAsync(address));
    }
}
