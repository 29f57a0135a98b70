using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Praxis.Lab;
using Praxis.Web.Runs;

namespace Praxis.Web.Api;

/// <summary>The runs as JSON: read them, and with a token start, follow and cancel them.</summary>
internal static class RunsApi
{
    private const int MostRuns = 500;

    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/api/runs", (string? slug, string? limit, string? offset, RunStore runs) =>
            !PapersApi.TryNumber(limit, 50, MostRuns, out var most) ? ApiJson.Bad($"limit must be a whole number from 0 to {MostRuns}.")
            : !PapersApi.TryNumber(offset, 0, int.MaxValue, out var after) ? ApiJson.Bad("offset must be a whole number from 0 on.")
            : ApiJson.Result(runs.List(slug, most, after)))
            .WithSummary("The runs, newest first.").Produces<IReadOnlyList<RunRecord>>();

        site.MapGet("/api/runs/{id:long}", (long id, RunStore runs) =>
            runs.Find(id) is { } run ? ApiJson.Result(new RunDetails(run, runs.Report(id))) : Missing(id))
            .WithSummary("A run, with its report once it has finished.").Produces<RunDetails>().Produces<ApiError>(StatusCodes.Status404NotFound);

        site.MapGet("/api/runs/{id:long}/events", RunEvents.Answer)
            .WithSummary("A run's progress as server-sent events, until it has ended.").Produces<string>(contentType: "text/event-stream");

        site.MapPost("/api/runs", (StartRun body, StudyIndex studies, RunDesk desk, HttpResponse response) =>
        {
            var slug = body.Slug ?? "";
            if (!studies.Has(slug)) return ApiJson.Missing($"There is no paper '{slug}' that can be run.");
            var (request, error) = new RunForm { Scale = body.Scale ?? "small", Seeds = body.Seeds?.ToString(), First = body.First?.ToString() }.Read(slug);
            if (request is null) return ApiJson.Bad(error!);
            var (id, refusal) = desk.Ask(request);
            if (id is not { } run) return ApiJson.Result(new ApiError(refusal!), StatusCodes.Status429TooManyRequests);
            response.Headers.Location = $"/api/runs/{run}";
            return ApiJson.Result(new StartedRun(run), StatusCodes.Status202Accepted);
        }).RequireAuthorization(TokenAuthentication.Policy).DisableAntiforgery()
            .WithSummary("Starts a run; a token is needed.").Produces<StartedRun>(StatusCodes.Status202Accepted)
            .Produces<ApiError>(StatusCodes.Status400BadRequest).Produces<ApiError>(StatusCodes.Status401Unauthorized).Produces<ApiError>(StatusCodes.Status404NotFound).Produces<ApiError>(StatusCodes.Status429TooManyRequests);

        site.MapDelete("/api/runs/{id:long}", (long id, RunStore runs, RunQueue queue, RunDesk desk) =>
        {
            if (runs.Find(id) is not { } run) return Missing(id);
            if (!desk.MayCancel(id)) return ApiJson.Result(new ApiError("Only whoever started this run, and the admin, may cancel it."), StatusCodes.Status403Forbidden);
            if (!run.HasEnded) queue.Cancel(id);
            return ApiJson.Result(new RunDetails(runs.Find(id)!, null));
        }).RequireAuthorization(TokenAuthentication.Policy).DisableAntiforgery()
            .WithSummary("Cancels a run that waits or is at work; a token is needed.").Produces<RunDetails>()
            .Produces<ApiError>(StatusCodes.Status401Unauthorized).Produces<ApiError>(StatusCodes.Status403Forbidden).Produces<ApiError>(StatusCodes.Status404NotFound);

        site.Map("/api/{**rest}", (string? rest) => ApiJson.Missing($"There is nothing at /api/{rest}.")).ExcludeFromDescription();
    }

    private static IResult Missing(long id) => ApiJson.Missing($"There is no run {id}.");
}

/// <summary>A run and its report.</summary>
/// <param name="Run">The run.</param>
/// <param name="Report">What it found; null until it has finished.</param>
internal sealed record RunDetails(RunRecord Run, RunReport? Report);

/// <summary>What to run.</summary>
/// <param name="Slug">The paper.</param>
/// <param name="Scale">smoke, small or full; small when it is not given.</param>
/// <param name="Seeds">How many seeds; the scale's own number when it is not given.</param>
/// <param name="First">The first seed; 1 when it is not given.</param>
internal sealed record StartRun(string? Slug, string? Scale, int? Seeds, long? First);

/// <summary>A run that was taken into the queue.</summary>
/// <param name="Id">Its number.</param>
internal sealed record StartedRun(long Id);
