using System.Text;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Cli;

/// <summary>
/// Papers that were never written, as many as wanted, with abstracts as long as real ones: words of the bundled texts by Zipf's law, several topics with
/// words of their own, function words between, and new names all the time, so that the vocabulary keeps growing as it does in real text.
/// </summary>
internal sealed class MadeUpPapers
{
    private const int Topics = 400;
    private const int WordsOfTopic = 250;
    private const int FunctionWords = 120;
    private const int ShortestContentWord = 4;
    private const double TypicalLength = 165;
    private const double LengthSpread = 0.35;

    private readonly string[] _function;
    private readonly string[] _content;
    private readonly AliasTable _functionDraw;
    private readonly AliasTable _contentDraw;
    private readonly AliasTable _topicDraw;
    private readonly int[][] _topics;
    private readonly long _seed;

    public MadeUpPapers(DataFolder data, PaperLibrary library, long seed)
    {
        _seed = seed;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var paper in library.Rooms.Select(room => room.Paper))
            Count(string.Join(' ', [paper.Title, paper.Summary, .. paper.Claims.Select(claim => claim.Says)]));
        Count(EnglishCorpus.Load(data).Validation);
        foreach (var gloss in KnowledgeGraph.Load(data, "wordnet").Glosses) Count(gloss);
        var words = counts.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Select(word => word.Key).ToList();
        _function = [.. words.Take(FunctionWords)];
        _content = [.. words.Skip(FunctionWords).Where(word => word.Length >= ShortestContentWord)];
        _functionDraw = Zipf(_function.Length, 1, 2);
        _contentDraw = Zipf(_content.Length, 1, 40);
        _topicDraw = Zipf(WordsOfTopic, 0.8, 5);
        var random = new RandomStream(seed).Fork("topics");
        _topics = [.. Enumerable.Range(0, Topics).Select(_ => Enumerable.Range(0, WordsOfTopic).Select(_ => _contentDraw.Draw(random)).ToArray())];

        void Count(string text)
        {
            foreach (var word in TitleText.Words(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                if (word.All(char.IsAsciiLetter)) counts[word] = counts.GetValueOrDefault(word) + 1;
        }
    }

    /// <summary>Different words, the invented names not counted.</summary>
    public int WordCount => _function.Length + _content.Length;

    /// <summary>The paper with a number; always the same.</summary>
    public (string Title, string Abstract) Paper(int number)
    {
        var random = new RandomStream(_seed).Fork(number);
        int[][] topics = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => _topics[random.Next(Topics)])];
        var title = new StringBuilder();
        if (random.Next(3) == 0) title.Append(Name(random, 2 + random.Next(2))).Append(": ");
        for (var left = 5 + random.Next(8); left > 0; left--)
            title.Append(Capital(random.Next(5) == 0 ? _function[_functionDraw.Draw(random)] : TopicWord(topics, random))).Append(left > 1 ? " " : "");
        var text = new StringBuilder();
        var length = (int)Math.Clamp(TypicalLength * Math.Exp(LengthSpread * random.NextNormal()), 60, 400);
        var sentence = 0;
        for (var i = 0; i < length; i++)
        {
            // In a thousand words four are new names: the vocabulary of a million papers grows to some 400,000 words, as in real abstracts (Heaps' law).
            var word = random.Next(1000) switch
            {
                < 420 => _function[_functionDraw.Draw(random)],
                < 820 => TopicWord(topics, random),
                < 996 => _content[_contentDraw.Draw(random)],
                _ => Name(random, 2 + random.Next(2)),
            };
            text.Append(sentence++ == 0 ? Capital(word) : word);
            if (sentence < 12 + random.Next(20)) text.Append(' ');
            else
            {
                text.Append(". ");
                sentence = 0;
            }
        }
        return (title.ToString(), text.ToString().TrimEnd() + ".");
    }

    /// <summary>
    /// A query as readers type them: one to three words of a topic, a title, a title with two typos, or many words of an abstract. Where a title is asked for, its paper is meant.
    /// </summary>
    public (string Query, int? Meant) Query(int number, int papers)
    {
        var random = new RandomStream(_seed).Fork("queries").Fork(number);
        var paper = random.Next(papers);
        var (title, text) = Paper(paper);
        switch (number % 10)
        {
            case < 4:
                int[][] topic = [_topics[random.Next(Topics)]];
                return (string.Join(' ', Enumerable.Range(0, 1 + random.Next(3)).Select(_ => TopicWord(topic, random))), null);
            case < 6:
                return (title, paper);
            case 6:
                return (SearchQuality.Mistype(title, random), paper);
            default:
                var words = text.Split(' ').Where(word => word.Length >= ShortestContentWord).ToArray();
                return (string.Join(' ', Enumerable.Range(0, 6 + random.Next(8)).Select(_ => words[random.Next(words.Length)].Trim('.'))), null);
        }
    }

    private string TopicWord(int[][] topics, RandomStream random) => _content[topics[random.Next(topics.Length)][_topicDraw.Draw(random)]];

    private static string Name(RandomStream random, int syllables)
    {
        const string consonants = "bcdfghklmnprstvz";
        const string vowels = "aeiou";
        var name = new StringBuilder();
        for (var i = 0; i < syllables; i++) name.Append(consonants[random.Next(consonants.Length)]).Append(vowels[random.Next(vowels.Length)]);
        return Capital(name.Append(consonants[random.Next(consonants.Length)]).ToString());
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    // Weights 1 / (rank + shift)^power.
    private static AliasTable Zipf(int count, double power, double shift) => new([.. Enumerable.Range(0, count).Select(rank => Math.Pow(rank + 1 + shift, -power))]);
}
