using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Praxis.Lab;

namespace Praxis.Web.Delivery;

/// <summary>How answers reach readers: made once for all who may share them, compressed where that gives nothing away.</summary>
internal static class SiteDelivery
{
    private static readonly string[] Compressed = ["image/svg+xml", "application/atom+xml", "application/feed+json", "application/problem+json"];

    public static void AddDelivery(this IServiceCollection services)
    {
        // Made by the container, so that the container closes its connection with the site.
        services.AddSingleton(given => new StoreVersion(given.GetRequiredService<PraxisStore>()));
        services.AddSingleton<FeedLists>();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. Compressed];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.Replace(ServiceDescriptor.Singleton<IResponseCompressionProvider, CarefulCompression>());
    }

    /// <summary>Stands behind the accounts, since what may be shared depends on who asks.</summary>
    public static void UseDelivery(this WebApplication site)
    {
        site.UseMiddleware<PlainBodies>();
        site.UseMiddleware<SharedAnswers>();
        site.UseResponseCompression();
    }
}
