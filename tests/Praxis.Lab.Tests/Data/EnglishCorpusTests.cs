using System.Text.RegularExpressions;

namespace Praxis.Lab.Tests.Data;

public sealed partial class EnglishCorpusTests
{
    private const int Run = 8;

    private static readonly Lazy<EnglishCorpus> Corpus = new(() => EnglishCorpus.Load(DataFolder.Find()));

    [Fact]
    public void Every_part_holds_what_its_books_hold()
    {
        // Words counted by data/make/english_oracle.py on the same files.
        Assert.Equal((1_268_906, 119_504, 125_716), (Words(Corpus.Value.Train).Count, Words(Corpus.Value.Validation).Count, Words(Corpus.Value.Test).Count));
    }

    [Fact]
    public void Books_begin_and_end_as_they_do()
    {
        Assert.StartsWith("The family of Dashwood had long been settled in Sussex. Their estate was large,", Corpus.Value.Train, StringComparison.Ordinal);
        Assert.EndsWith("be glory and majesty, dominion and power, both now and ever. Amen.\n", Corpus.Value.Train, StringComparison.Ordinal);
        Assert.StartsWith("No one who had ever seen Catherine Morland", Corpus.Value.Validation, StringComparison.Ordinal);
        Assert.StartsWith("Sir Walter Elliot, of Kellynch Hall,", Corpus.Value.Test, StringComparison.Ordinal);
        Assert.EndsWith("\nThe grace of our Lord Jesus Christ be with you all. Amen.\n", Corpus.Value.Test, StringComparison.Ordinal);
        Assert.Contains("\n\nIn the beginning God created the heaven and the earth.\nAnd the earth was without form, and void; and darkness was upon the face of the deep. And the Spirit", Corpus.Value.Train, StringComparison.Ordinal);
    }

    [Fact]
    public void No_headings_numbers_marks_or_broken_lines_are_left()
    {
        foreach (var text in new[] { Corpus.Value.Train, Corpus.Value.Validation, Corpus.Value.Test })
        {
            Assert.DoesNotMatch(Left(), text);
            Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parts_share_less_than_one_word_in_a_hundred()
    {
        var parts = new[] { Words(Corpus.Value.Train), Words(Corpus.Value.Validation), Words(Corpus.Value.Test) };
        var runs = parts.Select(words => Hashes(words).ToHashSet()).ToArray();
        for (var part = 1; part < 3; part++)
        {
            var words = parts[part];
            var shared = new bool[words.Count];
            foreach (var (start, hash) in Hashes(words).Index())
                if (Enumerable.Range(0, 3).Any(other => other != part && runs[other].Contains(hash)))
                    shared.AsSpan(start, Run).Fill(true);
            Assert.InRange(shared.Count(word => word) / (double)words.Count, 0, 0.01);
        }
    }

    [Theory]
    [InlineData("train: [Emma]\n  validation: [Persuasion]\n  test: []", "'Northanger Abbey' is in no part")]
    [InlineData("train: [Emma, Northanger Abbey]\n  validation: [Persuasion]\n  test: [Emma]", "'Emma' is there twice")]
    [InlineData("train: [Emma, Northanger Abbey]\n  validation: [Persuasion]\n  test: [Ulysses]", "'Ulysses' is no book of novels.txt; it has Emma, Northanger Abbey, Persuasion")]
    [InlineData("learn: [Emma]", "'learn' is not known here")]
    public void A_wrong_split_says_what_is_wrong(string split, string says)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.In("novels.txt"), "# Emma\n\nOne.\n\n# Northanger Abbey\n\nTwo.\n\n# Persuasion\n\nThree.\n");
        File.WriteAllText(folder.In("english.yaml"), $"novels:\n  file: novels.txt\n  {split}\n");
        var error = Assert.Throws<DataSetException>(() => EnglishCorpus.Load(new DataFolder(folder.Path)));
        Assert.Contains("english.yaml:", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static List<string> Words(string text) => [.. Word().Matches(text).Select(word => word.Value.ToLowerInvariant())];

    /// <summary>For every run of words a number of 64 bits; among some millions of runs chance makes none of them equal.</summary>
    private static IEnumerable<ulong> Hashes(List<string> words)
    {
        var numbers = words.ConvertAll(word => word.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211));
        return Enumerable.Range(0, words.Count - Run + 1).Select(start =>
        {
            var hash = 0UL;
            for (var i = start; i < start + Run; i++) hash = hash * 6364136223846793005 + numbers[i];
            return hash;
        });
    }

    [GeneratedRegex("[A-Za-z']+")]
    private static partial Regex Word();

    [GeneratedRegex("(?im)_|^chapter|^volume [ivx]+$|^finis$|^the end$|^[0-9]+ |^[A-Z][a-z]+ [0-9]+$|\r")]
    private static partial Regex Left();
}
