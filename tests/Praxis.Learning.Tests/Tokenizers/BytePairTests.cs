using Praxis.Learning.Tests.Files;
using Praxis.Learning.Tokenizers;

namespace Praxis.Learning.Tests.Tokenizers;

public sealed class BytePairTests
{
    private static readonly string[] Texts = ["the cat sat on the mat, the cat's hat; 1999 and 2001!\n\n  the  end", "naïve café — 漢字 漢字 😀😀", "", "aaaa aaaa aaaaaaa"];

    /// <summary>All merges again and again, by the definition: the lowest rank first, the leftmost of equal ones.</summary>
    private static List<string> ByDefinition(string word, IReadOnlyList<(string Left, string Right)> merges)
    {
        List<string> symbols = [.. word.Select(letter => letter.ToString())];
        while (true)
        {
            var candidates = Enumerable.Range(0, symbols.Count - 1)
                .Select(i => (Rank: merges.ToList().IndexOf((symbols[i], symbols[i + 1])), Position: i)).Where(candidate => candidate.Rank >= 0).Order().ToList();
            if (candidates.Count == 0)
                return symbols;
            int at = candidates[0].Position;
            symbols[at] += symbols[at + 1];
            symbols.RemoveAt(at + 1);
        }
    }

    [Fact]
    public void Merging_with_a_queue_gives_what_the_definition_gives()
    {
        (string Left, string Right)[] merges = [("a", "b"), ("b", "a"), ("ab", "a"), ("a", "a"), ("aa", "b"), ("ab", "ab"), ("c", "aba"), ("aba", "b")];
        string[] tokens = [.. new[] { "a", "b", "c" }.Concat(merges.Select(merge => merge.Left + merge.Right)).Distinct()];
        var tokenizer = SmallTokenizers.Load(SmallTokenizers.Json(SmallTokenizers.Model(
            string.Join(',', tokens.Select((token, id) => $"\"{token}\":{id}")), string.Join(',', merges.Select(merge => $"\"{merge.Left} {merge.Right}\"")))));
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            string word = new([.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => "abc"[random.Next(3)])]);
            Assert.Equal(ByDefinition(word, merges), tokenizer.Encode(word).Select(tokenizer.Token));
        }
    }

    [Fact]
    public void A_word_of_a_hundred_thousand_letters_is_encoded()
    {
        var tokenizer = SmallTokenizers.Load(SmallTokenizers.Json(SmallTokenizers.Model("\"a\":0,\"aa\":1,\"aaaa\":2", "\"a a\",\"aa aa\"")));
        Assert.Equal(Enumerable.Repeat(2, 25_000).Append(1), tokenizer.Encode(new string('a', 100_002)));
    }

    [Fact]
    public void Several_threads_get_the_same_ids()
    {
        var tokenizer = Tokenizer.Load(RecordedCases.TokenizerOf("byte-level-gpt2"));
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"the {i} words of text {i % 7} and more")];
        int[][] alone = [.. texts.Select(text => tokenizer.Encode(text))];
        var together = new int[texts.Length][];
        Parallel.For(0, texts.Length, i => together[i] = tokenizer.Encode(texts[i]));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_trained_tokenizer_gives_texts_back_and_reads_its_own_file()
    {
        var tokenizer = Tokenizer.TrainByteLevelBpe(Texts, 300, ["<|endoftext|>", "<pad>"]);
        Assert.Equal((0, 1), (tokenizer.TokenId("<|endoftext|>"), tokenizer.TokenId("<pad>")));
        Assert.True(tokenizer.TokenId("Ġthe") >= 258);
        using var scratch = new ScratchFolder();
        tokenizer.Save(scratch["tokenizer.json"]);
        var read = Tokenizer.Load(scratch["tokenizer.json"]);
        foreach (string text in Texts.Append("\u0000\uFFFF never seen <|endoftext|>"))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text), skipSpecialTokens: false));
            Assert.Equal(tokenizer.Encode(text), read.Encode(text));
        }
    }

    [Fact]
    public void Training_joins_the_most_frequent_pair_and_of_equal_ones_that_of_the_smallest_ids()
    {
        // "xy" and "ab" occur three times each, "b" follows "a" by the smaller ids; then "ab" + "c" twice, like "xy" + "z".
        var tokenizer = Tokenizer.TrainByteLevelBpe(["xyz", "xyz", "abc", "abc", "xy", "ab"], 400, []);
        Assert.Equal(["ab", "xy", "abc", "xyz"], Enumerable.Range(256, tokenizer.VocabularySize - 256).Select(tokenizer.Token).Take(4));
    }

    [Fact]
    public void Training_agrees_with_counting_all_pairs_anew_after_each_merge()
    {
        string[] words = ["abab", "abcab", "bcabc", "aaab", "aaaa", "cabab", "bbbab"];
        var random = new Random(4);
        string[] texts = [.. Enumerable.Range(0, 400).Select(_ => words[random.Next(words.Length)])];
        var tokenizer = Tokenizer.TrainByteLevelBpe(texts, 256 + 12, []);
        var ids = Enumerable.Range(0, tokenizer.VocabularySize).ToDictionary(tokenizer.Token, id => id);
        List<List<string>> symbols = [.. texts.Select(text => text.Select(letter => letter.ToString()).ToList())];
        var learnt = new List<string>();
        while (learnt.Count < 12)
        {
            var best = symbols.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair).OrderByDescending(pair => pair.Count())
                .ThenBy(pair => ids[pair.Key.First]).ThenBy(pair => ids[pair.Key.Second]).First().Key;
            if (!learnt.Contains(best.First + best.Second))
                learnt.Add(best.First + best.Second);
            foreach (var word in symbols)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] != best.First || word[i + 1] != best.Second)
                        continue;
                    word[i] += word[i + 1];
                    word.RemoveAt(i + 1);
                }
            }
        }

        Assert.Equal(learnt, Enumerable.Range(256, 12).Select(tokenizer.Token));
    }

    [Fact]
    public void Wrong_arguments_of_training_are_refused()
    {
        Assert.Contains("257", Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.TrainByteLevelBpe(Texts, 256, ["<s>"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tokenizer.TrainByteLevelBpe(Texts, 300, ["<s>", "<s>"]));
        Assert.Throws<ArgumentException>(() => Tokenizer.TrainByteLevelBpe(Texts, 300, [""]));
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => Tokenizer.TrainByteLevelBpe(Texts, 300, [], cancellation: cancellation.Token));
    }
}
