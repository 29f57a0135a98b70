using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>How often one reader may send a form; reading is never counted.</summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string SignUp = "sign-up";
    public const string Link = "link";
    public const string Write = "write";

    public static void Add(IServiceCollection services, PeopleLimits limits, bool isPublic) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        // Passwords are not to be tried out on any site; the rest wears out public ones only.
        limiter.AddPolicy(SignIn, context => Forms(context, VisitorAddress.Of(context), limits.SignInsPerMinute, TimeSpan.FromMinutes(1)));
        limiter.AddPolicy(SignUp, context => Forms(context, VisitorAddress.Of(context), isPublic ? limits.SignUpsPerHour : null, TimeSpan.FromHours(1)));
        limiter.AddPolicy(Link, context => Forms(context, VisitorAddress.Of(context), isPublic ? limits.LinksPerHour : null, TimeSpan.FromHours(1)));
        limiter.AddPolicy(Write, context => Forms(context, context.User.Identity?.Name ?? VisitorAddress.Of(context), isPublic ? limits.WritesPerMinute : null, TimeSpan.FromMinutes(1)));
    });

    private static RateLimitPartition<string> Forms(HttpContext context, string reader, int? most, TimeSpan window) =>
        most is not { } count || !HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(reader, _ => new FixedWindowRateLimiterOptions { PermitLimit = count, Window = window, QueueLimit = 0 });
}
