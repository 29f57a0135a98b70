using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class TextGenerationTests
{
    private static readonly int[] Prompt = [3, 1, 4];
    private static readonly SamplingOptions Greedy = new() { Temperature = 0, Limit = 5 };

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void Without_temperature_the_likeliest_token_follows(string name)
    {
        var model = CausalLanguageModelTests.Model(name);
        List<int> text = [.. Prompt];
        for (int i = 0; i < 5; i++)
            text.Add(model.Forward(OracleModels.Tokens([.. text.Select(token => (long)token)])).Data.Select(1, text.Count - 1).ArgMax());
        Assert.Equal(text[3..], TextGeneration.Generate(model, Prompt, Greedy, new RandomStream(1)));
    }

    [Fact]
    public void The_same_stream_writes_the_same_text()
    {
        var model = CausalLanguageModelTests.Model("llama");
        var options = new SamplingOptions { Limit = 9 };
        int[] text = [.. TextGeneration.Generate(model, Prompt, options, new RandomStream(5))];
        Assert.Equal(text, TextGeneration.Generate(model, Prompt, options, new RandomStream(5)));
        Assert.NotEqual(text, TextGeneration.Generate(model, Prompt, options, new RandomStream(6)));
    }

    [Fact]
    public void Writing_ends_at_the_limit_at_a_stop_token_and_at_the_end_of_the_context()
    {
        var model = CausalLanguageModelTests.Model("gpt2");
        int[] all = [.. TextGeneration.Generate(model, Prompt, Greedy with { Limit = 100 }, new RandomStream(1))];
        Assert.Equal(12 - Prompt.Length + 1, all.Length); // the last one is written, but there is no room to read it
        Assert.Equal(all[..4], TextGeneration.Generate(model, Prompt, Greedy with { Limit = 4 }, new RandomStream(1)));
        int stop = all[2];
        int[] stopped = [.. TextGeneration.Generate(model, Prompt, Greedy with { StopTokens = [stop] }, new RandomStream(1))];
        Assert.Equal(all[..(Array.IndexOf(all, stop) + 1)], stopped);
        Assert.Empty(TextGeneration.Generate(model, Prompt, Greedy with { Limit = 0 }, new RandomStream(1)));
    }

    [Fact]
    public void The_models_own_end_tokens_stop_unless_others_are_given()
    {
        var model = CausalLanguageModelTests.Model("gpt2");
        int first = TextGeneration.Generate(model, Prompt, Greedy, new RandomStream(1)).First();
        var ends = (CausalLanguageModel)OracleModels.Shaken(OracleModels.Gpt2 with { EndTokens = [first] });
        Assert.Equal([first], TextGeneration.Generate(ends, Prompt, Greedy, new RandomStream(1)));
        Assert.Equal(5, TextGeneration.Generate(ends, Prompt, Greedy with { StopTokens = [] }, new RandomStream(1)).Count());
    }

    [Fact]
    public void A_sliding_context_goes_on_from_its_later_half()
    {
        var model = CausalLanguageModelTests.Model("llama");
        var sliding = Greedy with { Limit = 30, Overflow = ContextOverflow.Slide };
        List<int> text = [.. Prompt, .. TextGeneration.Generate(model, Prompt, sliding, new RandomStream(1))];
        Assert.Equal(33, text.Count);

        // The 13th token was read from the first twelve, the 14th from the six before it.
        Assert.Equal(text[13], TextGeneration.Generate(model, text[7..13], Greedy with { Limit = 1 }, new RandomStream(1)).Single());
        int[] longPrompt = [.. Enumerable.Range(0, 15)];
        Assert.Equal(
            TextGeneration.Generate(model, longPrompt[3..], Greedy with { Limit = 1 }, new RandomStream(1)),
            TextGeneration.Generate(model, longPrompt, sliding with { Limit = 1 }, new RandomStream(1)));
    }

    [Theory]
    [InlineData(1.0, null, 1.0)]
    [InlineData(0.5, null, 1.0)]
    [InlineData(1.5, 4, 1.0)]
    [InlineData(1.0, null, 0.7)]
    [InlineData(2.0, 5, 0.8)]
    public void Tokens_occur_as_often_as_softmax_says(double temperature, int? topK, double topP)
    {
        double[] scores = [.. new RandomStream(8).Normal(12).ToArray().Select(score => 2 * score)];
        double[] expected = Restricted(scores, temperature, topK ?? scores.Length, topP);
        var sampling = new TokenSampling(new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP }, scores.Length);
        var random = new RandomStream(11);
        const int Draws = 20_000;
        var counts = new int[scores.Length];
        for (int i = 0; i < Draws; i++)
            counts[sampling.Next(Tensor.FromArray(scores), random)]++;
        double distance = 0;
        int freedom = -1;
        for (int i = 0; i < scores.Length; i++)
        {
            if (expected[i] == 0)
            {
                Assert.Equal(0, counts[i]);
                continue;
            }

            distance += Math.Pow(counts[i] - (Draws * expected[i]), 2) / (Draws * expected[i]);
            freedom++;
        }

        // χ² exceeds its mean by four standard deviations about once in a thousand times; the seed is fixed.
        Assert.True(distance < freedom + (4 * Math.Sqrt(2 * freedom)), $"χ² = {distance} with {freedom} degrees of freedom");
        Assert.True(freedom > 0);
    }

    [Fact]
    public void Of_equal_scores_the_smaller_tokens_are_kept()
    {
        var sampling = new TokenSampling(new SamplingOptions { TopK = 2 }, 40);
        var random = new RandomStream(3);
        var drawn = Enumerable.Range(0, 200).Select(_ => sampling.Next(Tensor.Zeros(40), random)).Distinct().Order();
        Assert.Equal([0, 1], drawn);
        Assert.Equal(0, new TokenSampling(new SamplingOptions { Temperature = 0 }, 40).Next(Tensor.Zeros(40), random));
    }

    [Fact]
    public void Bad_options_prompts_and_scores_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopK = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Limit = -1 });
        var model = CausalLanguageModelTests.Model("gpt2");
        CausalLanguageModelTests.Refused(() => TextGeneration.Generate(model, [], Greedy, new RandomStream(1)), "no prompt");
        CausalLanguageModelTests.Refused(() => TextGeneration.Generate(model, new int[13], Greedy, new RandomStream(1)), "13 tokens", "context of 12");
        Assert.Throws<NonFiniteException>(() => new TokenSampling(Greedy, 2).Next(Tensor.FromArray([0, double.NaN]), new RandomStream(1)));
    }

    // By the definition: sort, keep the first k, then the fewest whose share reaches p, and divide by what is left.
    private static double[] Restricted(double[] scores, double temperature, int topK, double topP)
    {
        double[] weights = [.. scores.Select(score => Math.Exp(score / temperature))];
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => weights[i]).Take(topK)];
        double total = order.Sum(i => weights[i]);
        int kept = Enumerable.Range(1, order.Length).First(n => order.Take(n).Sum(i => weights[i]) >= (topP * total) - 1e-12);
        double left = order.Take(kept).Sum(i => weights[i]);
        return [.. weights.Select((weight, i) => order.Take(kept).Contains(i) ? weight / left : 0)];
    }
}
