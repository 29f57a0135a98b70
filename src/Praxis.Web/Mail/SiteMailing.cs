using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;

namespace Praxis.Web.Mail;

/// <summary>Puts subscriptions, digests and feeds into the site.</summary>
internal static class SiteMailing
{
    public static void AddMailing(this IServiceCollection services, SiteOptions options)
    {
        services.AddSingleton(given => new Subscriptions(options.Store, given.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new SubscriberLinks(options.Store));
        services.AddSingleton(given => new TopicSearch(options.Store, given.GetRequiredService<PaperSearch>()));
        services.AddSingleton<SubscriptionMail>();
        services.AddSingleton<PaperFeeds>();
        if (options.Smtp is not { } smtp) return;
        services.AddSingleton(smtp);
        services.AddSingleton(given => new Outbox(options.Store, smtp, given.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMailOutbox>(given => given.GetRequiredService<Outbox>());
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<IDigestWriter>(given => DigestMail.Writer(options.Store, options.Library, given.GetRequiredService<SiteFace>().Address));
        services.AddSingleton(given => DigestMail.Round(options.Store, given.GetRequiredService<PaperSearch>(), given.GetRequiredService<Outbox>(), given.GetRequiredService<IDigestWriter>(), given.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new DigestTime(options.DigestTime));
        services.AddHostedService<MailSchedule>();
    }

    public static void MapMailing(this IEndpointRouteBuilder site)
    {
        // Without cookie and form token: whoever has the link may end the subscription, as mail programs do by one POST (RFC 8058).
        site.MapPost("/unsubscribe", (string? t, string? from, Subscriptions subscriptions, SubscriberLinks links, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            if (links.Read(t, SubscriberLink.Unsubscribe) is not { } id) return Results.NotFound();
            subscriptions.Remove(id);
            return from == "page" ? Results.Redirect("/subscribe/ended") : Results.Text("You are unsubscribed.\n");
        }).ExcludeFromDescription();
        // Looking at the link ends nothing: programs that check mails look at every link.
        site.MapGet("/unsubscribe", (string? t) => Results.Redirect($"/subscribe/end?t={Uri.EscapeDataString(t ?? "")}")).ExcludeFromDescription();
        PaperFeeds.Map(site);
    }
}

/// <summary>What a process that serves or sends digests makes them with.</summary>
public static class DigestMail
{
    /// <summary>Writes digests.</summary>
    /// <param name="store">The store.</param>
    /// <param name="library">The rooms, for recorded measurements.</param>
    /// <param name="address">The address under which readers know the site.</param>
    public static IDigestWriter Writer(PraxisStore store, PaperLibrary library, string address) => new DigestWriter(new SubscriberLinks(store), library, new SiteFace(false, address.TrimEnd('/')));

    /// <summary>Makes the digests that are due.</summary>
    public static DigestRound Round(PraxisStore store, PaperSearch search, Outbox outbox, IDigestWriter writer, TimeProvider? clock = null) =>
        new(new Subscriptions(store, clock), outbox, new Catalogue(store), new TopicSearch(store, search), writer, clock);
}

/// <summary>When the day's digests are made.</summary>
/// <param name="Time">The time of the day (UTC).</param>
internal sealed record DigestTime(TimeOnly Time);
