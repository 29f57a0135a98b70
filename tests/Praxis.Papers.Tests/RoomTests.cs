using Praxis.Lab;
using Praxis.Papers.Theory.Kaprekar;

namespace Praxis.Papers.Tests;

/// <summary>Walks all rooms: what every paper.md, study and recording must fulfil.</summary>
public sealed class RoomTests
{
    private static readonly PaperLibrary Library = PaperLibrary.Load(PaperLibrary.FindFolder());

    internal static readonly StudyIndex Studies = new(typeof(KaprekarStudy).Assembly);

    public static TheoryData<string> Slugs => [.. Library.Rooms.Select(room => room.Paper.Slug)];

    public static TheoryData<string> RunnableSlugs => [.. Studies.Slugs.Order()];

    private static Room Room(string slug) => Library.Find(slug)!;

    [Fact]
    public void There_are_at_least_the_165_papers_of_the_first_catalogue() => Assert.True(Library.Rooms.Count >= 165);

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Front_matter_is_complete_and_makes_sense(string slug)
    {
        var paper = Room(slug).Paper; // reading has checked types, slug = folder and family = parent folder
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", paper.Slug);
        Assert.NotNull(paper.Published);
        Assert.InRange(paper.Published.Value.Year, 1990, 2100);
        if (paper.Code is { } code) Assert.True(Uri.TryCreate(code, UriKind.Absolute, out var address) && address.Scheme == "https", code);
        Assert.NotEmpty(paper.Claims);
        Assert.Equal(paper.Claims.Count, paper.Claims.Select(claim => claim.Id).Distinct().Count());
        Assert.InRange(paper.Summary.Length, 100, 4000);
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Text_is_plain_and_complete(string slug)
    {
        var paper = Room(slug).Paper;
        string[] texts = [.. paper.Notices.Select(n => n.Reason), .. paper.Claims.SelectMany(c => new[] { c.Says, c.Published, c.PaperUsed, c.ReachBecause })];
        foreach (var text in texts)
        {
            Assert.DoesNotContain('\\', text);
            Assert.DoesNotMatch(@"\$[^0-9]", text);
            Assert.DoesNotContain("TODO", text);
        }
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Checks_stand_where_there_is_a_study_and_only_there(string slug)
    {
        var paper = Room(slug).Paper;
        foreach (var claim in paper.Claims)
        {
            Assert.Equal(Studies.Has(slug) && claim.Reach != Reach.None, claim.Checks.Count > 0);
            Assert.Equal(claim.Checks.Count, claim.Checks.Select(check => check.Id).Distinct().Count());
        }
    }

    [Fact]
    public void Every_study_belongs_to_a_paper()
    {
        foreach (var slug in Studies.Slugs) Assert.NotNull(Library.Find(slug));
    }

    [Theory]
    [MemberData(nameof(RunnableSlugs))]
    public void A_room_with_a_study_has_method_and_tests(string slug)
    {
        var room = Room(slug);
        Assert.True(room.Sources.Count >= 2, "A room needs a method and a study in files of their own.");
        Assert.NotEmpty(room.Tests);
        Assert.Contains(room.Tests, path => File.ReadAllText(path).Contains("[Fact]", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RunnableSlugs))]
    public async Task Study_and_claims_are_joined_both_ways_at_smoke_scale(string slug)
    {
        var paper = Room(slug).Paper;
        var context = new StudyContext { Paper = paper, Scale = Scale.Smoke, Seeds = StudyContext.DefaultSeeds(Scale.Smoke) };
        var findings = await Studies.Create(slug).RunAsync(context, CancellationToken.None);

        // The rule refuses evidence without a check, a check without evidence, missing seeds and values that are no numbers.
        var claims = VerdictRule.Judge(paper, findings.Evidence, context.Seeds);
        Assert.All(claims, claim => Assert.Equal(claim.Reach == Reach.None, claim.Verdict is null));
        Assert.NotEmpty(findings.Figures);
        Assert.All(findings.Figures, figure => Assert.NotEmpty(figure.Description));
        Assert.All(findings.Tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
    }
}
