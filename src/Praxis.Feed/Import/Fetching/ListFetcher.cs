using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>
/// Gets lists of papers from http(s) addresses: within limits of time and size, with few redirects, and never from this machine's own or a private network unless that is
/// allowed. What the server said of its version (ETag, Last-Modified) is kept, so that an unchanged list is not sent again.
/// </summary>
public sealed class ListFetcher : IDisposable
{
    private const int LongestTag = 500;

    private readonly PraxisStore _store;
    private readonly FetchLimits _limits;
    private readonly HttpClient _client;

    /// <summary>A fetcher.</summary>
    /// <param name="store">The store, opened with <see cref="Catalogue.Module"/>.</param>
    /// <param name="limits">The limits; null for the usual ones.</param>
    public ListFetcher(PraxisStore store, FetchLimits? limits = null)
    {
        _store = store;
        _limits = limits ?? new FetchLimits();
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Praxis/1.0");
    }

    /// <summary>Whether a name on the command line is an address and no file.</summary>
    public static bool IsAddress(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The list at an address; null when the server says that it has not changed since it was last accepted.</summary>
    /// <exception cref="FeedException">The address is none, is refused or not reached, or the answer breaks a limit; the message says which.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<FetchedList?> GetAsync(string address, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(_limits.Time);
        try
        {
            var uri = Parse(address, address);
            for (int redirects = 0; ; redirects++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, uri);
                request.Headers.Accept.ParseAdd("application/json, application/atom+xml, text/html, text/plain;q=0.9, */*;q=0.5");
                if (redirects == 0) AddVersion(request, address);
                using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, time.Token);
                if (response.StatusCode == HttpStatusCode.NotModified) return null;
                if ((int)response.StatusCode is >= 300 and < 400)
                {
                    if (redirects == _limits.Redirects) throw new FeedException(address, 0, $"it redirects more than {_limits.Redirects} times");
                    uri = Next(address, uri, response.Headers.Location);
                    continue;
                }

                if (!response.IsSuccessStatusCode) throw new FeedException(address, 0, $"the server answers {(int)response.StatusCode}{(response.ReasonPhrase is { Length: > 0 and < 100 } reason ? $" {PageText.Clean(reason)}" : "")}");
                byte[] content = await ReadAsync(address, response, time.Token);
                return new FetchedList(address, content, Short(response.Headers.ETag?.ToString()), Short(response.Content.Headers.LastModified?.ToString("r")));
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new FeedException(address, 0, $"the answer was not there within {_limits.Time.TotalSeconds:0.#} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            throw new FeedException(address, 0, $"it cannot be read: {Reason(e)}", e);
        }
    }

    /// <summary>Keeps the version of a list that was read and imported, so that it is not sent again.</summary>
    public void Accept(FetchedList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        using var connection = _store.Connect();
        connection.Execute("""
            INSERT INTO fetched_lists (address, etag, modified, fetched) VALUES (@Address, @Tag, @Modified, @fetched)
            ON CONFLICT (address) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, fetched = excluded.fetched
            """, new { list.Address, list.Tag, list.Modified, fetched = DateTime.UtcNow.ToString("O") });
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static Uri Parse(string address, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) throw new FeedException(address, 0, $"'{EntryText.Shorten(text)}' is no http or https address");
        if (uri.UserInfo.Length > 0) throw new FeedException(address, 0, "an address with a name and a password is refused: it would be stored and shown");
        return uri;
    }

    private static Uri Next(string address, Uri from, Uri? location)
    {
        if (location is null) throw new FeedException(address, 0, "it redirects to nowhere");
        var next = Parse(address, new Uri(from, location).AbsoluteUri);
        if (from.Scheme == "https" && next.Scheme == "http") throw new FeedException(address, 0, "it redirects from https to http, where anybody on the way could change the list");
        return next;
    }

    // Resolved here and connected to what was checked: a name that changes between check and connection gains nothing.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        var allowed = addresses.Where(address => _limits.AllowPrivate || PublicAddress.Is(address)).ToArray();
        if (allowed.Length == 0)
            throw new IOException(addresses.Length == 0 ? $"there is no machine named {host}" : $"{host} lies on this machine or in a private network; --allow-private allows that");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReadAsync(string address, HttpResponseMessage response, CancellationToken cancel)
    {
        // The length of a packed answer says nothing of the unpacked one, so what arrives is counted.
        using var content = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (content.Length + read > _limits.Bytes) throw new FeedException(address, 0, $"the answer is larger than {_limits.Bytes:N0} bytes; a list of daily papers has far less");
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private void AddVersion(HttpRequestMessage request, string address)
    {
        using var connection = _store.Connect();
        var (tag, modified) = connection.QuerySingleOrDefault<(string? Tag, string? Modified)>("SELECT etag, modified FROM fetched_lists WHERE address = @address", new { address });
        if (EntityTagHeaderValue.TryParse(tag, out var known)) request.Headers.IfNoneMatch.Add(known);
        else if (DateTimeOffset.TryParse(modified, out var date)) request.Headers.IfModifiedSince = date;
    }

    private static string? Short(string? text) => text is { Length: <= LongestTag } ? text : null;

    private static string Reason(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return PageText.Clean(e.Message);
    }
}

/// <summary>What an address answered.</summary>
/// <param name="Address">The address.</param>
/// <param name="Content">The bytes, unpacked.</param>
/// <param name="Tag">The server's tag of this version, if any.</param>
/// <param name="Modified">When the server says it was changed, if it does.</param>
public sealed record FetchedList(string Address, byte[] Content, string? Tag, string? Modified);
