using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Praxis.Web.Api;

/// <summary>What the interface's description says of the whole.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Praxis",
            Version = "1",
            Description = "Daily papers that can be run: the feed, the papers, their claims and verdicts, runs and leaderboards. Reading needs nothing. Writing needs a token, made under /account/tokens and sent as 'Authorization: Bearer TOKEN'.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
        return Task.CompletedTask;
    }
}
