using Praxis.Lab;
using Praxis.Papers.Theory.Kaprekar;

namespace Praxis.Papers.Tests;

/// <summary>Walks all tools and benches: what their declarations must fulfil.</summary>
public sealed class ToolTests
{
    private static readonly ToolIndex Tools = new(typeof(KaprekarStudy).Assembly);
    private static readonly BenchIndex Benches = new(typeof(KaprekarStudy).Assembly);
    private static readonly PaperLibrary Library = PaperLibrary.Load(PaperLibrary.FindFolder());

    // What every tool and bench has besides its own options.
    private static readonly string[] Common = ["--output", "-o", "--overwrite", "--seed", "--html", "--json", "--record"];

    public static TheoryData<string> Slugs => [.. Tools.Slugs];

    public static TheoryData<string> Families => [.. Benches.Families];

    [Theory]
    [MemberData(nameof(Slugs))]
    public void A_tool_belongs_to_a_paper_says_what_it_does_and_shows_it_by_examples_that_parse(string slug)
    {
        Assert.NotNull(Library.Find(slug));
        var tool = Tools.Create(slug);
        Check(tool.Says, tool.Examples, tool.OptionsType);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_bench_belongs_to_a_family_and_its_examples_parse(string family)
    {
        Assert.Contains(Library.Rooms, room => room.Paper.Family == family);
        var bench = Benches.Create(family);
        Check(bench.Says, bench.Examples, bench.OptionsType);
    }

    private static void Check(string says, IReadOnlyList<string> examples, Type optionsType)
    {
        Assert.Matches("^[A-Z].*\\.$", says);
        Assert.NotEmpty(examples);
        var declared = new ToolOptions(optionsType);
        Assert.Empty(declared.Options.Select(option => $"--{option.Name}").Intersect(Common));
        foreach (var example in examples)
        {
            List<string> inputs = [];
            Dictionary<string, string> options = [];
            var words = example.Split(' ');
            for (var i = 0; i < words.Length; i++)
            {
                if (!words[i].StartsWith('-')) inputs.Add(words[i]);
                else if (Common.Contains(words[i])) i += words[i] is "--json" or "--overwrite" or "--record" ? 0 : 1;
                else if (declared.Options.SingleOrDefault(option => $"--{option.Name}" == words[i]) is { } known && known.ValueType == typeof(bool)) options[known.Name] = "true";
                else options[words[i].TrimStart('-')] = words[++i];
            }
            Assert.NotNull(declared.Create(inputs, options));
        }
    }
}
