using System.Security.Cryptography;
using System.Text;
using Praxis.Learning.Tokenizers;

namespace Praxis.Learning.Training;

/// <summary>The texts of a run in tokens.</summary>
/// <param name="Texts">The texts.</param>
/// <param name="Tokenizer">What made tokens of them.</param>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">What is looked at on the way.</param>
/// <param name="Test">What is measured at the end, or null.</param>
public sealed record TrainingData(TrainingTexts Texts, Tokenizer Tokenizer, TokenizedText Train, TokenizedText Validation, TokenizedText? Test)
{
    /// <summary>The splits that are measured, by name.</summary>
    public IReadOnlyList<(string Split, TokenizedText Text)> Told => Test is null ? [("validation", Validation)] : [("validation", Validation), ("test", Test)];

    /// <summary>The splits that are measured, each byte a token.</summary>
    public IReadOnlyList<(string Split, TokenizedText Text)> ToldInBytes =>
        [.. new[] { ("validation", Texts.Validation), ("test", Texts.Test) }.Take(Told.Count).Select(entry => (entry.Item1, TokenizedText.OfBytes(entry.Item2)))];

    /// <summary>The special tokens of a masked language model.</summary>
    /// <exception cref="LearningException">The tokenizer lacks one.</exception>
    public MaskedVocabulary MaskedVocabulary => MaskedVocabulary.From(Tokenizer.TokenId, Tokenizer.VocabularySize);

    /// <summary>Makes tokens of texts and checks that there are enough.</summary>
    /// <param name="configuration">The model and its context.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <exception cref="TrainingConfigurationException">A text is too short.</exception>
    public static TrainingData From(TrainingConfiguration configuration, TrainingTexts texts, Tokenizer tokenizer)
    {
        int? after = configuration.Model.IsMasked ? null : tokenizer.TokenId(ModelSettings.EndOfText);
        var train = TokenizedText.From(texts.Train, tokenizer, after);
        var validation = TokenizedText.From(texts.Validation, tokenizer, after);
        var test = texts.Test.Count == 0 ? null : TokenizedText.From(texts.Test, tokenizer, after);
        int window = configuration.Model.IsMasked ? configuration.Context - 2 : configuration.Context + 1;
        Require("training", train, window);
        Require("validation", validation, configuration.Model.IsMasked ? window : 2);
        if (test is not null)
            Require("test", test, configuration.Model.IsMasked ? window : 2);
        return new TrainingData(texts, tokenizer, train, validation, test);

        void Require(string split, TokenizedText text, int least)
        {
            if (text.Tokens.Length < least)
                throw new TrainingConfigurationException(
                    configuration.Path, "training.context", $"the {split} text has only {text.Tokens.Length} tokens, and a window of this context takes {least}", "take more text or a shorter context");
        }
    }

    /// <summary>A hash of texts, which tells whether a checkpoint was made from the same.</summary>
    public static string Hash(TrainingTexts texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var split in new[] { texts.Train, texts.Validation, texts.Test })
        {
            hash.AppendData(BitConverter.GetBytes(split.Count));
            foreach (string text in split)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
