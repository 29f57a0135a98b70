using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>Writes text with a causal language model, token by token.</summary>
public static class TextGeneration
{
    /// <summary>
    /// The tokens that follow a prompt, each as soon as it is chosen. Training is turned off in the model; what earlier tokens cost is kept
    /// in a cache.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">The tokens so far, at least one; of one that is longer than the context, its later part where the options slide.</param>
    /// <param name="options">How tokens are chosen and when to stop.</param>
    /// <param name="random">Where the choices come from: the same stream, the same text.</param>
    /// <returns>The new tokens, without the prompt, with the stop token if one was chosen.</returns>
    /// <exception cref="LearningException">
    /// The prompt is empty, has a token outside the vocabulary, or is longer than the context where the options stop there.
    /// </exception>
    public static IEnumerable<int> Generate(CausalLanguageModel model, IReadOnlyList<int> prompt, SamplingOptions options, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        int context = model.Configuration.ContextLength;
        if (prompt.Count == 0)
            throw new LearningException("There is no prompt to go on from; give at least one token, such as the one before a text.");
        if (prompt.Count > context && options.Overflow == ContextOverflow.Stop)
            throw new LearningException($"The prompt of {prompt.Count} tokens is longer than the model's context of {context}; shorten it, or let the context slide.");
        return Write(model, [.. prompt], options, random);
    }

    private static IEnumerable<int> Write(CausalLanguageModel model, List<int> text, SamplingOptions options, RandomStream random)
    {
        model.Eval();
        int context = model.Configuration.ContextLength;
        var stops = options.StopTokens ?? [.. model.Configuration.EndTokens];
        var cache = model.CreateCache();
        var sampling = new TokenSampling(options, model.Configuration.VocabularySize);
        int unread = Math.Min(text.Count, context);
        for (int written = 0; written < options.Limit; written++)
        {
            if (cache.Length + unread > context)
            {
                if (options.Overflow == ContextOverflow.Stop)
                    yield break;
                cache.Truncate();
                unread = Math.Max(1, context / 2);
            }

            int token = sampling.Next(Scores(model, text, unread, cache), random);
            yield return token;
            if (stops.Contains(token))
                yield break;
            text.Add(token);
            unread = 1;
        }
    }

    // The scores after the last token of the text, of which the last few have not been read yet.
    private static Tensor Scores(CausalLanguageModel model, List<int> text, int unread, KeyValueCache cache)
    {
        var tokens = Tensor.Zeros(DType.I64, 1, unread);
        var numbers = tokens.AsSpan<long>();
        for (int i = 0; i < unread; i++)
            numbers[i] = text[text.Count - unread + i];
        return model.Forward(tokens, cache).Data.Select(1, unread - 1).Flatten(); // (vocabulary)
    }
}
