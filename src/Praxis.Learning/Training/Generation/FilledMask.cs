using System.Numerics.Tensors;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;

namespace Praxis.Learning.Training;

/// <summary>What a masked language model thinks stands in a gap.</summary>
/// <param name="Likeliest">Tokens as text with their probabilities, the likeliest first.</param>
public sealed record FilledMask(IReadOnlyList<(string Text, double Probability)> Likeliest)
{
    /// <summary>Guesses every [MASK] of a text, each by itself.</summary>
    /// <param name="model">A masked language model.</param>
    /// <param name="tokenizer">Its tokenizer, with the special tokens of <see cref="MaskedTokens"/>.</param>
    /// <param name="text">A text with [MASK] in it. A space before a mask belongs to the hidden token.</param>
    /// <param name="count">How many tokens to give for each.</param>
    /// <exception cref="LearningException">There is no mask, or the text is longer than the model's context.</exception>
    public static IReadOnlyList<FilledMask> All(LanguageModel model, Tokenizer tokenizer, string text, int count)
    {
        var vocabulary = MaskedVocabulary.From(tokenizer.TokenId, tokenizer.VocabularySize);
        string[] pieces = text.Split(MaskedTokens.Mask);
        if (pieces.Length == 1)
            throw new LearningException($"There is no {MaskedTokens.Mask} in the text: this model does not write on, it fills gaps. Try \"the {MaskedTokens.Mask} of God\".");
        var tokens = new List<long> { vocabulary.Begin };
        var places = new List<int>();
        for (int i = 0; i < pieces.Length; i++)
        {
            bool last = i == pieces.Length - 1;
            tokens.AddRange(tokenizer.Encode(last ? pieces[i] : pieces[i].TrimEnd(' '), addSpecialTokens: false).Select(token => (long)token));
            if (last)
                break;
            places.Add(tokens.Count);
            tokens.Add(vocabulary.Mask);
        }

        tokens.Add(vocabulary.End);
        if (tokens.Count > model.Configuration.ContextLength)
            throw new LearningException($"The text has {tokens.Count} tokens and the model's context {model.Configuration.ContextLength}; shorten it.");
        model.Eval();
        using var unrecorded = NoGradient.Scope();
        var logits = model.Forward(Tensor.Wrap(tokens.ToArray(), 1, tokens.Count)).Data; // (1, time, vocabulary)
        return [.. places.Select(place => new FilledMask(Best(logits.Select(1, place).Flatten().ToArray(), tokenizer, vocabulary, count)))];
    }

    private static List<(string Text, double Probability)> Best(double[] scores, Tokenizer tokenizer, MaskedVocabulary vocabulary, int count)
    {
        var probabilities = new double[scores.Length];
        TensorPrimitives.SoftMax(scores, probabilities);
        int[] special = [.. MaskedTokens.All.Select(token => tokenizer.TokenId(token) ?? -1)];
        return [.. Enumerable.Range(0, Math.Min(scores.Length, vocabulary.Size))
            .Except(special)
            .OrderByDescending(token => probabilities[token])
            .Take(count)
            .Select(token => (tokenizer.Decode([token]), probabilities[token]))];
    }
}
