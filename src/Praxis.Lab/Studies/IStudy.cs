namespace Praxis.Lab;

/// <summary>The experiment that produces evidence for a paper's claims.</summary>
public interface IStudy : IPaperPart
{
    /// <summary>Runs the study at the context's scale with the context's seeds.</summary>
    /// <param name="context">Scale, seeds, random numbers, data, progress.</param>
    /// <param name="cancel">Cancelled when the reader stops the run; check it at least once a second.</param>
    /// <returns>Evidence for every check of the paper's claims, with figures, tables and remarks.</returns>
    Task<Findings> RunAsync(StudyContext context, CancellationToken cancel);
}

/// <summary>Joins a study, a tool or an entry of a bench to its paper.</summary>
/// <param name="slug">The paper's slug.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PaperAttribute(string slug) : Attribute
{
    /// <summary>The paper's slug.</summary>
    public string Slug { get; } = slug;
}

/// <summary>How much work a study may do, on two cores.</summary>
public enum Scale
{
    /// <summary>At most 5 seconds: does it run at all.</summary>
    Smoke,
    /// <summary>At most 60 seconds: a reader's first look.</summary>
    Small,
    /// <summary>At most 10 minutes: what is recorded.</summary>
    Full,
}
