using Praxis.Lab;

namespace Praxis.Web.Pages;

/// <summary>Runs as a table.</summary>
/// <param name="Runs">The runs, newest first.</param>
/// <param name="Library">Where their titles are.</param>
/// <param name="WithPaper">Whether the paper is a column.</param>
internal sealed record RunsModel(IReadOnlyList<RunRecord> Runs, PaperLibrary Library, bool WithPaper)
{
    /// <summary>The title of a run's paper, or its slug when the room is gone.</summary>
    public string Title(RunRecord run) => Library.Find(run.Slug)?.Paper.Title ?? run.Slug;

    /// <summary>The verdicts of a run.</summary>
    public VerdictCounts Verdicts(RunRecord run) => VerdictCounts.Of(run.Verdicts, Library.Find(run.Slug)?.Paper);
}
