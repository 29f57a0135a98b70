namespace Praxis.Lab;

/// <summary>Reads a room's paper.md: YAML front matter between two lines <c>---</c>, then the summary in Markdown.</summary>
public static class PaperFile
{
    private const int LargestFile = 1 << 20;

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="PaperFileException">The file is no paper.md; the message names the file, the line and the cure.</exception>
    public static Paper Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > LargestFile) throw new PaperFileException(path, 1, $"the file has {length:N0} bytes; a paper.md has at most {LargestFile:N0}");
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Parses the text of a paper.md; <paramref name="path"/> is only for messages.</summary>
    /// <exception cref="PaperFileException">The text is no paper.md.</exception>
    public static Paper Parse(string text, string path)
    {
        text = text.ReplaceLineEndings("\n");
        if (!text.StartsWith("---\n", StringComparison.Ordinal)) throw new PaperFileException(path, 1, "the first line must be '---', the start of the front matter");
        var end = text.IndexOf("\n---\n", 4, StringComparison.Ordinal);
        if (end < 0 && text.EndsWith("\n---", StringComparison.Ordinal)) throw new PaperFileException(path, text.Count(c => c == '\n') + 1, "the summary is missing; write it below the front matter");
        if (end < 0) throw new PaperFileException(path, 1, "the front matter has no end; close it with a line '---'");

        var front = new YamlSource(path, "the front matter", LinesAbove: 1, (file, line, what) => new PaperFileException(file, line, what)).Parse(text[4..(end + 1)]);
        front.Only("slug", "title", "arxiv", "published", "authors", "organisation", "code", "family", "kind", "also_titled", "notices", "claims");
        var arxiv = front.Optional("arxiv");
        return new Paper
        {
            Slug = front.Required("slug"),
            Title = front.Required("title"),
            Arxiv = arxiv,
            Published = ReadDate(front) ?? PublicationDate.FromArxiv(arxiv),
            Authors = front.Optional("authors"),
            Organisation = front.Optional("organisation"),
            Code = front.Optional("code"),
            Family = front.Required("family"),
            Kind = front.Choice<PaperKind>("kind"),
            AlsoTitled = front.Strings("also_titled"),
            Notices = [.. front.Items("notices").Select(ReadNotice)],
            Claims = ReadClaims(front),
            Summary = text[(end + 5)..].Trim(),
        };
    }

    private static PublicationDate? ReadDate(YamlFields front) =>
        front.Optional("published") is not { } written ? null
        : PublicationDate.TryParse(written, out var date) ? date
        : throw front.Error("published", $"'{written}' is no date; write 2024-12-16 or 2024-12, or leave it empty");

    private static Notice ReadNotice(YamlFields item)
    {
        item.Only("kind", "reason");
        return new Notice(item.Choice<NoticeKind>("kind"), item.Required("reason"));
    }

    private static List<Claim> ReadClaims(YamlFields front)
    {
        var claims = new List<Claim>();
        foreach (var item in front.Items("claims"))
        {
            var claim = ReadClaim(item);
            if (claims.Exists(other => other.Id == claim.Id)) throw item.Error("id", $"the claim '{claim.Id}' is there twice; give every claim an id of its own");
            claims.Add(claim);
        }
        return claims;
    }

    private static Claim ReadClaim(YamlFields item)
    {
        item.Only("id", "says", "published", "paper_used", "reach", "reach_because", "second_path", "checks");
        var reach = item.Choice<Reach>("reach");
        var checks = ReadChecks(item);
        if (reach == Reach.None && checks.Count > 0) throw item.Error("checks", "a claim whose reach is none has no checks; leave them out or give the claim a reach");
        return new Claim
        {
            Id = item.Required("id"),
            Says = item.Required("says"),
            Published = item.Required("published"),
            PaperUsed = item.Required("paper_used"),
            Reach = reach,
            ReachBecause = item.Required("reach_because"),
            SecondPath = item.Optional("second_path"),
            Checks = checks,
        };
    }

    private static List<Check> ReadChecks(YamlFields claim)
    {
        var checks = new List<Check>();
        foreach (var item in claim.Items("checks"))
        {
            var check = ReadCheck(item);
            if (checks.Exists(other => other.Id == check.Id)) throw item.Error("id", $"the check '{check.Id}' is there twice; give every check of a claim an id of its own");
            if (check is PairedCheck { Comparison: Comparison.Ratio, Threshold: <= 0 }) throw item.Error("threshold", "the threshold of a ratio must be positive");
            if (check is ProportionCheck { Threshold: < 0 or > 1 }) throw item.Error("threshold", "the threshold of a proportion lies between 0 and 1");
            checks.Add(check);
        }
        return checks;
    }

    private static Check ReadCheck(YamlFields item)
    {
        var kind = item.Required("kind");
        string[] common = ["id", "kind", "measure", "unit", "side", "threshold", "across"];
        item.Only(kind == "paired" ? [.. common, "comparison", "baseline"] : common);
        var id = item.Required("id");
        var measure = item.Required("measure");
        var unit = item.Required("unit");
        var side = item.Choice<Side>("side");
        var threshold = item.Number("threshold");
        var across = item.Optional("across") is null ? Across.Mean : item.Choice<Across>("across");
        return kind switch
        {
            "paired" => new PairedCheck
            {
                Id = id,
                Measure = measure,
                Unit = unit,
                Side = side,
                Threshold = threshold,
                Across = across,
                Comparison = item.Choice<Comparison>("comparison"),
                Baseline = item.Required("baseline"),
            },
            "constant" => new ConstantCheck { Id = id, Measure = measure, Unit = unit, Side = side, Threshold = threshold, Across = across },
            "proportion" => new ProportionCheck { Id = id, Measure = measure, Unit = unit, Side = side, Threshold = threshold, Across = across },
            "tolerance" => new ToleranceCheck { Id = id, Measure = measure, Unit = unit, Side = side, Threshold = threshold, Across = across },
            _ => throw item.Error("kind", $"'{kind}' is none of paired, constant, proportion, tolerance"),
        };
    }
}
