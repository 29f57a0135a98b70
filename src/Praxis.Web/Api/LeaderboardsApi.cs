using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Praxis.Lab;
using Praxis.Web.Pages.Tasks;

namespace Praxis.Web.Api;

/// <summary>The recorded leaderboards as JSON.</summary>
internal static class LeaderboardsApi
{
    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/api/leaderboards", (BenchIndex benches) => ApiJson.Result(benches.Families))
            .WithSummary("The tasks that have a bench.").Produces<IReadOnlyList<string>>();

        site.MapGet("/api/leaderboards/{task}", (string task, BenchIndex benches, PaperLibrary library) =>
        {
            if (!benches.Has(task)) return ApiJson.Missing($"There is no bench of '{task}'. There are: {string.Join(", ", benches.Families)}.");
            var (report, error) = RecordedLeaderboard.Read(library, task);
            return report is not null ? ApiJson.Result(report) : ApiJson.Missing(error ?? $"Nothing is recorded of '{task}' yet.");
        }).WithSummary("The recorded leaderboard of a task: protocol, columns, tables.").Produces<BenchReport>().Produces<ApiError>(StatusCodes.Status404NotFound);
    }
}
