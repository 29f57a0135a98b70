using System.Text.RegularExpressions;
using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Site.Tests.CommandLine;

/// <summary>The models that come with the repository are what their records say.</summary>
public partial class BundledModelTests
{
    private const long MostBytes = 20_000_000;

    private static readonly string Folder = PaperLibrary.Beside(PaperLibrary.FindFolder(), "models");

    public static TheoryData<string> All => ["llama-4m", "llama-1m", "gpt2-1m", "bert-1m"];

    public static TheoryData<string> Causal => ["llama-4m", "llama-1m", "gpt2-1m"];

    [Fact]
    public void Together_they_stay_small() => Assert.InRange(
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".training", StringComparison.Ordinal)).Sum(file => new FileInfo(file).Length), 1, MostBytes);

    [Theory]
    [MemberData(nameof(All))]
    public void Configuration_weights_tokenizer_and_record_fit_each_other(string name)
    {
        string folder = Path.Combine(Folder, name);
        using var files = ModelDirectory.Open(folder);
        Assert.All(files.Names, weight => Assert.Equal(StoredType.F16, files[weight].Type));
        var model = LanguageModel.Load(folder);
        var record = TrainingRecord.Read(Path.Combine(folder, TrainingRecord.FileName));
        Assert.Equal(record.Parameters, model.CountParameters());
        Assert.Equal(record.ModelType, model.Configuration.ModelType);
        Assert.Equal(model.Configuration.VocabularySize, Tokenizer.Load(Path.Combine(folder, "tokenizer.json")).VocabularySize);
        Assert.Equal(record.Steps, TrainingConfigurationFile.Read(Path.Combine(folder, "train.yaml")).Steps);
    }

    [Theory]
    [MemberData(nameof(Causal))]
    public void A_page_of_the_validation_text_is_told_as_well_as_the_whole_was(string name)
    {
        (var model, var tokenizer, var record) = Read(name);
        string page = EnglishCorpus.Load(DataFolder.Find()).Validation[..12_000];
        var score = CausalEvaluation.Whole(
            tokens => model.Forward(tokens).Data, TokenizedText.From([page], tokenizer, after: null), context: 256, stride: 128);
        double recorded = record.Scores.Single(one => one.Split == "validation").BitsPerByte!.Value;
        Assert.InRange(score.BitsPerByte, recorded * 0.8, recorded * 1.2);
    }

    [Fact]
    public void Bert_guesses_hidden_words_of_a_page_as_well_as_of_the_whole_and_better_than_neighbouring_bigrams()
    {
        (var model, var tokenizer, var record) = Read("bert-1m");
        string page = EnglishCorpus.Load(DataFolder.Find()).Validation[..30_000];
        var tokens = TokenSequence.Of(tokenizer.Encode(page, addSpecialTokens: false), tokenizer.VocabularySize);
        double perplexity = MaskedEvaluation.Score(
            batch => model.Forward(batch).Data, tokens, MaskedVocabulary.From(tokenizer.TokenId, tokenizer.VocabularySize), context: 32).PseudoPerplexity;
        double recorded = Validation(record.Scores);
        Assert.InRange(perplexity, recorded * 0.7, recorded * 1.4);
        Assert.InRange(recorded, 1, 0.6 * Validation(record.Baselines.Single(baseline => baseline.IsBest).Scores));

        static double Validation(IEnumerable<SplitScore> scores) => scores.Single(score => score.Split == "validation").Perplexity;
    }

    [Theory]
    [MemberData(nameof(Causal))]
    public void What_they_write_is_made_of_English_words(string name)
    {
        (var model, var tokenizer, _) = Read(name);
        int[] prompt = tokenizer.Encode("In the beginning", addSpecialTokens: false);
        var options = new SamplingOptions { Temperature = 0.7, TopP = 0.9, Limit = 150 };
        string text = tokenizer.Decode([.. TextGeneration.Generate((CausalLanguageModel)model, prompt, options, new RandomStream(1))]);
        var known = Words().Matches(EnglishCorpus.Load(DataFolder.Find()).Train.ToLowerInvariant()).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        string[] written = [.. Words().Matches(text.ToLowerInvariant()).Select(match => match.Value)];
        Assert.InRange(written.Length, 30, 150);
        Assert.InRange(written.Count(known.Contains) / (double)written.Length, 0.85, 1);
    }

    private static (LanguageModel Model, Tokenizer Tokenizer, TrainingRecord Record) Read(string name)
    {
        string folder = Path.Combine(Folder, name);
        return (LanguageModel.Load(folder), Tokenizer.Load(Path.Combine(folder, "tokenizer.json")), TrainingRecord.Read(Path.Combine(folder, TrainingRecord.FileName)));
    }

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Words();
}
