using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Praxis.Lab;

namespace Praxis.Web.Api;

/// <summary>The runs as JSON; they are started on the site or the command line only.</summary>
internal static class RunsApi
{
    private const int MostRuns = 500;

    private sealed record RunDetails(RunRecord Run, RunReport? Report);

    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/api/runs", (string? slug, string? limit, string? offset, RunStore runs) =>
            !PapersApi.TryNumber(limit, 50, MostRuns, out var most) ? ApiJson.Bad($"limit must be a whole number from 0 to {MostRuns}.")
            : !PapersApi.TryNumber(offset, 0, int.MaxValue, out var after) ? ApiJson.Bad("offset must be a whole number from 0 on.")
            : ApiJson.Result(runs.List(slug, most, after)));

        site.MapGet("/api/runs/{id:long}", (long id, RunStore runs) =>
            runs.Find(id) is { } run ? ApiJson.Result(new RunDetails(run, runs.Report(id))) : ApiJson.Missing($"There is no run {id}."));

        site.Map("/api/{**rest}", (string? rest) => ApiJson.Missing($"There is nothing at /api/{rest}."));
    }
}
