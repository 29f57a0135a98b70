using Praxis.Lab;

namespace Praxis.Web.Runs;

/// <summary>What a reader asks for with the Run button.</summary>
internal sealed class RunForm
{
    public const int MostSeeds = 1000;
    public const int MostWaiting = 20;

    /// <summary>The scale in a word.</summary>
    public string? Scale { get; set; }

    /// <summary>How many seeds; empty for the scale's own number.</summary>
    public string? Seeds { get; set; }

    /// <summary>The first seed; empty for 1.</summary>
    public string? First { get; set; }

    /// <summary>The request, or what is wrong with the form.</summary>
    public (RunRequest? Request, string? Error) Read(string slug)
    {
        if (!Enum.TryParse<Scale>(Scale, ignoreCase: true, out var scale) || !Enum.IsDefined(scale) || char.IsAsciiDigit(Scale![0]))
            return (null, "Choose a scale: smoke, small or full.");
        int? count = null;
        if (!string.IsNullOrWhiteSpace(Seeds))
        {
            if (!int.TryParse(Seeds, out var seeds) || seeds is < 1 or > MostSeeds) return (null, $"The number of seeds must be a whole number from 1 to {MostSeeds}, or empty.");
            count = seeds;
        }
        long first = 1;
        if (!string.IsNullOrWhiteSpace(First) && (!long.TryParse(First, out first) || first is < 0 or > int.MaxValue))
            return (null, $"The first seed must be a whole number from 0 to {int.MaxValue}, or empty.");
        return (new RunRequest(slug, scale, StudyContext.DefaultSeeds(scale, first, count)), null);
    }

    /// <summary>Whether so many runs wait already that no more are taken.</summary>
    public static bool IsFull(RunStore runs) => runs.List(limit: 200).Count(run => run.State == RunState.Queued) >= MostWaiting;
}
