using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Training;

public class EvaluationTests
{
    [Theory]
    [InlineData(1, 8, 4)]
    [InlineData(2, 8, 4)]
    [InlineData(9, 8, 4)]
    [InlineData(100, 8, 3)]
    [InlineData(101, 8, 8)]
    public void A_uniform_model_takes_log2_of_the_vocabulary_for_every_token(int length, int context, int stride)
    {
        const int Vocabulary = 24;
        var text = new TokenizedText(Text(length, Vocabulary), Bytes: 3 * length);
        var score = CausalEvaluation.Whole(tokens => Tensor.Zeros(DType.F32, tokens.Shape[0], tokens.Shape[1], Vocabulary), text, context, stride);
        Assert.Equal(Math.Log2(Vocabulary) * length / (3 * length), score.BitsPerByte, 1e-6);
        Assert.Equal(Vocabulary, score.Perplexity, 1e-4);
        Assert.Equal(length, score.Tokens);
    }

    [Theory]
    [InlineData(8, 4, 3)]
    [InlineData(8, 3, 1)]
    [InlineData(16, 16, 4)]
    [InlineData(200, 100, 2)]
    public void Every_token_counts_once_with_at_least_context_minus_stride_tokens_before_it(int context, int stride, int batch)
    {
        const int Vocabulary = 97;
        var text = Text(90, Vocabulary);
        int[] whole = [.. Enumerable.Range(0, 90).Select(i => text[i])];
        var least = new int[90];

        // A model that knows the text gives the token after a place the score of how much it saw, all others none.
        Tensor Logits(Tensor tokens)
        {
            var scores = Tensor.Zeros(DType.F64, tokens.Shape[0], tokens.Shape[1], Vocabulary);
            for (int row = 0; row < tokens.Shape[0]; row++)
            {
                int start = Enumerable.Range(0, 90).First(at => Enumerable.Range(0, tokens.Shape[1]).All(i => at + i < 90 && whole[at + i] == (int)tokens[row, i]));
                for (int i = 0; i < tokens.Shape[1] && start + i + 1 < 90; i++)
                {
                    scores[row, i, whole[start + i + 1]] = 1;
                    least[start + i + 1] = Math.Max(least[start + i + 1], i + 1);
                }
            }

            return scores;
        }

        var score = CausalEvaluation.Whole(Logits, new TokenizedText(text, 90), context, stride, batch);
        double told = -Math.Log(Math.E / (Math.E + Vocabulary - 1));
        Assert.Equal(Math.Log(Vocabulary) + (89 * told), score.Nats, 1e-9);
        for (int i = 1; i < 90; i++)
            Assert.True(least[i] >= Math.Min(i, context - stride));
    }

    [Fact]
    public void A_glance_is_the_mean_over_windows_that_do_not_overlap()
    {
        double uniform = CausalEvaluation.Glance(tokens => Tensor.Zeros(DType.F32, tokens.Shape[0], tokens.Shape[1], 11), Text(70, 11), 8, 5, 2);
        Assert.Equal(Math.Log(11), uniform, 1e-6);
    }

    [Fact]
    public void Likelihoods_in_single_and_double_precision_are_log_softmax()
    {
        var logits = new RandomStream(4).Normal(2, 3, 700) * 5;
        var expected = logits.LogSoftmax();
        foreach (var dtype in new[] { DType.F32, DType.F64 })
            for (int row = 0; row < 6; row++)
                Assert.Equal(-expected[row / 3, row % 3, 17 * row], TargetLikelihood.Nats(logits.To(dtype), row, 17 * row), dtype == DType.F32 ? 1e-5 : 1e-12);
    }

    [Fact]
    public void A_uniform_masked_model_has_the_vocabulary_as_pseudo_perplexity_and_sees_no_hidden_token()
    {
        const int Context = 22;
        var vocabulary = new MaskedVocabulary(Begin: 1, End: 2, Mask: 3, Size: 40);
        int hidden = 0;
        var score = MaskedEvaluation.Score(
            tokens =>
            {
                foreach (long token in tokens.AsSpan<long>())
                    hidden += token == vocabulary.Mask ? 1 : 0;
                return Tensor.Zeros(DType.F32, tokens.Shape[0], tokens.Shape[1], 40);
            },
            TokenSequence.Of([.. Enumerable.Range(0, 105).Select(i => 4 + (i % 36))], 40), vocabulary, Context);
        Assert.Equal(5 * 3, score.Hidden);
        Assert.Equal(15, hidden);
        Assert.Equal(40, score.PseudoPerplexity, 1e-4);
    }

    [Fact]
    public void Masked_baselines_guess_the_same_tokens_and_neighbours_help()
    {
        int[] text = [.. Enumerable.Repeat(new[] { 4, 5, 6, 7, 8, 5, 9, 7 }, 60).SelectMany(part => part)];
        var tokens = TokenSequence.Of(text, 12);
        (var unigram, var neighbours) = MaskedEvaluation.Score(new NeighbourPredictor(tokens), tokens, 22);
        var vocabulary = new MaskedVocabulary(1, 2, 3, 12);
        var model = MaskedEvaluation.Score(batch => Tensor.Zeros(DType.F32, batch.Shape[0], batch.Shape[1], 12), tokens, vocabulary, 22);
        Assert.Equal(model.Hidden, unigram.Hidden);
        Assert.Equal(model.Hidden, neighbours.Hidden);
        Assert.True(neighbours.PseudoPerplexity < 0.6 * unigram.PseudoPerplexity);
    }

    private static TokenSequence Text(int length, int vocabulary)
    {
        var random = new RandomStream(length);
        return TokenSequence.Of([.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))], vocabulary);
    }
}
