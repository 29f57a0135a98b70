using Praxis.Lab.TestHost;

namespace Praxis.Lab.Tests;

/// <summary>Reports of runs that were never run.</summary>
internal static class Reports
{
    /// <summary>What the study <c>steady</c> finds at full scale with seeds 1 to 5.</summary>
    public static RunReport Steady(Room room)
    {
        var seeds = Samples.Seeds(5);
        var context = new StudyContext { Paper = room.Paper, Scale = Scale.Full, Seeds = seeds };
        var findings = Host.Studies.Create("steady").RunAsync(context, CancellationToken.None).GetAwaiter().GetResult();
        return new RunReport
        {
            Slug = "steady",
            Scale = Scale.Full,
            Seeds = seeds,
            Started = new DateTimeOffset(2025, 3, 4, 5, 6, 7, TimeSpan.Zero),
            Seconds = 2.5,
            PeakMegabytes = 120,
            Backend = "abacus",
            Machine = new Machine("Difference Engine", 2, 16, "Mill", ".NET"),
            Fingerprint = room.Fingerprint(),
            Claims = VerdictRule.Judge(room.Paper, findings.Evidence, seeds),
            Findings = findings,
        };
    }
}
