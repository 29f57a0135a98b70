using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

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
        if (end < 0) throw new PaperFileException(path, 1, "the front matter has no end; close it with a line '---'");

        var front = new FrontMatter(path, ParseYaml(text[4..(end + 1)], path));
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
            Claims = [.. front.Items("claims").Select(ReadClaim)],
            Summary = text[(end + 5)..].Trim(),
        };
    }

    private static PublicationDate? ReadDate(FrontMatter front) =>
        front.Optional("published") is not { } written ? null
        : PublicationDate.TryParse(written, out var date) ? date
        : throw front.Error("published", $"'{written}' is no date; write 2024-12-16 or 2024-12, or leave it empty");

    private static Notice ReadNotice(FrontMatter item)
    {
        item.Only("kind", "reason");
        return new Notice(item.Choice<NoticeKind>("kind"), item.Required("reason"));
    }

    private static Claim ReadClaim(FrontMatter item)
    {
        item.Only("id", "says", "published", "paper_used", "reach", "reach_because", "second_path", "checks");
        return new Claim
        {
            Id = item.Required("id"),
            Says = item.Required("says"),
            Published = item.Required("published"),
            PaperUsed = item.Required("paper_used"),
            Reach = item.Choice<Reach>("reach"),
            ReachBecause = item.Required("reach_because"),
            SecondPath = item.Optional("second_path"),
            Checks = [.. item.Items("checks").Select(ReadCheck)],
        };
    }

    private static Check ReadCheck(FrontMatter item)
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
                Id = id, Measure = measure, Unit = unit, Side = side, Threshold = threshold, Across = across,
                Comparison = item.Choice<Comparison>("comparison"),
                Baseline = item.Required("baseline"),
            },
            "constant" => new ConstantCheck { Id = id, Measure = measure, Unit = unit, Side = side, Threshold = threshold, Across = across },
            "proportion" => new ProportionCheck { Id = id, Measure = measure, Unit = unit, Side = side, Threshold = threshold, Across = across },
            "tolerance" => new ToleranceCheck { Id = id, Measure = measure, Unit = unit, Side = side, Threshold = threshold, Across = across },
            _ => throw item.Error("kind", $"'{kind}' is none of paired, constant, proportion, tolerance"),
        };
    }

    private static YamlMappingNode ParseYaml(string yaml, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
                ? mapping
                : throw new PaperFileException(path, 2, "the front matter must be a list of 'key: value' lines");
        }
        catch (YamlException e)
        {
            throw new PaperFileException(path, (int)e.Start.Line + 1, e.InnerException?.Message ?? e.Message);
        }
    }
}
