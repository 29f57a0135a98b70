using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Praxis.Lab;
using Praxis.Web.Accounts;
using Praxis.Web.Feeds;

namespace Praxis.Web.Delivery;

/// <summary>
/// Keeps the answers that are the same for all readers without an account (<see cref="SharedAnswerAttribute"/>) until the store changes, at most some seconds, and tells a browser that has the same one already so.
/// </summary>
/// <remarks>
/// The framework's output cache does not fit: it keeps the headers after they were sent, and with them the cookie that tells one reader's visits apart. Here an answer is made whole before anything is
/// sent, and the cookie joins it on its way out.
/// </remarks>
internal sealed class SharedAnswers(RequestDelegate next, StoreVersion version, TimeProvider clock) : IDisposable
{
    private const int Overhead = 1024;

    private static readonly StringValues WhoAsks = new([HeaderNames.Cookie, HeaderNames.Authorization]);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = DeliveryLimits.AllAnswers });
    private readonly ConcurrentDictionary<string, Task<Answer?>> _underWay = new(StringComparer.Ordinal);

    private sealed record Answer(byte[] Content, KeyValuePair<string, StringValues>[] Headers, EntityTagHeaderValue Tag);

    public async Task InvokeAsync(HttpContext context, LastVisit visit, CurrentReader reader)
    {
        if (Shared(context, reader) is not { } shared)
        {
            await next(context);
            return;
        }

        var encoding = AcceptedEncoding.Settle(context.Request);
        var mark = shared.MarksNew ? visit.Mark() : "";
        var tick = clock.GetUtcNow().Ticks / DeliveryLimits.GoodFor.Ticks;
        var key = string.Create(CultureInfo.InvariantCulture, $"{version.Current} {tick} {encoding} {mark} {context.Request.Path.Value}{context.Request.QueryString.Value}");
        if (!_kept.TryGetValue(key, out Answer? answer))
        {
            var own = new TaskCompletionSource<Answer?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _underWay.GetOrAdd(key, own.Task);
            if (first == own.Task)
            {
                try
                {
                    answer = await MakeAsync(context);
                    if (answer is not null) Keep(key, answer);
                }
                finally
                {
                    _underWay.TryRemove(key, out _);
                    own.SetResult(answer);
                }
                // What is not to be kept has been sent.
                if (answer is null) return;
            }
            else
            {
                answer = await first.WaitAsync(context.RequestAborted);
                if (answer is null)
                {
                    await next(context);
                    return;
                }
            }
        }

        await SendAsync(context, answer!, shared);
    }

    public void Dispose() => _kept.Dispose();

    private static SharedAnswerAttribute? Shared(HttpContext context, CurrentReader reader) =>
        HttpMethods.IsGet(context.Request.Method)
        && reader.Account is null
        && StringValues.IsNullOrEmpty(context.Request.Headers.Authorization)
        && (context.Request.Path.Value?.Length ?? 0) + (context.Request.QueryString.Value?.Length ?? 0) <= DeliveryLimits.LongestAddress
            ? context.GetEndpoint()?.Metadata.GetMetadata<SharedAnswerAttribute>()
            : null;

    private void Keep(string key, Answer answer) => _kept.Set(key, answer, new MemoryCacheEntryOptions
    {
        Size = answer.Content.Length + (sizeof(char) * key.Length) + Overhead,
        AbsoluteExpirationRelativeToNow = DeliveryLimits.GoodFor,
    });

    // The answer, or null when it is not to be kept and has been sent already.
    private async Task<Answer?> MakeAsync(HttpContext context)
    {
        var response = context.Response;
        var body = response.Body;
        using var content = new MemoryStream();
        response.Body = content;
        try
        {
            await next(context);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            response.Body = body;
        }

        if (response.StatusCode == StatusCodes.Status200OK
            && content.Length is > 0 and <= DeliveryLimits.LongestAnswer
            && StringValues.IsNullOrEmpty(response.Headers.SetCookie)
            && !response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = content.ToArray();
            return new Answer(bytes, [.. response.Headers.Where(header => header.Key != HeaderNames.ContentLength)], Tag(bytes));
        }

        if (content.Length > 0)
        {
            content.Position = 0;
            await content.CopyToAsync(body, context.RequestAborted);
        }
        return null;
    }

    private static async Task SendAsync(HttpContext context, Answer answer, SharedAnswerAttribute shared)
    {
        var headers = context.Response.Headers;
        foreach (var (name, value) in answer.Headers) headers[name] = value;
        headers.ETag = answer.Tag.ToString();
        // Whoever keeps it asks before showing it again.
        headers.CacheControl = shared.MarksNew ? "private, no-cache" : "no-cache";
        headers.Vary = StringValues.Concat(headers.Vary, WhoAsks);
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(answer.Tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            headers.Remove(HeaderNames.ContentType);
            headers.Remove(HeaderNames.ContentEncoding);
            return;
        }
        context.Response.ContentLength = answer.Content.Length;
        await context.Response.Body.WriteAsync(answer.Content, context.RequestAborted);
    }

    private static EntityTagHeaderValue Tag(byte[] content) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
}
