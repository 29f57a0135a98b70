using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Api;

/// <summary>
/// Programs write with <c>Authorization: Bearer TOKEN</c>. The interface takes no cookie for that: what a browser sends along by itself cannot be a foreign page's means.
/// </summary>
internal sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "token";

    /// <summary>The policy of what a program may only do with a token.</summary>
    public const string Policy = "token";

    private const string Bearer = "Bearer ";

    public static void Add(IServiceCollection services, ApiTokens tokens)
    {
        services.AddSingleton(tokens);
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.AddAuthenticationSchemes(SchemeName).RequireAuthenticatedUser());
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        if (tokens.Find(header[Bearer.Length..].Trim()) is not { } account) return Task.FromResult(AuthenticateResult.Fail("There is no such token."));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(CurrentReader.Principal(Context, account, ""), Scheme.Name)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await ApiJson.Result(new ApiError("A token is needed: make one under /account/tokens and send it as 'Authorization: Bearer TOKEN'."), 401).ExecuteAsync(Context);
    }
}
