using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;
using Praxis.Web.Api;
using Praxis.Web.Assets;
using Praxis.Web.Delivery;
using Praxis.Web.Mail;
using Praxis.Web.Runs;
using Praxis.Web.Security;

namespace Praxis.Web;

/// <summary>The site: the feed, the papers with their claims and measurements, live runs, and the same as JSON.</summary>
public static class PraxisSite
{
    /// <summary>The tables that the site needs, in order.</summary>
    public static IReadOnlyList<StoreModule> Modules { get; } = [Catalogue.Module, PaperSearch.Module, RunStore.Module, People.Module, ApiTokens.Module, MailTables.Module];

    /// <summary>
    /// Puts the site together; nothing listens until it is run. Runs left over by processes that are gone are marked interrupted.
    /// </summary>
    /// <exception cref="ArgumentException">The address is no http address.</exception>
    public static WebApplication Build(SiteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = SiteAddress.Parse(options.Address);

        // The views are found in the assembly that the application is named after.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PraxisSite).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Production",
        });
        // What the site does is decided by its options alone, not by files or variables that happen to be near.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(address.Url);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 64 * 1024;
        });
        SiteServices.Add(builder, options, address);

        var site = builder.Build();
        if (options.IsPublic == true && address.IsLoopback) site.UseForwardedHeaders();
        if (SiteServices.Hosts(options, address) is not null) site.UseHostFiltering();
        site.UseMiddleware<SecurityHeaders>();
        site.UseExceptionHandler("/problem/500");
        site.UseStatusCodePagesWithReExecute("/problem/{0}");
        site.UseRouting();
        site.UseAccounts();
        site.UseDelivery();
        site.UseAntiforgery();
        SiteAssets.Map(site);
        var shared = site.MapGroup("").WithMetadata(new SharedAnswerAttribute());
        DailyPapersApi.Map(shared);
        PapersApi.Map(shared);
        LeaderboardsApi.Map(shared);
        site.MapOpenApi("/api/openapi.json");
        RunsApi.Map(site);
        RunEvents.Map(site);
        RunDownload.Map(site);
        site.MapMailing();
        site.MapGet("/healthz", () => Results.Text("ok"));
        site.MapRazorPages();
        return site;
    }
}
