using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Praxis.Lab;

namespace Praxis.Web.Runs;

/// <summary>A run's report as one HTML file to keep.</summary>
internal static class RunDownload
{
    public static void Map(IEndpointRouteBuilder site) =>
        site.MapGet("/runs/{id:long}/report.html", (long id, RunStore runs, PaperLibrary library) =>
            runs.Report(id) is { } report && library.Find(report.Slug) is { } room
                // Always saved, never shown in place: the file brings its own style, which this site's policy forbids.
                ? Results.File(Encoding.UTF8.GetBytes(HtmlReport.Write(room.Paper, report)), "text/html; charset=utf-8", $"{report.Slug}-run-{id}.html")
                : Results.NotFound());
}
