using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Praxis.Feed;
using Praxis.Web.Accounts.Comments;
using Praxis.Web.Runs;
using AccountTable = Praxis.Feed.Accounts;
using CommentTable = Praxis.Feed.Comments;

namespace Praxis.Web.Accounts;

/// <summary>Puts accounts into the site.</summary>
internal static class SiteAccounts
{
    private const string SessionCookie = "praxis-session";

    public static void AddAccounts(this IServiceCollection services, SiteOptions options, SiteAddress address)
    {
        var limits = options.Limits;
        var face = new SiteFace(options.IsPublic ?? !address.IsLoopback, (options.PublicAddress ?? address.Url).TrimEnd('/'));
        var isSecure = face.Address.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

        services.AddSingleton(limits);
        services.AddSingleton(face);
        services.AddSingleton(options.Mail);
        services.AddSingleton(new AccountTable(options.Store));
        services.AddSingleton(new AccountData(options.Store));
        services.AddSingleton(new AccountSessions(options.Store, limits.Session));
        services.AddSingleton(new AccountLinks(options.Store, limits.Link));
        services.AddSingleton(new PeopleSettings(options.Store));
        services.AddSingleton(new SignUpRule(options.AllowSignUp));
        services.AddSingleton(new Votes(options.Store));
        services.AddSingleton(new CommentTable(options.Store));
        services.AddSingleton(new CommentReports(options.Store));
        services.AddSingleton(new Notifications(options.Store));
        services.AddSingleton(new ReadingLists(options.Store));
        services.AddSingleton(given => new Follows(options.Store, given.GetRequiredService<PaperSearch>()));
        services.AddSingleton(new AuthorClaims(options.Store));
        services.AddSingleton(new Submissions(options.Store));
        services.AddSingleton(new RunVisits(options.Store));
        if (options.PaperMetadata is { } metadata) services.AddSingleton(metadata);
        services.AddScoped<RunDesk>();
        services.AddSingleton(TimeProvider.System);
        if (face.IsPublic) services.AddHostedService<RunStopper>();
        services.AddScoped<PaperCounts>();
        services.AddScoped<Discussion>();
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentReader>();
        services.AddScoped<SignIn>();
        services.AddScoped<SignUpForm>();
        services.AddSingleton<SiteMail>();

        services.AddIdentityCore<SiteUser>(identity =>
        {
            identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
            identity.Password.RequiredLength = PeopleLimits.ShortestPassword;
            identity.Password.RequiredUniqueChars = 0;
            identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = limits.Failures;
            identity.Lockout.DefaultLockoutTimeSpan = limits.Rest;
        }).AddUserStore<SiteUserStore>().AddSignInManager();

        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, cookie =>
        {
            // The prefix makes browsers refuse such a cookie from anyone but this host over a safe connection.
            cookie.Cookie.Name = isSecure ? $"__Host-{SessionCookie}" : SessionCookie;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.Path = "/";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = limits.Session;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/account/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Events.OnValidatePrincipal = ValidateAsync;
            cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            cookie.Events.OnRedirectToLogin = context =>
            {
                if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) return Answer(context, StatusCodes.Status401Unauthorized);
                // After a form was sent by a reader whose session had ended, its page is the place to go on from, not its address.
                var target = HttpMethods.IsGet(context.Request.Method) ? context.RedirectUri : "/account/sign-in";
                context.Response.Redirect(target);
                return Task.CompletedTask;
            };
        });
        services.AddAuthorizationBuilder().AddPolicy(AccountPolicies.Admin, policy => policy.RequireClaim(ClaimTypes.Role, AccountPolicies.Admin));
        services.ConfigureApplicationAntiforgery(isSecure);
        RateLimits.Add(services, limits, face.IsPublic);
        // A public site on a loopback address stands behind a proxy on this machine, which alone is believed.
        if (face.IsPublic && address.IsLoopback)
            services.Configure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
    }

    public static void UseAccounts(this WebApplication site)
    {
        site.UseAuthentication();
        site.UseRateLimiter();
        site.UseAuthorization();
    }

    private static void ConfigureApplicationAntiforgery(this IServiceCollection services, bool isSecure)
    {
        if (isSecure) services.Configure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(forgery => forgery.Cookie.SecurePolicy = CookieSecurePolicy.Always);
    }

    // A session lives in the store: when it has ended there, its cookie opens nothing.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var key = CurrentReader.SessionOf(context.Principal);
        var sessions = context.HttpContext.RequestServices.GetRequiredService<AccountSessions>();
        if (key is not null && sessions.Find(key) is { } account)
        {
            context.ReplacePrincipal(CurrentReader.Principal(context.HttpContext, account, key));
            // What a page shows to one reader is kept for no other.
            context.HttpContext.Response.Headers.CacheControl = "private, no-cache";
            return;
        }
        context.RejectPrincipal();
        await Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignOutAsync(context.HttpContext, IdentityConstants.ApplicationScheme);
    }

    private static Task Answer(Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

/// <summary>Whether the options of the site let readers make accounts at all; the admin's setting decides within that.</summary>
/// <param name="IsAllowed">Whether they do.</param>
internal sealed record SignUpRule(bool IsAllowed);
