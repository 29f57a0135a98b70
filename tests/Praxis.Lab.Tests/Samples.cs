using Praxis.Lab.TestHost;

namespace Praxis.Lab.Tests;

/// <summary>Papers, checks and evidence made up for tests.</summary>
internal static class Samples
{
    private const string Tolerance = """
        checks:
              - id: error
                kind: tolerance
                measure: "largest error"
                unit: "1"
                side: at-most
                threshold: 1e-9
        """;

    /// <summary>The paper of the study with this slug.</summary>
    public static string PaperText(string slug) => $"""
        ---
        slug: {slug}
        title: "A {slug} method"
        arxiv: "2401.00001"
        published:
        authors: "A. Author, B. Author"
        organisation:
        code:
        family: testing
        kind: method
        notices:
          - kind: proviso
            reason: "Only for <small> sizes."
        claims:
          - id: C1
            says: "The method is right."
            published: "theorem"
            paper_used: "proof"
            reach: full
            reach_because: "The quantity of the theorem."
            {Checks(slug)}
        {(slug == "steady" ? SecondClaims : "")}
        ---

        A summary of the {slug} method.
        """;

    private const string SecondClaims = $"""
          - id: C2
            says: "An identity."
            published: "theorem"
            paper_used: "proof"
            reach: full
            reach_because: "The identity itself."
            {Tolerance}
          - id: C3
            says: "It also serves on a cluster of 64 machines."
            published: "64 machines"
            paper_used: "64 machines"
            reach: none
            reach_because: "There is one machine."
        """;

    private static string Checks(string slug) => slug switch
    {
        "steady" => """
            checks:
                  - id: cost
                    kind: paired
                    measure: "cost"
                    unit: "1"
                    side: at-most
                    threshold: 0.95
                    comparison: ratio
                    baseline: "the plain method"
            """,
        "stepwise" => Constant("sum"),
        "forgetful" => Constant("value"),
        _ => Tolerance,
    };

    private static string Constant(string id) => $"""
        checks:
              - id: {id}
                kind: constant
                measure: "{id}"
                unit: "1"
                side: at-least
                threshold: 0
        """;

    /// <summary>A papers folder with a room for every study of the test host.</summary>
    public static PaperLibrary Library(TestFolder folder)
    {
        foreach (var slug in Host.Studies.Slugs)
        {
            Directory.CreateDirectory(folder.In("papers", "testing", slug));
            File.WriteAllText(folder.In("papers", "testing", slug, "paper.md"), PaperText(slug));
        }
        return PaperLibrary.Load(folder.In("papers"));
    }

    /// <summary>A store for runs.</summary>
    public static PraxisStore Store(TestFolder folder) => PraxisStore.Open(folder.In("data"), RunStore.Module);

    public static ConstantCheck Constant(Side side, double threshold, Across across = Across.Mean) =>
        new() { Id = "check", Measure = "a value", Unit = "1", Side = side, Threshold = threshold, Across = across };

    public static ToleranceCheck Exact(Side side, double threshold) =>
        new() { Id = "check", Measure = "an error", Unit = "1", Side = side, Threshold = threshold };

    public static ProportionCheck Share(Side side, double threshold, Across across = Across.Mean) =>
        new() { Id = "check", Measure = "a share", Unit = "1", Side = side, Threshold = threshold, Across = across };

    public static PairedCheck Paired(Comparison comparison, Side side, double threshold, Across across = Across.Mean) =>
        new() { Id = "check", Measure = "a cost", Unit = "1", Side = side, Threshold = threshold, Across = across, Comparison = comparison, Baseline = "the plain method" };

    /// <summary>A paper with these checks as the checks of claim C1.</summary>
    public static Paper Paper(params Check[] checks) => new()
    {
        Slug = "sample",
        Title = "A sample",
        Family = "testing",
        Kind = PaperKind.Method,
        Summary = "A sample.",
        Claims = [new Claim { Id = "C1", Says = "So it is.", Published = "theorem", PaperUsed = "proof", Reach = Reach.Full, ReachBecause = "All of it.", Checks = checks }],
    };

    /// <summary>Evidence for the check <c>C1/check</c>.</summary>
    public static Evidence Evidence(params Observation[] observations) => new("C1", "check", observations);

    /// <summary>One observation a seed, seeds 1, 2, 3 …</summary>
    public static Evidence Values(params double[] values) => Evidence([.. values.Select((value, i) => new Observation("", i + 1, value))]);

    public static IReadOnlyList<long> Seeds(int count) => [.. Enumerable.Range(1, count).Select(seed => (long)seed)];

    /// <summary>Judges values, one a seed.</summary>
    public static CheckJudgement Judge(Check check, params double[] values) => VerdictRule.Judge(check, Values(values), Seeds(values.Length));
}
