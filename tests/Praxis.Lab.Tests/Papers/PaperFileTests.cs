namespace Praxis.Lab.Tests;

public sealed class PaperFileTests
{
    private static readonly string Whole = Samples.PaperText("steady");

    [Fact]
    public void A_whole_file_is_read_field_by_field()
    {
        var paper = PaperFile.Parse(Whole, "paper.md");
        Assert.Equal(("steady", "A steady method", "testing", PaperKind.Method), (paper.Slug, paper.Title, paper.Family, paper.Kind));
        Assert.Equal(new PublicationDate(2024, 1), paper.Published); // from the arXiv number
        Assert.Null(paper.Organisation);
        Assert.Equal(new Notice(NoticeKind.Proviso, "Only for <small> sizes."), Assert.Single(paper.Notices));
        Assert.Equal(["C1", "C2", "C3"], paper.Claims.Select(claim => claim.Id));
        var check = Assert.IsType<PairedCheck>(paper.Claim("C1").Check("cost"));
        Assert.Equal((Side.AtMost, 0.95, Comparison.Ratio, "the plain method", Across.Mean), (check.Side, check.Threshold, check.Comparison, check.Baseline, check.Across));
        Assert.Equal("A summary of the steady method.", paper.Summary);
    }

    [Fact]
    public void Line_ends_of_other_systems_change_nothing() =>
        Assert.Equal(PaperFile.Parse(Whole, "p").Summary, PaperFile.Parse(Whole.ReplaceLineEndings("\r\n"), "p").Summary);

    [Theory]
    [InlineData("slug: steady", "slug:", "'slug' is missing or empty")]
    [InlineData("kind: method", "kind: poem", "'poem' is none of method, theory, study, survey, application")]
    [InlineData("published:", "published: soon", "'soon' is no date")]
    [InlineData("published:", "published: 2024-13-01", "is no date")]
    [InlineData("organisation:", "organization: x", "'organization' is not known here")]
    [InlineData("    reach: none", "    reach: far", "'far' is none of full, reduced, none")]
    [InlineData("        threshold: 0.95", "        threshold: little", "'little' is no number")]
    [InlineData("        threshold: 0.95", "        threshold: NaN", "'NaN' is no number")]
    [InlineData("        threshold: 0.95", "        threshold: 0", "the threshold of a ratio must be positive")]
    [InlineData("        comparison: ratio", "        comparison: quotient", "'quotient' is none of ratio, difference")]
    [InlineData("        kind: paired", "        kind: guessed", "'comparison' is not known here")]
    [InlineData("        kind: tolerance", "        kind: guessed", "'guessed' is none of paired, constant, proportion, tolerance")]
    [InlineData("  - id: C2", "  - id: C1", "the claim 'C1' is there twice")]
    [InlineData("family: testing", "family: [a, b]", "'family' must be one value")]
    [InlineData("code:", "code: \"never closed", "")]
    public void An_error_names_the_file_and_the_line(string right, string wrong, string because)
    {
        var lines = Whole.Split('\n').ToList();
        var index = lines.IndexOf(right);
        Assert.True(index > 0, $"the sample has no line '{right}'");
        lines[index] = wrong;
        var error = Assert.Throws<PaperFileException>(() => PaperFile.Parse(string.Join('\n', lines), "papers/x/paper.md"));
        // A key of a check that its kind does not have is reported where the key stands.
        var line = because == "'comparison' is not known here" ? lines.FindIndex(l => l.Contains("comparison")) : index;
        Assert.StartsWith($"papers/x/paper.md:{line + 1}: ", error.Message);
        Assert.Contains(because, error.Message);
    }

    [Fact]
    public void A_missing_field_of_a_claim_is_reported_at_that_claim()
    {
        var lines = Whole.Split('\n').ToList();
        lines.RemoveAll(line => line == "    published: \"64 machines\"");
        var claim = lines.IndexOf("  - id: C3") + 1;
        var error = Assert.Throws<PaperFileException>(() => PaperFile.Parse(string.Join('\n', lines), "p"));
        Assert.StartsWith($"p:{claim}: 'published' is missing or empty", error.Message);
    }

    [Fact]
    public void A_claim_out_of_reach_has_no_checks()
    {
        var text = Whole.Replace("    reach: full\n    reach_because: \"The identity itself.\"", "    reach: none\n    reach_because: \"The identity itself.\"");
        Assert.NotEqual(Whole, text);
        Assert.Contains("a claim whose reach is none has no checks", Assert.Throws<PaperFileException>(() => PaperFile.Parse(text, "p")).Message);
    }

    [Fact]
    public void Two_checks_of_a_claim_have_different_ids()
    {
        const string check = "      - {id: e, kind: tolerance, measure: m, unit: \"1\", side: at-most, threshold: 1}\n";
        var text = Whole.Replace("    checks:\n      - id: cost", $"    checks:\n{check}{check}      - id: cost");
        Assert.Contains("the check 'e' is there twice", Assert.Throws<PaperFileException>(() => PaperFile.Parse(text, "p")).Message);
    }

    [Theory]
    [InlineData("", "the first line must be '---'")]
    [InlineData("# A heading", "the first line must be '---'")]
    [InlineData("---\nslug: x\n", "has no end")]
    [InlineData("---\nslug: x\n---", "the summary is missing")]
    [InlineData("---\n- a\n- b\n---\ntext", "must be a list of 'key: value' lines")]
    [InlineData("---\nslug: a\nslug: b\n---\ntext", "p:3: ")]
    public void What_is_no_paper_is_refused(string text, string because) =>
        Assert.Contains(because, Assert.Throws<PaperFileException>(() => PaperFile.Parse(text, "p")).Message);

    [Fact]
    public void A_file_too_large_for_a_paper_is_refused_unread()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.In("paper.md"), new string('x', (1 << 20) + 1));
        Assert.Contains("at most", Assert.Throws<PaperFileException>(() => PaperFile.Read(folder.In("paper.md"))).Message);
    }

    [Fact]
    public void Slug_and_family_must_be_those_of_the_folders()
    {
        using var folder = new TestFolder();
        var library = Samples.Library(folder);
        Assert.Equal(library.Rooms.Select(room => room.Paper.Slug).Order(StringComparer.Ordinal), library.Rooms.Select(room => room.Paper.Slug));
        Directory.Move(folder.In("papers", "testing", "steady"), folder.In("papers", "testing", "moved"));
        Assert.Contains("the slug is 'steady' but the folder is 'moved'", Assert.Throws<PaperFileException>(() => PaperLibrary.Load(folder.In("papers"))).Message);
        Directory.Delete(folder.In("papers", "testing", "moved"), true);
        Directory.Move(folder.In("papers", "testing"), folder.In("papers", "elsewhere"));
        Assert.Contains("the family is 'testing' but", Assert.Throws<PaperFileException>(() => PaperLibrary.Load(folder.In("papers"))).Message);
    }
}
