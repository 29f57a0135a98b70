using System.Globalization;
using Microsoft.AspNetCore.Http;
using Praxis.Feed;

namespace Praxis.Web.Feeds;

/// <summary>
/// Which papers came since a reader's last visit. A cookie holds two times and nothing else: when this visit was last seen, and when the one before it ended. A visit ends when
/// nothing is asked for half an hour. On the first visit nothing is marked.
/// </summary>
internal sealed class LastVisit(IHttpContextAccessor context, Catalogue catalogue, TimeProvider clock)
{
    public const string CookieName = "praxis-visit";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(400);

    private IReadOnlySet<string>? _new;
    private bool _isKept;
    private DateTimeOffset? _before;

    /// <summary>Whether a paper came since the last visit.</summary>
    public bool IsNew(string slug) => (_new ??= Find()).Contains(slug);

    /// <summary>What readers have in common for whom the same papers are new; the visit is remembered.</summary>
    public string Mark()
    {
        Keep();
        return _before is { } end && catalogue.FirstAddedSince(end) is { } first ? first.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : "";
    }

    private IReadOnlySet<string> Find()
    {
        Keep();
        return _before is { } end ? catalogue.AddedSince(end) : new HashSet<string>();
    }

    private void Keep()
    {
        if (_isKept || context.HttpContext is not { } http) return;
        _isKept = true;
        var now = clock.GetUtcNow();
        var (seen, before) = Read(http.Request.Cookies[CookieName], now);
        if (seen is { } last && now - last >= Pause) before = last;
        _before = before;
        if (http.Response.HasStarted) return;
        // At the last moment: a page that is kept for all is kept without the cookie of one.
        http.Response.OnStarting(() =>
        {
            http.Response.Cookies.Append(CookieName, $"{now.ToUnixTimeSeconds()}.{before?.ToUnixTimeSeconds() ?? 0}", new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
                MaxAge = Remembered,
                Path = "/",
            });
            return Task.CompletedTask;
        });
    }

    // Whoever sends nonsense is here for the first time.
    private static (DateTimeOffset? Seen, DateTimeOffset? Before) Read(string? cookie, DateTimeOffset now)
    {
        string[] parts = cookie is { Length: <= 40 } ? cookie.Split('.') : [];
        return parts.Length == 2 && Time(parts[0]) is { } last ? (last, Time(parts[1])) : (null, null);

        DateTimeOffset? Time(string text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds > 0 && seconds <= now.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}
