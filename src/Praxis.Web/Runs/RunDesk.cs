using Microsoft.AspNetCore.Http;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;

namespace Praxis.Web.Runs;

/// <summary>
/// Takes runs into the queue. On a public site each reader has limits, so that it cannot be worn out; for local use and for the admin
/// there are none but the length of the queue.
/// </summary>
internal sealed class RunDesk(RunQueue queue, RunStore runs, RunVisits visits, SiteFace face, PeopleLimits limits, CurrentReader reader, IHttpContextAccessor http)
{
    // Two requests at the same moment are looked at one after the other, so that both cannot take the last place.
    private static readonly Lock Door = new();

    /// <summary>What this reader may run, or null for everything.</summary>
    public RunAllowance? Allowance => !face.IsPublic || reader.IsAdmin ? null : reader.Account is null ? limits.Visitor : limits.Member;

    /// <summary>The limits in words, or null where there are none.</summary>
    public string? Says => Allowance is not { } may ? null
        : $"{(reader.Account is null ? "Without an account" : "Here")}: up to {Word(may.Largest)} scale, {may.Seeds} seeds, {Rendering.PlainText.Count(may.Waiting, "run")} at a time, {may.MinutesADay:0.#} minutes a day. On your own machine there are no limits.";

    /// <summary>Queues a run, or says why not.</summary>
    public (long? Id, string? Refusal) Ask(RunRequest request)
    {
        lock (Door)
        {
            if (RunForm.IsFull(runs)) return (null, $"{RunForm.MostWaiting} runs are waiting already; let some of them finish or cancel them.");
            if (Allowance is not { } may) return (queue.Enqueue(request), null);
            var visitor = Visitor();
            if (Refusal(may, request, visitor) is { } refusal) return (null, $"{refusal} {Cure(request.Slug)}");
            var id = queue.Enqueue(request);
            visits.Add(id, reader.Id, visitor);
            return (id, null);
        }
    }

    /// <summary>Whether this reader may stop a run: on a public site only whoever asked for it, and the admin.</summary>
    public bool MayCancel(long run) => Allowance is null || visits.IsOf(run, reader.Id, Visitor());

    private string? Refusal(RunAllowance may, RunRequest request, string visitor)
    {
        if (request.Scale > may.Largest) return $"Here you may run at {Word(may.Largest)} scale at most.";
        if (request.Seeds.Count > may.Seeds) return $"Here a run has at most {may.Seeds} seeds; yours has {request.Seeds.Count}.";
        if (visits.AtWork(reader.Id, visitor) is var waiting && waiting >= may.Waiting)
            return $"{(waiting == 1 ? "A run of yours waits or is at work" : $"{waiting} runs of yours wait or are at work")} already; let {(waiting == 1 ? "it" : "one")} finish first.";
        if (visits.MinutesToday(reader.Id, visitor) is var minutes && minutes >= may.MinutesADay)
            return $"Your runs have taken {minutes:0.#} of {may.MinutesADay:0.#} minutes in the last 24 hours; come back later.";
        return null;
    }

    private string Cure(string slug) =>
        reader.Account is null && limits.Member.MinutesADay > limits.Visitor.MinutesADay
            ? $"With an account you may run more, and on your own machine everything: praxis run {slug}."
            : $"On your own machine there are no limits: praxis run {slug}.";

    private string Visitor() => visits.Visitor(http.HttpContext is { } context ? VisitorAddress.Of(context) : "unknown");

    private static string Word(Scale scale) => scale.ToString().ToLowerInvariant();
}
