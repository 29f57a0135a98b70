namespace Praxis.Feed.Tests.Search;

public sealed class InvertedIndexTests
{
    [Fact]
    public void Scores_are_those_of_the_papers_looked_at_one_by_one()
    {
        const int stems = 40;
        const int papers = 30_000;
        var random = new Random(5);
        var vocabulary = new Vocabulary();
        for (var stem = 1; stem <= stems; stem++)
        {
            vocabulary.AddStem($"stem{stem}");
            // Two forms of each word.
            vocabulary.AddWord($"word{stem}", stem);
            vocabulary.AddWord($"words{stem}", stem);
        }
        var index = new InvertedIndex();
        var amounts = new float[papers + 1, stems + 1];
        for (var paper = 1; paper <= papers; paper++)
        {
            // The first words are rare, the last are nearly everywhere; some steps take more than one byte, some lists many slices.
            var words = new List<(int Word, float Amount)>();
            for (var word = 1; word <= 2 * stems; word++)
                if (random.NextDouble() < Math.Pow(word / (2.0 * stems), 3)) words.Add((word, 0.1f + random.NextSingle()));
            var packed = PaperWords.Pack(words);
            foreach (var (word, amount) in new PaperWords(packed)) amounts[paper, vocabulary.StemOf(word)] += PaperWords.Amount(amount);
            Assert.Equal(paper, index.Add(paper + 7, new PaperWords(packed), vocabulary));
        }
        Assert.Equal(papers + 1, index.Limit);

        var worth = new float[256];
        for (var packed = 0; packed < worth.Length; packed++) worth[packed] = PaperWords.Amount((byte)packed);
        for (var stem = 1; stem <= stems; stem++)
        {
            var scores = new float[index.Limit];
            index.AddScores(stem, worth, scores);
            for (var paper = 1; paper <= papers; paper++)
            {
                Assert.Equal(paper + 7, index.PaperOf(paper));
                Assert.Equal(amounts[paper, stem] == 0 ? 0 : PaperWords.Amount(PaperWords.Packed(amounts[paper, stem])), scores[paper]);
            }
        }
    }

    [Fact]
    public void A_stem_of_no_document_adds_nothing()
    {
        var vocabulary = new Vocabulary();
        vocabulary.AddStem("otter");
        vocabulary.AddWord("otter", 1);
        var scores = new float[4];
        new InvertedIndex().AddScores(1, new float[256], scores);
        Assert.All(scores, score => Assert.Equal(0, score));
    }
}
