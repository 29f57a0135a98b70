using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.WebEncoders;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;
using Praxis.Web.Api;
using Praxis.Web.Assets;
using Praxis.Web.Delivery;
using Praxis.Web.Feeds;
using Praxis.Web.Mail;

namespace Praxis.Web;

/// <summary>What the pages are given.</summary>
internal static class SiteServices
{
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The names under which the site answers, or null for any: those of this machine, and that of its public address.</summary>
    public static string[]? Hosts(SiteOptions options, SiteAddress address) =>
        options.PublicAddress is { } known ? [.. LoopbackHosts, new Uri(known).Host]
        : address.IsLoopback && options.IsPublic != true ? LoopbackHosts
        : null;

    public static void Add(WebApplicationBuilder builder, SiteOptions options, SiteAddress address)
    {
        var services = builder.Services;
        var runs = new RunStore(options.Store);
        runs.MarkInterrupted();

        services.AddSingleton(options.Store);
        services.AddSingleton(options.Library);
        services.AddSingleton(options.Studies);
        services.AddSingleton(options.Tools);
        services.AddSingleton(options.Benches);
        services.AddSingleton(runs);
        services.AddSingleton(new Catalogue(options.Store));
        services.AddSingleton(_ => new PaperSearch(options.Store));
        // Made by the container, so that the container closes it with the site.
        services.AddSingleton(_ => new RunQueue(new Runner(options.Library, options.Studies, runs), runs));
        services.AddSingleton<SiteAssets>();

        services.AddHttpContextAccessor();
        services.AddSingleton(given => new PaperActivity(options.Store, given.GetRequiredService<TimeProvider>()));
        services.AddScoped<LastVisit>();
        services.AddRazorPages();
        services.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = "praxis-form";
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.HttpOnly = true;
            forgery.FormFieldName = "form-token";
        });
        // Kept with the data, so that a form opened before a restart can still be sent after it.
        services.AddDataProtection()
            .SetApplicationName("praxis")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.Store.Folder, "keys")));
        // Letters and signs of all languages stay readable in the source; what means something in HTML is encoded.
        services.Configure<WebEncoderOptions>(web => web.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddAccounts(options, address);
        services.AddMailing(options);
        services.AddDelivery();
        TokenAuthentication.Add(services, new ApiTokens(options.Store));
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.AddOpenApi(document => document.AddDocumentTransformer<ApiDescription>());
        if (Hosts(options, address) is { } allowed) services.AddHostFiltering(hosts => hosts.AllowedHosts = allowed);
        // A page that follows a run keeps its connection open; stopping must not wait for it.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Whoever starts the site tells its reader why that failed.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // That keys of a local form lie unencrypted in the reader's own folder is no news.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
    }
}
